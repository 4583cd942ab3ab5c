"""Evaluation runs in the store as the worker leaves them, without a model and without grading."""

import json
from dataclasses import asdict

from workbench.data.samples import sample_info
from workbench.evaluate.score import ResultDifference
from workbench.store import results, runs, sets, verdicts
from workbench.store.results import Result
from workbench.store.runs import Run
from workbench.store.sets import StoredCase
from workbench.store.verdicts import Verdict

GOLD = (
    "SELECT r.sido AS 시도, COUNT(*) AS 고객수 FROM customer c JOIN region r ON c.region_code = r.region_code"
    " WHERE c.grade = 'VIP' GROUP BY r.sido ORDER BY 고객수 DESC"
)
ANSWER = (
    "SELECT r.sido AS 시도, COUNT(*) AS 고객수 FROM customer c JOIN region r ON c.region_code = r.region_code"
    " WHERE c.grade = 'GOLD' GROUP BY r.sido"
)
HOSTILE = '<img src=x onerror=alert(1)> [x](http://evil.example) **굵게** "; DROP'
WRONG = (
    ("wrong", "condition_value"),
    ("wrong", "missing_join"),
    ("wrong", "sorting"),
    ("invalid_sql", "unknown_name"),
    ("refused", "refused"),
    ("timeout", "timeout"),
    ("generation_error", "no_answer"),
)
FEATURES = (("join", "group", "order"), ("aggregate",), ("date", "group"), ("subquery", "limit"))
DIFFICULTIES = ("easy", "medium", "hard", "extra")


def a_set(cases=24, digest="set-1"):
    """Cases over the shop sample, whose rows can be run again."""
    folder = sample_info("shop").ddl_path.parent
    ddl = sample_info("shop").ddl_path.read_text(encoding="utf-8")
    stored = [
        StoredCase(
            f"case-{n:03}", "shop", f"{n}번 질문: 시도별 VIP 고객 수를 알려줘", GOLD, ddl, str(folder), "mysql",
            DIFFICULTIES[n % 4], "2026-11-23",
        )
        for n in range(cases)
    ]  # fmt: skip
    sets.save(digest, "예시 질문 모음", "sample", stored)
    return stored


def a_run(stored, name="첫 평가", right=lambda n: n % 3 == 0, digest="set-1", **fields):
    """A finished run over `stored`; `right(n)` says which answers are correct."""
    run = Run(
        **{
            "id": fields.pop("id", f"run-{name}"),
            "name": name,
            "created_at": "2026-11-23T11:00:00+09:00",
            "state": "finished",
            "set_name": "예시 질문 모음",
            "set_digest": digest,
            "set_source": "sample",
            "model": "scripted",
            "mode": "model",
            "hashes": json.dumps({"today": "2026-11-23", "model": name}),
            "total": len(stored),
            "done": len(stored),
            "generated": len(stored),
            "seconds": 90.0,
            **fields,
        }
    )
    runs.add(run)
    results.add(_result(run, n, case, right(n)) for n, case in enumerate(stored))
    return run


def _result(run, n, case, is_right):
    outcome, category = ("correct", None) if is_right else WRONG[n % len(WRONG)]
    difference = ResultDifference(
        "예시 데이터", ("시도", "고객수"), ("시도", "고객수"), 9, 7, (("서울특별시", 41), ("부산광역시", 12)),
        (("서울특별시", 3),), (("시도", "시도"), ("고객수", None)),
    )  # fmt: skip
    has_sql = outcome in ("correct", "wrong", "timeout")
    return Result(
        run=run.id,
        case_id=case.id,
        position=n,
        question=HOSTILE if n == 1 else case.question,
        db_id=case.db_id,
        gold=case.gold,
        sql=(GOLD if is_right else ANSWER) if has_sql else None,
        outcome=outcome,
        em_set=is_right,
        valid=has_sql,
        category=category,
        evidence="[]" if is_right else json.dumps(["조건의 값이 다릅니다: VIP → GOLD"], ensure_ascii=False),
        features=FEATURES[n % 4],
        difficulty=case.difficulty,
        status="ok",
        message="" if has_sql else "모델이 SQL을 만들지 못했습니다.",
        seconds=3.2,
        prompt_tokens=900,
        completion_tokens=60,
        scored=True,
        raw="```sql\n…\n```",
        difference=json.dumps(asdict(difference), ensure_ascii=False) if outcome == "wrong" else "",
        gold_sql=case.gold,
    )


def judged(run, count, says=lambda n: "yes" if n % 2 else "no"):
    """Verdicts on the first `count` answers of a run that names a judge."""
    verdicts.save(
        Verdict(
            run.id, f"case-{n:03}", run.judge, "hash", says(n), "등급 조건이 다릅니다.", at="2026-11-23T11:05:00+09:00"
        )
        for n in range(count)
    )


def everything():
    """What the browser tests look at: two finished runs on 45 cases, the later one better and judged."""
    stored = a_set(45)
    a_run(stored)
    later = a_run(
        stored, "둘째 평가", lambda n: n % 3 != 2, created_at="2026-11-23T11:30:00+09:00",
        judge="endpoint:시험", rubric="v2", judged=20,
    )  # fmt: skip
    judged(later, 20)
