import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from workbench.ui.chart_view import written
from workbench.ui.result_view import column_config, for_display, unique_names


def test_names_given_twice_are_told_apart():
    assert unique_names(["a", "a", "a (2)", "b"]) == ["a", "a (2)", "a (2) (2)", "b"]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([Decimal("1234.50")], [1234.5]),
        ([Decimal(10**30)], [str(10**30)]),
        ([2**60], [str(2**60)]),
        ([7], [7]),
        ([b"\xff"], ["ff"]),
        ([[1, 2]], ["[1, 2]"]),
        ([{"a": "가"}], ['{"a": "가"}']),
        ([None], [None]),
        ([dt.timedelta(hours=1)], ["1:00:00"]),
    ],
)
def test_values_that_a_browser_would_change_are_shown_as_text(values, shown):
    assert for_display(pa.table({"c": values})).column("c").to_pylist() == shown


def test_moments_with_a_zone_are_shown_as_in_seoul():
    table = pa.table({"t": pa.array([dt.datetime(2026, 1, 1, tzinfo=dt.UTC)], pa.timestamp("us", "UTC"))})
    assert for_display(table).column("t").to_pylist()[0].isoformat() == "2026-01-01T09:00:00"


def test_numbers_have_separators_and_years_have_none():
    table = pa.table({"연도": [2026], "매출": [1234567], "평균": [1.5], "금액": [Decimal("1.20")]})
    formats = {k: v["type_config"]["format"] for k, v in column_config(table, for_display(table)).items()}
    assert formats == {"연도": "%d", "매출": "%,d", "평균": "localized", "금액": "%,.2f"}


def test_text_columns_are_plain_text_also_where_they_hold_addresses():
    table = pa.table({"주소": ["https://evil.example/x.png"]})
    assert column_config(table, for_display(table))["주소"]["type_config"]["type"] == "text"


@pytest.mark.parametrize(
    ("number", "text"),
    [(1234567, "1,234,567"), (10**17 + 1, "100,000,000,000,000,001"), (0.12345, "0.1235"), (12.345, "12.35"),
     (Decimal("5.00"), "5"), (float("nan"), "nan")],
)  # fmt: skip
def test_big_numbers_are_written_as_people_write_them(number, text):
    assert written(number) in (text, text.replace("12.35", "12.34"))
