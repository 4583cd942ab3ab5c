import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from workbench import charts
from workbench.charts import ChartSpec


def test_a_date_and_a_number_become_a_line():
    table = pa.table({"일자": [dt.date(2026, 1, d) for d in (3, 1, 2)], "매출": [30, 10, 20]})
    assert charts.suggest(table) == ChartSpec("line", "일자", ("매출",))
    assert list(charts.figure(table, charts.suggest(table)).data[0].y) == [10, 20, 30]


@pytest.mark.parametrize("months", [["2026-01", "2026-02"], ["2026-Q1", "2026-Q2"], ["20260101", "20260102"]])
def test_months_written_as_text_are_time(months):
    assert charts.suggest(pa.table({"m": months, "n": [1, 2]})).kind == "line"


def test_a_year_column_is_time_and_not_a_quantity():
    assert charts.suggest(pa.table({"연도": [2024, 2025], "매출": [1.5, 2.5]})) == ChartSpec("line", "연도", ("매출",))


def test_a_category_and_a_number_become_bars_in_the_order_of_the_sql():
    table = pa.table({"지역": ["부산", "서울"], "주문수": [9, 4]})
    assert charts.suggest(table) == ChartSpec("bar", "지역", ("주문수",))
    assert list(charts.figure(table, charts.suggest(table)).data[0].x) == ["부산", "서울"]


def test_words_label_the_bars_and_not_the_id_beside_them():
    table = pa.table({"product_id": [1, 2, 3], "상품명": ["가", "나", "다"], "수량": [5, 6, 7]})
    assert charts.suggest(table).x == "상품명"


def test_two_categories_colour_the_bars():
    table = pa.table({"지역": ["서울", "서울", "부산"], "등급": ["VIP", "일반", "VIP"], "n": [1, 2, 3]})
    spec = charts.suggest(table)
    assert spec.kind == "bar"
    assert spec.color
    assert len(charts.figure(table, spec).data) == 2


def test_time_with_a_category_draws_a_line_each():
    table = pa.table({"월": ["2026-01", "2026-01", "2026-02"], "지역": ["서울", "부산", "서울"], "n": [1, 2, 3]})
    assert charts.suggest(table) == ChartSpec("line", "월", ("n",), "지역")


def test_quantities_of_very_different_size_do_not_share_an_axis():
    table = pa.table({"지역": ["서울", "부산"], "매출": [10**9, 10**8], "건수": [10, 20]})
    assert charts.suggest(table).y == ("매출",)


def test_one_number_is_shown_big():
    assert charts.suggest(pa.table({"매출": [Decimal("123.45")]})) == ChartSpec("number", y=("매출",))


def test_few_shares_become_a_pie_and_many_do_not():
    few = pa.table({"등급": ["a", "b"], "비중": [0.4, 0.6]})
    many = pa.table({"등급": [str(i) for i in range(30)], "비중": [1.0] * 30})
    assert charts.suggest(few).kind == "pie"
    assert charts.suggest(many).kind == "bar"
    assert "pie" not in charts.kinds(many)


@pytest.mark.parametrize(
    "table",
    [
        pa.table({}),
        pa.table({"n": pa.array([], pa.int64())}),
        pa.table({"이름": ["a", "b"], "메모": ["c", "d"]}),
        pa.Table.from_arrays([pa.array([1, 2]), pa.array([3, 4])], names=["n", "n"]),
        pa.table({"x": pa.array([[1], [2]])}),
        pa.table({"n": pa.nulls(3)}),
    ],
)
def test_what_cannot_be_drawn_stays_a_table(table):
    assert charts.suggest(table).kind == "none"
    assert charts.kinds(table) == ("none",)


@pytest.mark.parametrize("kind", ["line", "bar", "scatter", "pie"])
def test_every_kind_on_offer_can_be_drawn(kind):
    table = pa.table({"지역": ["서울", None, ""], "a": [1, None, 3], "b": [float("nan"), 2.0, float("inf")]})
    if kind in charts.kinds(table):
        assert charts.figure(table, charts.as_kind(table, kind)).data


def test_markup_in_names_and_values_is_text():
    evil = '<a href="https://example.invalid">누르세요</a>'
    table = pa.table({evil: [evil, "b"], "n": [1, 2]})
    text = charts.figure(table, charts.suggest(table)).to_json()
    assert "<a " not in text
    assert "\\u003ca" not in text


def test_codes_keep_their_leading_zeros():
    table = pa.table({"코드": ["001", "002"], "n": [1, 2]})
    figure = charts.figure(table, charts.suggest(table))
    assert figure.layout.xaxis.type == "category"
    assert list(figure.data[0].x) == ["001", "002"]


def test_long_labels_lie_down_with_the_first_row_on_top():
    table = pa.table({"상품": [f"아주 긴 이름의 상품 {i}" for i in range(12)], "n": list(range(12))})
    figure = charts.figure(table, charts.suggest(table))
    assert figure.data[0].orientation == "h"
    assert figure.layout.yaxis.autorange == "reversed"
