from dataclasses import replace

import pytest

from workbench.store import sweeps, trainings
from workbench.store.sweeps import Sweep, SweepPoint
from workbench.store.trainings import Metric, Training

TRAINING = Training(
    "t1", "첫 학습", "2026-11-23T10:00:00+09:00", "queued", "sft", "abc", "{}", "base", "/data", "쇼핑몰", "d1", "/t1"
)


def test_a_training_comes_back_as_it_went_in():
    assert trainings.add(TRAINING)
    assert trainings.find("t1") == trainings.named("첫 학습") == trainings.of_digest("abc") == TRAINING
    assert trainings.every() == (TRAINING,)
    assert trainings.find("t2") is None


def test_a_name_is_given_once():
    trainings.add(TRAINING)
    assert not trainings.add(replace(TRAINING, id="t2"))


def test_the_newest_of_equal_weights_is_found():
    trainings.add(TRAINING)
    trainings.add(replace(TRAINING, id="t2", name="둘째", created_at="2026-11-24T10:00:00+09:00"))
    assert trainings.of_digest("abc").id == "t2"


def test_it_is_claimed_once_and_given_back_when_its_worker_was_killed():
    trainings.add(TRAINING)
    claimed = trainings.claim_next()
    assert claimed.is_working
    assert claimed.started_at
    assert trainings.claim_next() is None
    assert trainings.has_work()
    assert trainings.recover() == 1
    assert trainings.find("t1").state == "queued"


@pytest.mark.parametrize(
    ("state", "wish", "after"),
    [
        ("queued", "pause", "paused"),
        ("running", "pause", "pausing"),
        ("running", "stop", "stopping"),
        ("paused", "stop", "stopped"),
        ("failed", "resume", "queued"),
        ("stopped", "resume", "queued"),
        ("pausing", "resume", "running"),
        ("finished", "resume", "finished"),
    ],
)
def test_a_wish_changes_the_state_only_where_it_fits(state, wish, after):
    trainings.add(replace(TRAINING, state=state))
    assert trainings.ask_for("t1", wish).state == after


def test_points_of_the_curves_come_by_step_and_join():
    trainings.measure("t1", [Metric(20, loss=1.0, seconds=9.5), Metric(10, loss=2.0)])
    trainings.measure("t1", [Metric(20, ex_k=3, ex_n=5, held_out_loss=1.5)])
    assert trainings.metrics("t1") == (
        Metric(10, loss=2.0),
        Metric(20, loss=1.0, seconds=9.5, ex_k=3, ex_n=5, held_out_loss=1.5),
    )


def test_a_step_done_again_after_a_kill_replaces_the_lost_one():
    trainings.measure("t1", [Metric(7, loss=2.0)])
    trainings.measure("t1", [Metric(7, loss=2.5)])
    assert trainings.metrics("t1") == (Metric(7, loss=2.5),)


def test_a_sweep_keeps_its_points_in_order_and_lets_its_trainings_live():
    trainings.add(TRAINING)
    sweep = Sweep("s1", "랭크", "2026-11-23T10:00:00+09:00", '{"rank": [8, 16]}')
    points = (SweepPoint(0, '{"rank": 8}', "t1"), SweepPoint(1, '{"rank": 16}', "t1"))
    assert sweeps.add(sweep, points)
    assert not sweeps.add(replace(sweep, id="s2"), points)
    assert sweeps.find("s1") == sweeps.named("랭크") == sweep
    assert sweeps.points_of("s1") == points
    assert sweeps.points_of("s2") == ()
    sweeps.remove("s1")
    assert sweeps.every() == ()
    assert trainings.find("t1") == TRAINING


def test_a_removed_training_takes_its_curves_along():
    trainings.add(TRAINING)
    trainings.measure("t1", [Metric(1, loss=1.0)])
    trainings.remove("t1")
    assert trainings.find("t1") is None
    assert trainings.metrics("t1") == ()
