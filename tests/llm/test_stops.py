"""Stop strings in streams."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.llm.stops import StopFilter


def _through(pieces: list[str], stops: tuple[str, ...]) -> str:
    out: list[str] = []
    stream = StopFilter(stops, out.append)
    for piece in pieces:
        stream.feed(piece)
    stream.finish()
    return "".join(out)


def test_a_stop_string_split_over_pieces_ends_the_text_before_it() -> None:
    assert _through(["SELECT 1;\n", "##", "# 질문"], ("\n###",)) == "SELECT 1;"


def test_what_only_looked_like_a_stop_string_is_passed_on() -> None:
    assert _through(["a\n#", "# b"], ("\n###",)) == "a\n## b"


@given(st.lists(st.text("ab#", max_size=5), max_size=8), st.text("ab#", min_size=1, max_size=3))
def test_how_the_text_is_cut_into_pieces_does_not_matter(pieces: list[str], stop: str) -> None:
    whole = "".join(pieces)
    assert _through(pieces, (stop,)) == whole.partition(stop)[0]
