"""What is made of finished runs: comparisons, files, and the `runs` command."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from workbench.cli.main import main
from workbench.evaluate.runs.bars import Bar, bars
from workbench.evaluate.runs.compare import compare
from workbench.evaluate.runs.export import export
from workbench.evaluate.runs.facts import facts_of
from workbench.evaluate.runs.limits import Limits, limits_of
from workbench.evaluate.runs.predictions import read_predictions
from workbench.evaluate.runs.summary import ex_by, figure, summarize
from workbench.evaluate.statistics import mcnemar, wilson
from workbench.store import results, reviews, runs, verdicts
from workbench.store.results import Filters, Result
from workbench.store.runs import Run
from workbench.store.verdicts import Verdict
from workbench.text import use_language

RUN = Run("a", "기준", "2026-11-23T10:00:00+09:00", "finished", "쇼핑몰", "d1", "s.jsonl", "m", "model", total=6)
EVIL = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>'\"&"


def add(run, outcomes, **more):
    runs.add(replace(RUN, id=run, name=more.pop("name", run)))
    results.add(
        Result(
            run,
            str(number),
            number,
            f"질문 {number}",
            "shop",
            "SELECT 1",
            "SELECT 2",
            outcome,
            scored=outcome is not None,
            features=("join",) if number % 2 else ("group", "order"),
            difficulty="easy" if number < 3 else "hard",
            **more,
        )
        for number, outcome in enumerate(outcomes)
    )
    return runs.find(run)


@pytest.fixture
def command(capsysbinary):
    def call(*argv):
        try:
            code = main([str(word) for word in argv])
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8", "replace"), err.decode()

    return call


def test_figures_leave_out_what_is_no_fault_of_the_model():
    run = add("a", ["correct", "wrong", "gold_broken", "grader_error", "timeout", "correct"], em_set=True, valid=True)
    summary = summarize(run)
    assert (summary.n, summary.ex.k, summary.ex.n, summary.em_set.k) == (6, 2, 4, 4)
    assert (summary.ex.low, summary.ex.high) == (wilson(2, 4).low, wilson(2, 4).high)
    assert summary.outcomes["gold_broken"] == 1


def test_a_wrong_answer_forgiven_counts_once_and_a_right_one_too():
    run = add("a", ["correct", "wrong", "timeout"], forgiving=True)
    assert summarize(run).ex_forgiving.k == 2


def test_a_run_without_answers_has_figures_that_say_nothing():
    run = add("a", [])
    assert summarize(run).ex == figure(0, 0)
    assert summarize(run).ex.value is None


def test_accuracy_by_dimension():
    add("a", ["correct", "wrong", "correct", "gold_broken", "wrong"])
    found = ex_by(Filters(run="a"), "feature")
    assert {name: (part.k, part.n) for name, part in found.items()} == {
        "group": (2, 3),
        "order": (2, 3),
        "join": (0, 1),
    }


def test_two_runs_are_compared_on_the_cases_they_share():
    before = add("a", ["correct", "correct", "wrong", "wrong", "gold_broken", "correct"])
    after = add("b", ["correct", "wrong", "correct", "refused", "correct"])
    results.add([Result("b", "x", 9, "다른 질문", "shop", "SELECT 1", outcome="correct", scored=True)])
    found = compare(before, after)
    assert (found.n, found.both_right, found.both_wrong) == (4, 1, 1)
    assert (found.newly_right, found.newly_wrong, found.ungraded) == (("2",), ("1",), ("4",))
    assert (found.only_before, found.only_after) == (1, 1)
    assert found.p == mcnemar(1, 1) == 1.0
    assert (found.ex_before.k, found.ex_after.k, found.difference) == (2, 2, 0.0)


def test_the_same_id_with_another_question_or_gold_is_not_the_same_case():
    before = add("a", ["correct", "correct", "correct"])
    after = add("b", ["wrong", "wrong", "wrong"])
    results.update(results.Key("b", "0"), question="전혀 다른 질문")
    results.update(results.Key("b", "1"), gold="SELECT 3")
    found = compare(before, after)
    assert (found.n, found.other_gold, found.newly_wrong) == (1, ("0", "1"), ("2",))


def test_a_run_compared_with_itself_does_not_differ():
    run = add("a", ["correct", "wrong", None])
    found = compare(run, run)
    assert (found.n, found.p, found.newly_right, found.newly_wrong) == (2, 1.0, (), ())


def test_runs_without_common_cases_compare_to_nothing():
    found = compare(add("a", ["correct"]), replace(RUN, id="none"))
    assert (found.n, found.difference, found.p) == (0, 0.0, 1.0)


def test_jsonl_can_be_graded_again(tmp_path):
    run = add("a", ["correct", "wrong"])
    path = tmp_path / "out.jsonl"
    path.write_bytes(export(run, "jsonl"))
    assert {key: found.sql for key, found in read_predictions(path).by_id.items()} == {"0": "SELECT 2", "1": "SELECT 2"}


def test_csv_opens_in_korean_excel_and_holds_no_formula():
    run = add("a", ["wrong"], message="=HYPERLINK(1)")
    reviews.add_tag("a", ["0"], "@tag")
    text = export(run, "csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["질문"], row["채점 결과"], row["알림"], row["태그"]) == ("질문 0", "틀림", "'=HYPERLINK(1)", "'@tag")


def test_spreadsheets_speak_the_readers_language_and_seouls_time():
    run = add("a", ["wrong"])
    verdicts.save([Verdict("a", "0", "gpt-4", "hash", "no", "조건이 다릅니다.")])
    reviews.say("a", ["0"], "right", "김하나")
    (row,) = csv.DictReader(io.StringIO(export(run, "csv").decode("utf-8-sig")))
    assert (row["SQL 특징"], row["난이도"], row["판정"], row["사람의 판단"]) == ("그룹, 정렬", "쉬움", "틀림", "맞음")
    facts = dict(facts_of(replace(run, started_at="2026-11-23T14:22:40+00:00", hashes=json.dumps({"model": "m h"}))))
    assert facts["시작"] == "2026-11-23 23:22"
    assert facts["모델 지문(sha256)"] == "m h"
    assert json.loads(export(run, "jsonl"))["judge"] == "no"


def test_xlsx_has_the_answers_and_the_figures():
    run = add("a", ["correct", "wrong"], message="=1+1", evidence=json.dumps(["정렬이 없습니다.", "둘째 줄"]))
    book = load_workbook(io.BytesIO(export(run, "xlsx")))
    answers, about = book.worksheets
    assert answers.max_row == 3
    header = [cell.value for cell in answers[1]]
    assert answers.cell(3, header.index("알림") + 1).data_type == "s"
    facts = dict(about.iter_rows(min_row=2, values_only=True))
    assert facts["실행 정확도"].startswith("50.0%")
    assert facts["평가"] == "a (a)"


class Page(HTMLParser):
    """Tags and text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words, self.attributes = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data):
        self.words.append(data)


