"""Rows of the shop: three years of orders that grow, peak in November, and are sometimes cancelled or refunded."""

# ruff: noqa: DTZ001  (local times without a zone are what the tables hold)
from __future__ import annotations

import datetime as dt
import random

from people import email, full_name, phone
from shop.goods import CATEGORIES, PRODUCTS, REGIONS, REVIEWS
from table import Sheet

END = dt.datetime(2026, 11, 22, 23, 0)
START = dt.datetime(2024, 1, 1)
COUPONS = (
    (1, "신규가입 감사 쿠폰", "AMOUNT", 5000, 30000, "2024-01-01", "2026-12-31"),
    (2, "2024 설맞이 쿠폰", "RATE", 10, 50000, "2024-02-01", "2024-02-12"),
    (3, "2024 여름 세일", "RATE", 15, 40000, "2024-07-01", "2024-07-31"),
    (4, "2024 블랙프라이데이", "RATE", 20, 70000, "2024-11-22", "2024-11-30"),
    (5, "2025 새해 쿠폰", "AMOUNT", 7000, 50000, "2025-01-01", "2025-01-15"),
    (6, "2025 봄나들이 쿠폰", "RATE", 10, 40000, "2025-04-01", "2025-04-30"),
    (7, "앱 전용 할인", "AMOUNT", 3000, 20000, "2025-06-01", "2026-06-30"),
    (8, "2025 추석 쿠폰", "RATE", 12, 60000, "2025-09-25", "2025-10-09"),
    (9, "2025 블랙프라이데이", "RATE", 20, 70000, "2025-11-21", "2025-11-30"),
    (10, "2026 설맞이 쿠폰", "RATE", 10, 50000, "2026-02-09", "2026-02-20"),
    (11, "VIP 감사 쿠폰", "AMOUNT", 15000, 100000, "2026-01-01", "2026-12-31"),
    (12, "2026 여름 세일", "RATE", 15, 40000, "2026-07-01", "2026-07-31"),
    (13, "2026 블랙프라이데이", "RATE", 20, 70000, "2026-11-20", "2026-11-30"),
)


def make() -> list[Sheet]:
    rng = random.Random("shop-2026-11-23")
    regions, categories, products, coupons = _fixed(rng)
    customers = _customers(rng)
    return [regions, customers, categories, products, coupons, *_trade(rng, customers, products)]


def _fixed(rng: random.Random) -> tuple[Sheet, Sheet, Sheet, Sheet]:
    regions = Sheet("region", "region_code sido sigungu")
    for code, sido, sigungu in REGIONS:
        regions.add(code, sido, sigungu)
    categories = Sheet("category", "category_id parent_id category_name depth")
    for number, (parent, children) in enumerate(CATEGORIES.items(), start=1):
        categories.add(number * 100, None, parent, 1)
        for place, child in enumerate(children, start=1):
            categories.add(number * 100 + place, number * 100, child, 2)
    ids = {row[2]: row[0] for row in categories.rows}
    products = Sheet(
        "product", "product_id category_id product_name brand price cost stock_qty sale_status released_on"
    )
    for number, (category, name, brand, price) in enumerate(PRODUCTS, start=1):
        status = rng.choices(("10", "20", "30"), (84, 9, 7))[0]
        stock = rng.randint(3, 400) if status == "10" else 0
        released = (dt.datetime(2023, 6, 1) + dt.timedelta(days=rng.randint(0, 900))).date()
        cost = int(price * rng.uniform(0.45, 0.75)) // 100 * 100
        products.add(number, ids[category], name, brand, price, cost, stock, status, released)
    coupons = Sheet("coupon", "coupon_id coupon_name discount_type discount_value min_order_amount valid_from valid_to")
    for coupon in COUPONS:
        coupons.add(*coupon)
    return regions, categories, products, coupons


