"""Trainings in the store as the worker leaves them, a dataset on the disk: nothing is trained or built."""

import datetime as dt
import json
import math
import time
from dataclasses import replace

from tests.pages import seed
from workbench.evaluate.case import EvalCase
from workbench.evaluate.runs.compare import compare
from workbench.llm.chat import Message
from workbench.store import reviews, sweeps, trainings
from workbench.store.sweeps import Sweep, SweepPoint
from workbench.store.trainings import Metric, Training
from workbench.train import building
from workbench.train.data.files import write_dataset
from workbench.train.data.plan import PRESETS, DataPlan
from workbench.train.data.report import DataReport, Example, LeakReport, RuleReport, SourceReport
from workbench.train.data.rules import RULES
from workbench.train.row import PromptRow
from workbench.train.runs.outcome import Outcome, compared

BASE = "qwen2.5-coder-0.5b-instruct-q4_k_m"
HOSTILE = seed.HOSTILE
DDL = "CREATE TABLE customer (id INT, grade VARCHAR(10) COMMENT '등급')"


def a_dataset(rows=40, held_out=10, name="우리 회사 질문", folder="20261123-110000-test", **report):
    """A whole dataset under the state folder, as the page's own process leaves it."""
    out = building.home() / folder
    plan = DataPlan(("corpus",), out, dt.date(2026, 11, 23), name)
    out.mkdir(parents=True, exist_ok=True)
    building._write(out / building._PLAN, building._to_json(plan))
    prompts = [
        PromptRow(
            f"r{n}", f"db{n % 4}", "corpus", f"{n}번 회원은 몇 명?",
            (Message("user", f"{DDL}\n{n}번 회원은 몇 명?"),), DDL, f"SELECT COUNT(*) FROM customer WHERE id = {n}",
        )
        for n in range(rows)
    ]  # fmt: skip
    cases = [EvalCase(f"h{n}", f"held{n % 3}", f"{n}등급은?", "SELECT 1", DDL) for n in range(held_out)]
    write_dataset(out, prompts, prompts, cases, replace(a_report(name, rows, held_out), **report))
    return building.look(out)


def a_report(name, rows, held_out):
    """Some rules that found something, with an example that would do harm if it were not shown as text."""
    example = Example(
        "r1", HOSTILE, "SELECT COUNT(*) FROM customer WHERE grade = '<b>VIP</b>'", "SQL의 20이 질문에 없습니다."
    )
    found = {"numbers": 12, "duplicate": 30, "comparison": 3}
    rules = [
        RuleReport(
            rule.code, rule.code in PRESETS["standard"], found.get(rule.code, 0), found.get(rule.code, 0),
            (example,) if rule.code in found else (),
        )
        for rule in RULES
    ]  # fmt: skip
    return DataReport(
        name, "standard", 42, "2026-11-23", (SourceReport("corpus", 100, 1, 7, rows, rows),), tuple(rules),
        (LeakReport("held_out", 2, 3, (example,)), LeakReport("sample", 0, 0, ())), rows, rows, held_out,
        ("held0", "held1", "held2"), 0, 900, 400.0, "", "prompt",
    )  # fmt: skip


def a_training(id="t1", name="첫 학습", state="finished", **fields):
    """A row as the worker leaves it; `working=True` gives it a beating heart."""
    working = fields.pop("working", False)
    training = Training(
        **{
            "id": id,
            "name": name,
            "created_at": "2026-11-23T11:00:00+09:00",
            "state": state,
            "kind": "sft",
            "digest": id,
            "config": json.dumps({"base": BASE, "rank": 8, "data": "/data"}),
            "base": BASE,
            "data": "/data",
            "data_name": "우리 회사 질문",
            "data_digest": "d1",
            "folder": f"/trainings/{id}",
            "steps_total": 40,
            "seconds": 610.0,
            "peak_memory": 2310.0,
            "heartbeat": time.time() + 86_400 if working else None,
            "worker": 1 if working else None,
            **fields,
        }
    )
    trainings.add(training)
    return training