def evil_run():
    runs.add(replace(RUN, name=EVIL, set_name=EVIL, model=EVIL))
    results.add(
        Result(
            "a",
            f"{number}{EVIL}",
            number,
            EVIL,
            EVIL + str(number),
            EVIL,
            EVIL,
            "wrong",
            category="sorting",
            evidence=json.dumps([EVIL]),
            notes=json.dumps([EVIL]),
            message=EVIL,
            difficulty=EVIL + str(number),
            features=("join", f"f{number}<b>"),
            judge="no",
            judge_reason=EVIL,
            scored=True,
        )
        for number in range(3)
    )
    return runs.find("a")


def test_the_report_shows_untrusted_text_and_runs_none_of_it():
    text = export(evil_run(), "html").decode()
    page = Page(text)
    assert not {"script", "img", "iframe", "object", "link", "base", "form", "a"} & set(page.tags)
    assert not [name for name in page.attributes if name.startswith("on") or name in ("src", "href")]
    assert EVIL in "".join(page.words)
    assert "default-src 'none'" in text


def test_the_report_needs_nothing_from_elsewhere():
    text = export(add("a", ["correct", "wrong"] * 4), "html").decode()
    assert not re.search(r"(?:src|href)\s*=|url\(|@import|https?://", text)
    assert "50.0%" in text
    assert text.count("<svg") == 3  # all figures, difficulty, features; one database is nothing to tell apart


def test_the_report_of_an_empty_run_is_a_page_too():
    assert "<html" in export(add("a", []), "html").decode()


@given(st.lists(st.tuples(st.text(), st.integers(0, 9), st.integers(0, 9), st.text()), max_size=5))
def test_bars_are_well_formed_whatever_the_labels(found):
    from xml.etree import ElementTree

    shown = [
        Bar(label, k / n if n and k <= n else None, 0.0, 1.0, note)
        for label, k, n, note in found
        if not any("\ud800" <= ch <= "\udfff" for ch in label + note)
    ]
    root = ElementTree.fromstring(bars(shown))
    assert len([1 for element in root if element.tag == "text"]) == 2 * len(shown)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.text(), st.sampled_from(["csv", "xlsx", "jsonl", "html"]))
