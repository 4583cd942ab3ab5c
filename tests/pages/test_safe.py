"""Untrusted text as labels: what Streamlit would read as markup must come out as plain characters.

The characters chosen here were tried in Chromium on Streamlit 1.67; tests/browser repeats that.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.ui import safe

PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def plain(markdown):
    """What a Markdown reader shows of escaped text."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown).replace("\u2060", "")


@given(st.text().filter(lambda text: not re.search("[\u2060\u202a-\u202e\u2066-\u2069]", text)))
def test_every_character_stays_and_lines_become_one(text):
    assert plain(safe.md(text)) == " ".join(text.split())


@given(st.text(alphabet=PUNCTUATION + "aw한1 "))
def test_every_punctuation_mark_is_escaped(text):
    escaped = safe.md(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[" + re.escape(PUNCTUATION.replace("\\", "")) + "]", escaped)


@pytest.mark.parametrize("text", ["www.evil.com", "http://evil.com", "a@b.com", ":streamlit:", "a->b", "x >= y"])
def test_what_is_looked_for_after_unescaping_is_broken_up(text):
    shown = re.sub(r"\\([^\w\s])", r"\1", safe.md(text))
    assert text not in shown
    assert shown.replace("\u2060", "") == text


def test_long_text_is_cut_with_an_ellipsis():
    assert plain(safe.md("가" * 50, 10)) == "가" * 9 + "…"


def test_paragraphs_keep_their_line_breaks():
    assert safe.paragraphs("첫째 줄\n\n# 둘째") == "첫째 줄  \n\\# 둘째"


def test_marks_that_turn_the_writing_direction_are_left_out():
    assert safe.md("a\u202eb") == "ab"


def test_markup_and_dot_cannot_be_left():
    assert safe.markup('"><img src=x onerror=alert(1)>') == "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"
    assert safe.dot('a" -> b [URL="x"]\\\n') == 'a\\" -> b [URL=\\"x\\"]\\\\'


def test_quoted_sql_becomes_code_and_the_rest_stays_text():
    assert safe.quoting("정답은 `a > 1`, 답은 *b*") == "정답은 `a > 1`\\, 답은 \\*b\\*"


@pytest.mark.parametrize("text", ["a ` b", "`x` 그리고 `y"])
def test_an_unpaired_backtick_quotes_nothing(text):
    assert "\\`" in safe.quoting(text)
    assert not re.search(r"(?<!\\)`", safe.quoting(text))
