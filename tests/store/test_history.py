from dataclasses import replace

from workbench.store import history
from workbench.store.history import HistoryEntry

ENTRY = HistoryEntry(
    "j1", "2026-11-23T16:00:00+09:00", "지난달 매출은?", "쇼핑몰", "{}", "ok", "high", "SELECT 1", "m", 1.5, "{}"
)


def test_an_entry_comes_back_as_it_went_in():
    history.add(ENTRY)
    assert history.recent() == (ENTRY,)
    assert history.find("j1") == ENTRY
    assert history.find("j2") is None


def test_the_newest_comes_first_and_saving_again_replaces():
    history.add(ENTRY)
    history.add(replace(ENTRY, job="j2"))
    history.add(replace(ENTRY, job="j1", status="error"))
    assert [(e.job, e.status) for e in history.recent()] == [("j1", "error"), ("j2", "ok")]


def test_search_takes_percent_signs_literally():
    history.add(replace(ENTRY, job="a", question="할인율 10% 이상"))
    history.add(replace(ENTRY, job="b", question="매출", sql="SELECT Total FROM t"))
    assert [e.job for e in history.recent(containing="%")] == ["a"]
    assert [e.job for e in history.recent(containing="total")] == ["b"]


def test_old_entries_make_room(monkeypatch):
    monkeypatch.setattr(history, "KEEP", 3)
    for n in range(5):
        history.add(replace(ENTRY, job=str(n)))
    assert [e.job for e in history.recent()] == ["4", "3", "2"]


def test_entries_can_be_forgotten_one_by_one_or_all():
    for n in range(3):
        history.add(replace(ENTRY, job=str(n)))
    history.remove("1")
    assert [e.job for e in history.recent()] == ["2", "0"]
    history.clear()
    assert history.recent() == ()