def test_any_text_can_be_exported(text, format):
    runs.remove("a")
    runs.add(RUN)
    # SQLite takes no lone surrogates; nor does any answer reach it with one.
    plain = text.encode("utf-8", "replace").decode()
    results.add([Result("a", "1", 0, plain, plain, plain, plain, "wrong", message=plain, scored=True)])
    assert export(RUN, format)


def test_runs_list_show_and_compare(command):
    add("a", ["correct", "wrong"], name="첫째")
    add("b", ["correct", "correct"], name="둘째")
    code, out, _ = command("runs", "list", "--json")
    assert (code, {run["run_id"]: run["ex"]["k"] for run in json.loads(out)}) == (0, {"a": 1, "b": 2})
    assert "첫째" in command("runs", "list")[1]
    code, out, _ = command("runs", "show", "첫째", "--json")
    assert (code, json.loads(out)["outcomes"]["wrong"], json.loads(out)["hashes"]) == (0, 1, {})
    assert "50.0%" in command("runs", "show", "a")[1]
    code, out, _ = command("runs", "compare", "a", "둘째", "--json")
    assert (code, json.loads(out)["newly_right"]) == (0, ["1"])
    assert "p=1" in command("runs", "compare", "a", "b")[1]
    with use_language("en"):
        assert "newly right" in command("runs", "compare", "a", "b")[1]


def test_no_run_is_a_usage_error(command):
    for words in (("show", "x"), ("compare", "x", "y"), ("export", "x"), ("pause", "x")):
        code, _, err = command("runs", *words)
        assert (code, bool(err)) == (2, True)
    assert command("runs", "list")[0] == 0


def test_export_goes_to_a_file_or_the_screen(command, tmp_path):
    add("a", ["correct"])
    for format in ("xlsx", "csv", "jsonl", "html"):
        path = tmp_path / f"out.{format}"
        assert command("runs", "export", "a", "--out", path)[0] == 0
        assert path.read_bytes() == export(runs.find("a"), format) or format == "xlsx"
    code, out, _ = command("runs", "export", "a")
    assert (code, json.loads(out)["id"]) == (0, "0")
    assert command("runs", "export", "a", "--format", "xlsx")[0] == 2
    assert command("runs", "export", "a", "--format", "pdf")[0] == 2
    assert command("runs", "export", "a", "--out", tmp_path / "no" / "folder.csv")[0] == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_no_wrong_usage(command):
    add("a", ["correct", "wrong"])
    code, _, err = command("runs", "export", "a", "--format", "html", "--out", "/dev/full")
    assert code == 1
    assert "디스크가 가득" in err
    assert "No space" not in err


def test_wishes_are_commands(command):
    add("a", ["correct"])
    runs.update("a", state="queued")
    assert command("runs", "pause", "a")[0] == 0
    assert runs.find("a").state == "paused"
    assert command("runs", "stop", "a")[0] == 0
    code, _, err = command("runs", "pause", "a")
    assert (code, "그만둠" in err) == (1, True)


def test_limits_are_shown_and_changed_when_a_run_is_resumed(command, monkeypatch):
    monkeypatch.setattr("workbench.cli.runs.ensure_worker", lambda: None)
    runs.add(replace(RUN, judge="openai:gpt-4o", rubric="v1", state="paused"))
    assert "1분에 요청 500개, 토큰 30,000개" in command("runs", "show", "a")[1]
    flags = ("--max-requests-per-minute", "2000", "--max-cost", "1.5")
    assert command("runs", "resume", "a", *flags)[0] == 0
    assert limits_of(runs.find("a")) == Limits(2_000, 30_000, 1.5)
    assert "토큰 30,000개, 비용 $1.50까지" in command("runs", "show", "a")[1]
    assert command("runs", "resume", "a", "--max-cost", "0")[0] == 2


def test_a_run_without_a_judge_has_nothing_to_limit(command):
    runs.add(replace(RUN, state="paused"))
    code, _, err = command("runs", "resume", "a", "--max-cost", "1")
    assert (code, "판정을 맡기지 않은" in err, runs.find("a").state) == (2, True, "paused")
    assert "판정 속도 한도" not in command("runs", "show", "a")[1]