def _customers(rng: random.Random) -> Sheet:
    sheet = Sheet(
        "customer",
        "customer_id name gender birth_date phone email region_code grade point marketing_yn recommender_id joined_at "
        "withdrawn_at",
    )
    weights = [9 if sido == "서울특별시" else 6 if sido == "경기도" else 2 for _, sido, _ in REGIONS]
    joined = sorted(_moment(rng, dt.datetime(2023, 7, 1), END - dt.timedelta(days=3)) for _ in range(320))
    for number, at in enumerate(joined, start=1):
        gender = rng.choices(("F", "M"), (56, 44))[0]
        name = full_name(rng, gender)
        born = dt.date(1958, 1, 1) + dt.timedelta(days=int(rng.triangular(0, 18000, 11500)))
        grade = rng.choices(("VIP", "GOLD", "SILVER", "BASIC"), (6, 14, 27, 53))[0]
        left = _moment(rng, at, END) if rng.random() < 0.06 else None
        recommender = rng.randint(1, number - 1) if number > 20 and rng.random() < 0.2 else None
        sheet.add(
            number,
            name,
            gender if rng.random() > 0.04 else None,
            born if rng.random() > 0.06 else None,
            phone(number * 37 + 11),
            email(name, number) if rng.random() > 0.05 else None,
            rng.choices(REGIONS, weights)[0][0],
            grade,
            rng.randrange(0, 60) * 500 if left is None else 0,
            rng.choices("YN", (63, 37))[0],
            recommender,
            at,
            left,
        )
    return sheet


def _trade(rng: random.Random, customers: Sheet, products: Sheet) -> list[Sheet]:
    orders = Sheet(
        "orders",
        "order_id customer_id ordered_at order_status channel pay_method coupon_id item_amount discount_amount "
        "shipping_fee pay_amount delivered_at",
    )
    items = Sheet("order_item", "order_id line_no product_id quantity unit_price amount")
    refunds = Sheet(
        "refund", "refund_id order_id line_no reason_code refund_status refund_amount requested_at completed_at"
    )
    reviews = Sheet("review", "review_id order_id product_id customer_id rating content photo_yn written_at")
    appeal = [rng.paretovariate(1.6) for _ in products.rows]
    pull = {"VIP": 9.0, "GOLD": 4.5, "SILVER": 2.0, "BASIC": 1.0}
    times = sorted(_order_time(rng) for _ in range(1600))
    for number, at in enumerate(times, start=1):
        able = [row for row in customers.rows if row[11] < at and (row[12] is None or row[12] > at)]
        buyer = rng.choices(able, [pull[row[7]] for row in able])[0]
        status = _status(rng, at)
        lines = _lines(rng, at, products, appeal)
        for place, (product, quantity) in enumerate(lines, start=1):
            items.add(number, place, product[0], quantity, product[4], product[4] * quantity)
        total = sum(product[4] * quantity for product, quantity in lines)
        channel = rng.choices(("APP", "WEB", "CALL"), (58, 37, 5))[0]
        coupon, discount = _discount(rng, at, total, buyer[7], channel)
        fee = 0 if total >= 50000 or buyer[7] == "VIP" else 3000
        delivered = at + dt.timedelta(hours=rng.randint(20, 100)) if status == "40" else None
        method = rng.choices(("EASY", "CARD", "BANK", "POINT"), (48, 40, 10, 2))[0]
        pay = total - discount + fee
        orders.add(number, buyer[0], at, status, channel, method, coupon, total, discount, fee, pay, delivered)
        if delivered is not None:
            _after(rng, orders.rows[-1], lines, refunds, reviews)
    return [orders, items, refunds, reviews]