def measured(training, steps, asked_every=0):
    """Curves as they look: a loss that falls with bumps, a warmed-up rate, a steady speed."""
    points = [
        Metric(
            step, 0.4 + 1.6 * math.exp(-step / 9) + 0.12 * math.sin(step * 2.3),
            2e-4 * min(step / 4, 1) * (1 - step / 44), 72 + 6 * math.sin(step), 2_100 + step,
            epoch=step / 40, seconds=15.0 * step,
        )
        for step in range(1, steps + 1)
    ]  # fmt: skip
    trainings.measure(training.id, points)
    if asked_every:
        asked = range(asked_every, steps + 1, asked_every)
        trainings.measure(
            training.id, [Metric(n, held_out_loss=2 / n + 0.5, ex_k=min(8 + n, 38), ex_n=40) for n in asked]
        )


def a_result(training, before, after, baselines=("default", "base"), **fields):
    """A finished comparison of two evaluation runs."""
    found = compare(before, after)
    outcome = Outcome("/adapter", 40, 40, 38, 2, tuple(compared(name, found) for name in baselines))
    trainings.update(training.id, result=outcome.to_json(), steps_done=40, **fields)


def sent(run, count=3):
    """Cases sent to training from 오류 살펴보기."""
    for n in range(count):
        reviews.send_to_training(run.id, f"case-{n:03}", "김분석")


def everything():
    """What the browser tests look at: a dataset, a finished training that is better, one that failed."""
    stored = seed.a_set(45)
    before = seed.a_run(stored, "기본", model=f"{BASE}", right=lambda n: n % 3 == 0)
    after = seed.a_run(
        stored, "학습", model="my-model", right=lambda n: n % 3 != 2, created_at="2026-11-23T11:30:00+09:00"
    )
    sent(before)
    a_dataset()
    failed = a_training(
        "t0", "메모리가 모자란 학습", "failed", message="메모리가 모자라 학습을 멈췄습니다. [x](http://evil.example)"
    )
    measured(failed, 7)
    done = a_training("t1", "쇼핑몰 질문으로 학습", created_at="2026-11-23T12:00:00+09:00")
    measured(done, 40, 10)
    a_result(done, before, after, ("default",), model="my-model")


def running():
    """One at work, one in line."""
    one = a_training(
        "t8", "지금 학습", "running", phase="fit", steps_done=23, working=True, created_at="2026-11-23T13:00:00+09:00"
    )
    measured(one, 23, 10)
    a_training("t9", "다음 학습", "paused", created_at="2026-11-23T13:10:00+09:00")


def a_sweep():
    """Rank × data share, measured on 45 questions: rank makes a real difference, two points still wait."""
    stored = seed.a_set(45, "sweep-set")
    base = seed.a_run(stored, "학습 전", lambda n: n % 4 == 0, "sweep-set", model=BASE)
    rights = {(8, 0.5): 4, (8, 1.0): 3, (32, 0.5): 2, (32, 1.0): 5, (64, 0.5): 0, (64, 1.0): 0}
    points = []
    for position, ((rank, share), right) in enumerate(rights.items()):
        name = f"랭크 {rank} · {share}"
        training = a_training(f"s{position}", name, "finished" if right else "paused", seconds=300.0 + 20 * position)
        if right:
            after = seed.a_run(stored, name, lambda n, right=right: n % right != 1, "sweep-set")
            a_result(training, base, after, ("base",))
        points.append(SweepPoint(position, json.dumps({"rank": rank, "share": share}), training.id))
    grid = json.dumps({"axes": {}, "questions": 45, "dollars_per_hour": 0.4})
    sweeps.add(Sweep("w1", "랭크와 데이터", "2026-11-23T14:00:00+09:00", grid), points)
