"""What one measurement hands back, and the goals that its values are held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.timing import Figure


@dataclass(frozen=True)
class Measured:
    """`values`: one number per goal key. `figures`: the raw medians behind them. `facts`: how it was measured."""

    values: Mapping[str, float]
    figures: Mapping[str, Figure]
    facts: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "values": {key: float(f"{value:.4g}") for key, value in self.values.items()},
            "figures": {key: one.to_json() for key, one in self.figures.items()},
            "facts": dict(self.facts),
        }


@dataclass(frozen=True)
class Goal:
    """One line of the table. `target` None is reported only. `shown`: (Korean, English, figure key) of raw medians."""

    measurement: str
    key: str
    ko: str
    en: str
    unit: str
    target: float | None = None
    at_least: bool = False
    shown: tuple[tuple[str, str, str], ...] = ()

    def met(self, value: float) -> bool | None:
        if self.target is None:
            return None
        return value >= self.target if self.at_least else value <= self.target


_TIMES, _SECONDS, _MS, _MB, _MINUTES = "×", "s", "ms", "MB", "min"
_COUNT = "건"

GOALS = (
    Goal(
        "ask_speed",
        "ratio",
        "질문 → 점검된 SQL, 공개된 방식(transformers pipeline)보다 몇 배 빠른가",
        "question → checked SQL, times as fast as the published way (transformers pipeline)",
        _TIMES,
        4,
        True,
        (("워크벤치", "workbench", "ours"), ("transformers", "transformers", "published")),
    ),
    Goal(
        "batch_speed",
        "ratio",
        "112개 질문 · 20개 스키마 일괄 처리, 분당 질문 수 비율",
        "112 questions over 20 schemas in batch, ratio of questions per minute",
        _TIMES,
        4,
        True,
        (("워크벤치", "workbench", "ours"), ("transformers", "transformers", "published")),
    ),
    Goal(
        "check_speed",
        "ratio",
        "점검(린트·정책·EXPLAIN)이 EXPLAIN 하나의 몇 배 걸리나",
        "lint + policy + EXPLAIN against bare EXPLAIN",
        _TIMES,
        5,
        False,
        (("점검", "check", "check"), ("EXPLAIN", "EXPLAIN", "explain")),
    ),
    Goal("check_speed", "p95_ms", "점검 시간, 95번째 백분위", "time of a check, 95th percentile", _MS, 50),
    Goal(
        "sandbox_speed",
        "added_ms",
        "격리 실행이 작은 조회에 더하는 시간, 중앙값",
        "added by the sandbox to a small query, median",
        _MS,
        30,
        False,
        (("격리", "sandboxed", "sandboxed"), ("직접", "in-process", "direct")),
    ),
    Goal(
        "cold_start",
        "first_seconds",
        "회사 DDL(8표)을 붙여 넣고 15초 입력한 뒤 첫 SQL까지",
        "first SQL after pasting an 8-table company DDL and typing for 15 s",
        _SECONDS,
        10,
    ),
    Goal(
        "cold_start",
        "restart_ratio",
        "모델 서버를 다시 켠 뒤 같은 스키마의 첫 질문 ÷ 평소 시간",
        "first question on the same schema after a model server restart ÷ warm time",
        _TIMES,
        1.5,
        False,
        (("다시 켠 뒤", "restarted", "restarted"), ("평소", "warm", "warm")),
    ),
    Goal(
        "wide_schema",
        "cold_ratio",
        "표 10개 → 1,000개: 첫 질문 시간이 몇 배가 되나",
        "10 → 1,000 tables: growth of the first question's time",
        _TIMES,
        2,
        False,
        (("1,000개", "1,000 tables", "cold_1000"), ("10개", "10 tables", "cold_10")),
    ),
    Goal(
        "wide_schema",
        "warm_ratio",
        "표 10개 → 1,000개: 이어지는 질문 시간이 몇 배가 되나",
        "10 → 1,000 tables: growth of later questions' time",
        _TIMES,
        2,
        False,
        (("1,000개", "1,000 tables", "warm_1000"), ("10개", "10 tables", "warm_10")),
    ),
    Goal("wide_schema", "client_mb", "표 1,000개일 때 앱의 최대 메모리", "peak memory of the app, 1,000 tables", _MB),
    Goal(
        "wide_schema",
        "server_mb",
        "표 1,000개일 때 모델 서버의 최대 메모리",
        "peak memory of the model server, 1,000 tables",
        _MB,
    ),
    Goal(
        "judge_rate",
        "request_share",
        "심판 요청: 분당 요청 한도 가운데 쓴 몫 (서버가 센 값)",
        "judge requests: share of the limit of requests a minute (by the server's count)",
        "%",
        98,
        True,
        (("요청", "requests", "requests"),),
    ),
    Goal(
        "judge_rate",
        "token_share",
        "심판 요청: 분당 토큰 한도 가운데 쓴 몫",
        "judge requests: share of the limit of tokens a minute",
        "%",
        98,
        True,
        (("토큰", "tokens", "tokens"),),
    ),
    Goal(
        "judge_rate", "violations", "60초 창에서 한도를 넘은 횟수", "times over a limit in any 60 s window", _COUNT, 0
    ),
    Goal(
        "judge_load",
        "overhead_ms",
        "심판 요청 하나에 더해지는 시간 (httpx만 쓸 때와 견주어)",
        "added to one judge request (against bare httpx)",
        _MS,
        None,
        False,
        (("judge run", "judge run", "ours"), ("httpx", "httpx", "bare")),
    ),
    Goal(
        "judge_load",
        "peak_mb",
        "심판 요청 100,000개의 최대 메모리",
        "peak memory of 100,000 judge requests",
        _MB,
        None,
        False,
        (("2,000개", "2,000", "peak_few"),),
    ),
    Goal(
        "judge_kill",
        "lost",
        "오류를 섞고 kill -9 20번: 잃은 요청",
        "faults and 20 times kill -9: requests lost",
        _COUNT,
        0,
    ),
    Goal("judge_kill", "doubled", "같은 조건: 두 번 적힌 요청", "the same: requests written twice", _COUNT, 0),
    Goal(
        "judge_kill",
        "paid_twice",
        "같은 조건: 답을 받고도 다시 보낸 요청",
        "the same: requests sent again after their answer was received",
        _COUNT,
        0,
    ),
    Goal(
        "score_speed",
        "pairs_per_minute",
        "채점: 데이터 다섯 벌에서 분당 채점한 답 (2코어)",
        "grading: answers a minute on five databases (2 cores)",
        _COUNT,
        None,
        True,
        (
            ("정답 읽기", "read gold", "read"),
            ("정답 실행", "run gold", "gold"),
            ("답 읽기", "read answer", "answer"),
            ("답 실행", "run answer", "run"),
            ("비교", "compare", "rest"),
        ),
    ),
    Goal(
        "first_answer",
        "total_minutes",
        "빈 기계에서 git clone → 첫 답",
        "cold clone → first answer",
        _MINUTES,
        None,
        False,
        (
            ("clone", "clone", "clone"),
            ("패키지", "packages", "packages"),
            ("모델", "model", "model"),
            ("앱 시작", "app start", "serve"),
            ("첫 답", "first answer", "answer"),
        ),
    ),
    Goal(
        "generation_speed",
        "per_minute",
        "평가의 SQL 생성, 분당 질문 수(질문 약 33개 · 스키마 6개, 자리 2개)",
        "generation in a run, questions a minute (about 33 questions, 6 schemas, 2 slots)",
        "/min",
        None,
        True,
        (
            ("자리 1개", "1 slot", "slots_1"),
            ("자리 2개", "2 slots", "slots_2"),
            ("자리 4개", "4 slots", "slots_4"),
            ("묶지 않음", "not grouped", "ungrouped"),
        ),
    ),
    Goal(
        "generation_speed",
        "grouping_ratio",
        "스키마별로 묶으면 몇 배 빠른가",
        "times as fast when grouped by schema",
        _TIMES,
        None,
        True,
    ),
    Goal(
        "instance_power",
        "share",
        "정답 SQL을 한 군데 바꾼 SQL 중 지어낸 데이터 5벌이 가려낸 비율(같은 뜻인 것 제외)",
        "gold queries with one change told apart by five made-up databases (equivalent ones left out)",
        "%",
        95,
        True,
    ),
    Goal(
        "instance_power",
        "build_seconds",
        "스키마 하나에 지어낸 데이터 5벌을 만드는 시간, 중앙값",
        "making the five databases of a schema, median",
        _SECONDS,
        2,
    ),
    Goal(
        "store_speed",
        "slowest_ms",
        "답 100,000개에서 거르고 세는 가장 느린 클릭",
        "the slowest click over 100,000 answers",
        _MS,
        500,
        False,
        (
            ("글 찾기", "text search", "text"),
            ("칸 그림", "heat map", "heat_map"),
            ("첫 쪽", "first page", "first_page"),
        ),
    ),
    Goal(
        "adapter_speed",
        "q8_0_answer_slower",
        "어댑터를 얹으면 질문 하나가 얼마나 느려지나(q8_0, rank 16)",
        "an answer with an adapter on top (q8_0, rank 16): slower by",
        "%",
        15,
        False,
        (("어댑터", "adapter", "q8_0_answer"), ("바탕 모델", "base", "base_answer")),
    ),
    Goal(
        "adapter_speed",
        "q8_0_read_slower",
        "어댑터를 얹으면 스키마 읽기가 얼마나 느려지나",
        "reading a schema with an adapter on top: slower by",
        "%",
        15,
        False,
        (("어댑터", "adapter", "q8_0_read"), ("바탕 모델", "base", "base_read")),
    ),
    Goal(
        "training_speed",
        "plain_ratio",
        "학습: 일반 peft 학습보다 몇 배 빠른가(0.5B, CPU, 같은 질문)",
        "training: times as fast as plain peft with Trainer (0.5B, CPU, the same questions)",
        _TIMES,
        None,
        True,
        (("워크벤치", "workbench", "packed"), ("하나씩", "one by one", "alone"), ("peft", "peft", "plain")),
    ),
    Goal(
        "training_speed",
        "packing_ratio",
        "같은 스키마의 질문을 묶으면 몇 배 빠른가",
        "gain of packing questions on one schema",
        _TIMES,
        None,
        True,
    ),
    Goal(
        "training_speed",
        "answer_only_ratio",
        "답의 토큰만 배우면 몇 배 빠른가",
        "gain of computing the loss on answers only",
        _TIMES,
        None,
        True,
    ),
    Goal(
        "training_speed",
        "memory_ratio",
        "최대 메모리가 일반 peft 학습의 몇 배인가",
        "peak memory, times that of plain peft",
        _TIMES,
        None,
        False,
        (("워크벤치", "workbench", "packed_mb"), ("peft", "peft", "plain_mb")),
    ),
    Goal(
        "hint_precision",
        "precision",
        "질문에서 읽어 모델에 건네는 힌트 가운데 정답 SQL이 쓰는 것 (직접 쓴 학습 질문)",
        "hints given to the model that gold SQL uses (our own training questions)",
        "%",
        90,
        True,
        (("힌트", "hints", "lines"),),
    ),
    Goal(
        "hint_precision",
        "ranges_named",
        "정답 SQL의 날짜 조건 가운데 힌트가 맞게 알려 준 것",
        "date conditions of gold SQL that a hint names rightly",
        "%",
        85,
        True,
    ),
)
