"""Judge beside grading: who disagrees, how often, and what is left out of the figure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.evaluate.judge.agreement import Compared, agreement, is_right


def test_the_four_fields_and_what_is_left_out() -> None:
    found = agreement(
        [
            Compared("a", True, "yes"),
            Compared("b", False, "yes"),
            Compared("c", True, "no"),
            Compared("d", False, "no"),
            Compared("e", False, "gated"),
            Compared("f", True, "unreadable"),
            Compared("g", None, "yes"),
            Compared("h", True, None),
        ]
    )
    assert (found.both_yes, found.false_yes, found.false_no, found.both_no) == (("a",), ("b",), ("c",), ("d",))
    assert found.left_out == {"gated": 1, "unreadable": 1, "ungraded": 1, "unjudged": 1}
    assert found.disagreements == ("b", "c")
    assert (found.n, found.same, found.kappa.value) == (4, 2, 0.0)


def test_a_judge_who_always_says_yes_has_no_kappa_to_boast_of() -> None:
    found = agreement(Compared(str(n), n < 90, "yes") for n in range(100))
    assert found.same == 90
    assert found.kappa.value == 0.0


def test_a_person_overrides_grading() -> None:
    assert is_right("wrong", "right") is True
    assert is_right("correct", "wrong") is False
    assert is_right("correct") is True
    assert is_right("timeout") is False
    assert is_right("gold_broken") is None
    assert is_right("gold_broken", "right") is True
    assert is_right(None) is None


@given(
    st.lists(st.tuples(st.sampled_from([True, False, None]), st.sampled_from(["yes", "no", "gated", "failed", None])))
)
def test_every_answer_is_counted_once(pairs: list[tuple[bool | None, str | None]]) -> None:
    found = agreement(Compared(str(n), right, judge) for n, (right, judge) in enumerate(pairs))
    assert found.n + sum(found.left_out.values()) == len(pairs)
    assert len(found.disagreements) + found.same == found.n
    assert found.share.low <= found.share.high
