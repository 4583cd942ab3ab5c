from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.errors import UsageError
from workbench.evaluate.runs.compare import compare
from workbench.store import results, runs, sweeps, trainings
from workbench.store.results import Result
from workbench.store.runs import Run
from workbench.train.runs.outcome import Outcome, compared, read_outcome
from workbench.train.runs.process import work_on
from workbench.train.sweep.curves import changes, curves_of
from workbench.train.sweep.grid import read_grid
from workbench.train.sweep.start import begin, trainings_of
from workbench.train.sweep.table import rows_of, to_csv


@pytest.fixture
def grid_file(tmp_path: Path, dataset, base):
    def write(sweep: str, train: str = "") -> Path:
        common = f'data = "{dataset.folder}"\nbase = "{base}"\nmax_steps = 4\n{train}'
        file = tmp_path / "grid.toml"
        file.write_text(f"[train]\n{common}\n[sweep]\n{sweep}\n", encoding="utf-8")
        return file

    return write


def test_every_combination_is_a_point(grid_file):
    grid = read_grid(grid_file('name = "비교"\nrank = [8, 16]\nshare = [0.5, 1.0]\nquestions = 7'))
    assert (grid.name, grid.questions, grid.axes) == ("비교", 7, {"rank": [8, 16], "share": [0.5, 1.0]})
    assert [point.values for point in grid.points] == [
        {"rank": 8, "share": 0.5},
        {"rank": 8, "share": 1.0},
        {"rank": 16, "share": 0.5},
        {"rank": 16, "share": 1.0},
    ]
    assert [(point.config.rank, point.config.alpha) for point in grid.points[1:3]] == [(8, 16), (16, 32)]


def test_a_given_alpha_stays(grid_file):
    assert {point.config.alpha for point in read_grid(grid_file("rank = [8, 64]", "alpha = 24")).points} == {24}


@pytest.mark.parametrize(
    "sweep",
    [
        "",
        "rank = 8",
        "rank = []",
        "rank = [0]",
        'rank = ["x"]',
        "rnak = [8]",
        'questions = "x"\nrank = [8]',
        "questions = 0\nrank = [8]",
        "dollars_per_hour = -1\nrank = [8]",
        "name = 3\nrank = [8]",
        "seed = [" + ", ".join(map(str, range(501))) + "]",
        "rank = [8",
    ],
)
def test_a_grid_that_makes_no_sense_is_refused(grid_file, sweep):
    with pytest.raises(UsageError):
        read_grid(grid_file(sweep))


def test_a_file_without_a_grid_is_refused(tmp_path):
    with pytest.raises(UsageError):
        read_grid(tmp_path / "none.toml")
    (tmp_path / "plain.toml").write_text("rank = 8")
    with pytest.raises(UsageError, match="sweep"):
        read_grid(tmp_path / "plain.toml")


def test_equal_points_are_trained_once_also_across_sweeps(grid_file, fake):
    first = begin(read_grid(grid_file('name = "하나"\nrank = [4, 8, 4]')))
    assert len(sweeps.points_of(first.id)) == 2
    for training in trainings_of(first):
        work_on(training.id)
    second = begin(read_grid(grid_file('name = "둘"\nrank = [8, 16]')))
    assert len(trainings.every()) == 3
    assert [training.state for training in trainings_of(second)] == ["finished", "queued"]


def test_two_axes_that_say_the_same_share_their_points(grid_file):
    sweep = begin(read_grid(grid_file("share = [1.0]\nrows = ['cleaned']\nsave_every = [5, 10]")))
    assert len(sweeps.points_of(sweep.id)) == 2
    assert len(trainings_of(sweep)) == 1


def test_it_is_taken_up_again_where_it_stopped(grid_file, fake):
    file = grid_file('name = "이어"\nrank = [4, 8]')
    sweep = begin(read_grid(file))
    first, second = trainings_of(sweep)
    work_on(first.id)
    trainings.ask_for(second.id, "pause")
    again = begin(read_grid(file))
    assert again == sweep
    assert [training.state for training in trainings_of(again)] == ["finished", "queued"]
    with pytest.raises(UsageError, match="조합"):
        begin(read_grid(grid_file('name = "이어"\nrank = [4, 8, 16]')))