def _after(rng: random.Random, order: tuple, lines: list[tuple[tuple, int]], refunds: Sheet, reviews: Sheet) -> None:
    """What happens once an order has arrived: a refund of a line, reviews of lines."""
    delivered = order[11]
    for place, (product, quantity) in enumerate(lines, start=1):
        refunded = rng.random() < 0.07
        if refunded:
            asked = delivered + dt.timedelta(hours=rng.randint(2, 150))
            state = rng.choices("CRX", (82, 10, 8))[0] if asked < END - dt.timedelta(days=10) else "R"
            done = asked + dt.timedelta(hours=rng.randint(12, 140)) if state != "R" else None
            reason = rng.choices(("10", "20", "30", "40"), (52, 25, 11, 12))[0]
            if asked < END:
                amount = product[4] * quantity
                refunds.add(len(refunds.rows) + 1, order[0], place, reason, state, amount, asked, done)
        if rng.random() < 0.26:
            at = delivered + dt.timedelta(hours=rng.randint(5, 400))
            rating = rng.choices((1, 2, 3, 4, 5), (14, 16, 22, 26, 22) if refunded else (2, 4, 11, 33, 50))[0]
            content = rng.choice(REVIEWS[rating]) if rng.random() > 0.12 else None
            photo = "Y" if rng.random() < 0.3 else "N"
            if at < END:
                reviews.add(len(reviews.rows) + 1, order[0], product[0], order[1], rating, content, photo, at)


def _moment(rng: random.Random, first: dt.datetime, last: dt.datetime) -> dt.datetime:
    return first + dt.timedelta(seconds=rng.randint(0, int((last - first).total_seconds())))


def _order_time(rng: random.Random) -> dt.datetime:
    """Between START and END: more each year, most in November and December, by day rather than by night."""
    span = (END - START).days
    month_pull = {1: 0.9, 2: 0.8, 6: 0.85, 8: 0.8, 9: 1.1, 11: 1.7, 12: 1.3}
    while True:
        day = START + dt.timedelta(days=int(span * rng.random() ** 0.75))
        if rng.random() * 1.7 < month_pull.get(day.month, 1.0):
            hour = rng.choices(range(24), (3, 2, 1, 1, 1, 1, 2, 4, 5, 7, 8, 8, 9, 8, 7, 7, 7, 7, 8, 10, 13, 14, 12, 7))[
                0
            ]
            return min(day.replace(hour=hour, minute=rng.randint(0, 59), second=rng.randint(0, 59)), END)


def _status(rng: random.Random, at: dt.datetime) -> str:
    age = (END - at).days
    if rng.random() < 0.07:
        return "90"
    if age >= 6:
        return "40"
    return rng.choices(("10", "20", "30"), (4, 3, 1) if age < 2 else (1, 2, 7))[0]


def _lines(rng: random.Random, at: dt.datetime, products: Sheet, appeal: list[float]) -> list[tuple[tuple, int]]:
    """One to five different products that were out by then."""
    out = [(row, weight) for row, weight in zip(products.rows, appeal, strict=True) if row[8] <= at.date()]
    wanted = rng.choices((1, 2, 3, 4, 5), (38, 30, 18, 9, 5))[0]
    chosen: dict[int, tuple[tuple, int]] = {}
    while len(chosen) < wanted:
        row = rng.choices([row for row, _ in out], [weight for _, weight in out])[0]
        quantity = rng.choices((1, 2, 3, 5), (72, 18, 7, 3))[0] if row[4] < 200000 else 1
        chosen[row[0]] = (row, quantity)
    return list(chosen.values())


def _discount(rng: random.Random, at: dt.datetime, total: int, grade: str, channel: str) -> tuple[int | None, int]:
    day = at.date().isoformat()
    usable = [
        coupon
        for coupon in COUPONS
        if coupon[5] <= day <= coupon[6]
        and total >= coupon[4]
        and (coupon[0] != 11 or grade == "VIP")
        and (coupon[0] != 7 or channel == "APP")
    ]
    if not usable or rng.random() > 0.35:
        return None, 0
    coupon = rng.choice(usable)
    amount = total * coupon[3] // 100 // 10 * 10 if coupon[2] == "RATE" else coupon[3]
    return coupon[0], min(amount, total)
