import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from workbench.sql.diagnostic import Diagnostic
from workbench.ui.sql_view import marked_up


class Reader(HTMLParser):
    """Collects text, tags, and the text inside marks."""

    def __init__(self, html):
        super().__init__()
        self.text, self.tags, self.marked, self._open = "", set(), "", []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self._open.append(tag)

    def handle_endtag(self, tag):
        self._open.remove(tag)

    def handle_data(self, data):
        if "sup" in self._open:
            return
        self.text += data
        if "mark" in self._open:
            self.marked += data


def check(start, end, message="m"):
    return Diagnostic("c", "warning", message, start, end)


def test_the_problem_place_is_marked_in_korean_text():
    sql = "SELECT 이름 FROM 고객 WHERE 지역 = '서울시'"
    start = sql.index("'서울시'")
    read = Reader(marked_up(sql, [check(start, start + 5)]))
    assert (read.text, read.marked) == (sql, "'서울시'")


def test_keywords_are_bold_also_across_a_mark():
    html = marked_up("SELECT a FROM t", [check(3, 10)])
    assert Reader(html).text == "SELECT a FROM t"
    assert "<b>" in html


def test_a_number_ends_each_mark_once():
    html = marked_up("SELECT a, b FROM t", [check(7, 8), check(10, 11)])
    assert re.findall(r"<sup[^>]*>(\d)</sup>", html) == ["1", "2"]


@given(st.text(max_size=60), st.data())
def test_nothing_in_the_sql_or_message_becomes_markup(sql, data):
    places = st.tuples(st.integers(0, len(sql)), st.integers(0, len(sql))).map(sorted)
    checks = [check(*place, message=sql) for place in data.draw(st.lists(places, max_size=4))]
    read = Reader(marked_up(sql, checks))
    assert read.text.replace("\r", "\n") == sql.replace("\r", "\n")
    assert read.tags <= {"pre", "code", "b", "mark", "sup"}


def test_a_script_in_a_string_is_shown_and_not_run():
    sql = "SELECT '</code><script>alert(1)</script>' AS a"
    read = Reader(marked_up(sql, [check(0, 6)]))
    assert read.text == sql
    assert "script" not in read.tags