def test_points_of_more_questions_are_measured_again(grid_file, fake):
    begin(read_grid(grid_file('name = "a"\nrank = [4]\nquestions = 10')))
    begin(read_grid(grid_file('name = "b"\nrank = [4]\nquestions = 20')))
    assert len(trainings.every()) == 2


def measured(name: str, rights: str) -> Run:
    """A finished run whose cases are right ("o") or wrong ("x")."""
    run = Run(name, name, "2026-11-23", "finished", "s", "d", "", "m", "model", total=len(rights), done=len(rights))
    runs.add(run)
    results.add(
        Result(name, str(at), at, "q", "d", "SELECT 1", sql="SELECT 1", outcome=outcome, scored=True, status="ok")
        for at, outcome in enumerate("correct" if mark == "o" else "wrong" for mark in rights)
    )
    return run


def finish(training, before: Run, after: Run, seconds: float) -> None:
    outcome = Outcome("/a", 4, 4, 24, compared=(compared("base", compare(before, after)),))
    trainings.update(training.id, state="finished", result=outcome.to_json(), seconds=seconds, peak_memory=900.0)


@pytest.fixture
def done(grid_file):
    """Two ranks with two seeds each; the second rank answers fourteen questions more."""
    sweep = begin(read_grid(grid_file('name = "끝"\nrank = [4, 8]\nseed = [1, 2]\ndollars_per_hour = 3.6')))
    base = measured("base", "x" * 20)
    for number, training in enumerate(trainings_of(sweep)):
        rights = ("o" * 4 if number < 2 else "o" * 18).ljust(20, "x")
        finish(training, base, measured(f"after{number}", rights), 10.0 * (number + 1))
    return sweep


def test_a_row_a_point_with_figures_time_memory_and_cost(done):
    rows = rows_of(done)
    facts = rows[3].to_json()
    assert facts["values"] == {"rank": 8, "seed": 2}
    assert (facts["n"], facts["ex_before"]["k"], facts["ex_after"]["k"]) == (20, 0, 18)
    assert (facts["seconds"], facts["peak_memory_mb"], facts["cost"]) == (40.0, 900, 0.04)
    assert "우연으로 보기 어려운" in facts["verdict"]
    lines = list(csv.DictReader(io.StringIO(to_csv(rows))))
    assert [line["rank"] for line in lines] == ["4", "4", "8", "8"]
    assert float(lines[3]["ex_after"]) == 0.9
    assert float(lines[3]["low"]) < 0.9 < float(lines[3]["high"])


def test_points_that_are_not_there_yet_have_empty_figures(grid_file):
    sweep = begin(read_grid(grid_file("rank = [4, 8]")))
    rows = rows_of(sweep)
    assert [row.ex for row in rows] == [None, None]
    assert [line["n"] for line in csv.DictReader(io.StringIO(to_csv(rows)))] == ["", ""]
    assert curves_of(rows) == ()
    assert json.dumps([row.to_json() for row in rows])


def test_a_curve_pools_seeds_and_says_whether_the_difference_is_real(done):
    (curve,) = curves_of(rows_of(done))
    assert (curve.axis, curve.rest) == ("rank", {})
    assert [(place.value, place.ex.k, place.ex.n, place.seeds) for place in curve.places] == [
        (4, 8, 40, 2),
        (8, 36, 40, 2),
    ]
    assert [place.seconds for place in curve.places] == [15.0, 35.0]
    assert curve.p < 0.001
    assert "우연으로 보기 어렵습니다" in curve.sentence
    assert "14개" in curve.sentence


def test_a_question_counts_once_however_many_seeds_answered_it():
    for name, rights in {"a1": "oxx", "a2": "xxx", "b1": "oox", "b2": "oox"}.items():
        measured(name, rights)
    assert changes(["a1", "a2"], ["b1", "b2"]) == (2, 0)
    assert changes(["b1"], ["a2"]) == (0, 2)
    assert changes(["a1"], ["a1"]) == (0, 0)


def test_a_failed_point_keeps_its_row(done):
    training = trainings_of(done)[0]
    trainings.update(training.id, state="failed", message="메모리", result="{}")
    rows = rows_of(done)
    assert (rows[0].training.state, rows[0].compared) == ("failed", None)
    assert [place.seeds for place in curves_of(rows)[0].places] == [1, 2]


def test_the_outcome_of_a_point_reads_back(done):
    outcome = read_outcome(trainings_of(done)[0].result)
    assert read_outcome(replace(outcome).to_json()) == outcome
