"""The address bar of 오류 살펴보기."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.evaluate.score import CATEGORIES, OUTCOMES
from workbench.ui.failures import address as addresses
from workbench.ui.failures.address import Address

texts = st.text(max_size=30).map(str.strip).filter(bool)
places = st.builds(
    Address,
    run=texts,
    show=st.sampled_from(addresses.SHOWS),
    outcome=st.lists(st.sampled_from(OUTCOMES), unique=True).map(tuple),
    category=st.lists(st.sampled_from(CATEGORIES), unique=True).map(tuple),
    feature=st.lists(texts, unique=True, max_size=4).map(tuple),
    difficulty=st.lists(texts, unique=True, max_size=4).map(tuple),
    db=st.lists(texts, unique=True, max_size=4).map(tuple),
    q=texts,
    human=st.sampled_from(["", *addresses.HUMAN]),
    tag=texts,
    against=texts,
    page=st.integers(1, 99_999),
    case=texts,
)


@given(places)
def test_an_address_is_read_back_as_it_was_written(place):
    assert addresses.read(addresses.written(place)) == place


@given(
    st.dictionaries(st.sampled_from(list(Address.__dataclass_fields__)), st.lists(st.text(max_size=400), max_size=5))
)
def test_whatever_stands_in_a_url_is_an_address(params):
    place = addresses.read(params)
    assert place.page >= 1
    assert place.show in addresses.SHOWS
    assert set(place.category) <= set(CATEGORIES)
    assert all(len(text) <= addresses.LONGEST for text in (place.run, place.q, place.tag, place.case, *place.feature))
    addresses.filters(place)


def test_failed_means_everything_but_correct_unless_an_outcome_is_chosen():
    assert "correct" not in addresses.filters(Address(run="r")).outcomes
    assert addresses.filters(Address(run="r", outcome=("timeout",))).outcomes == ("timeout",)
    assert addresses.filters(Address(run="r", show="all")).outcomes == ()
    assert addresses.filters(Address(run="r", show="disputed")).disputed is True


def test_another_run_is_compared_with_only_where_that_is_asked_for():
    assert addresses.filters(Address(run="r", against="o")).changed_from is None
    assert addresses.filters(Address(run="r", show="changed", against="o")).changed_from == "o"


def test_a_new_filter_leads_back_to_the_first_page_of_the_list():
    place = Address(run="r", page=7, case="c").toggled("category", "sorting")
    assert (place.page, place.case, place.category) == (1, "", ("sorting",))
    assert place.toggled("category", "sorting").category == ()
    assert place.narrowed
    assert not Address(run="r", page=7, show="all").narrowed
