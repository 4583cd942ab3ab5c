"""Rows of the game: accounts, their characters, guilds, gear, matches and purchases."""

# ruff: noqa: DTZ001  (local times without a zone are what the tables hold)
from __future__ import annotations

import datetime as dt
import hashlib
import random

from table import Sheet

END = dt.datetime(2026, 11, 22, 23, 30)
START = dt.datetime(2024, 1, 1)
SERVERS = ("백두", "한라", "지리", "설악")
CLASSES = ("전사", "마법사", "궁수", "도적", "성직자")
FIRST = (
    "달빛",
    "불꽃",
    "푸른",
    "검은",
    "은하",
    "바람",
    "천둥",
    "새벽",
    "그림자",
    "황금",
    "서리",
    "폭풍",
    "고요한",
    "붉은",
)
LAST = (
    "늑대",
    "검객",
    "여우",
    "수호자",
    "사냥꾼",
    "현자",
    "방랑자",
    "기사",
    "술사",
    "나그네",
    "독수리",
    "호랑이",
    "달토끼",
)
GUILDS = (
    "천하제일", "달빛기사단", "붉은깃발", "은하수여행자", "심야식당", "고요한새벽", "용맹한사자", "푸른바다",
    "백전백승", "느긋한오후", "불멸의군단", "별을쫓는자", "한강연합", "초보환영", "최후의보루",
)  # fmt: skip
MAPS = ("고대 유적", "얼음 협곡", "불의 신전", "안개 숲", "하늘 정원", "사막 요새")
PREFIX = {1: "낡은", 2: "단련된", 3: "빛나는", 4: "영웅의", 5: "전설의"}
GEAR = {
    "WEAPON": ("장검", "지팡이", "활", "단검", "철퇴"),
    "ARMOR": ("갑옷", "투구", "방패", "장화"),
    "ACC": ("반지", "목걸이"),
}
POTIONS = (("체력 물약", 50), ("마나 물약", 60), ("귀환 주문서", 120), ("경험의 비약", 1500), ("부활 깃털", 3000))
PRODUCTS = (
    ("월간 이용권", 9900), ("보석 500개", 5500), ("보석 1200개", 11000), ("보석 6500개", 55000), ("성장 패키지", 33000),
    ("한정 의상", 19800), ("시즌 패스", 14900), ("이름 변경권", 4400),
)  # fmt: skip


def make() -> list[Sheet]:
    rng = random.Random("game-2026-11-23")
    players = _players(rng)
    characters = _characters(rng, players)
    items = _items(rng)
    guilds, members = _guilds(rng, characters)
    matches, records = _matches(rng, characters)
    return [
        players, characters, guilds, members, items, _inventories(rng, characters, items), matches, records,
        _purchases(rng, players),
    ]  # fmt: skip


def _players(rng: random.Random) -> Sheet:
    sheet = Sheet(
        "players", "player_id username email password_hash country_code vip_level status date_joined last_login"
    )
    words = ("moon", "fire", "blue", "night", "star", "wind", "snow", "gold", "fox", "wolf", "tiger", "sky")
    for number, at in enumerate(sorted(_moment(rng, START, END) for _ in range(260)), start=1):
        name = f"{rng.choice(words)}{rng.choice(words)}{number:03d}"
        state = rng.choices("ASD", (84, 4, 12))[0]
        last = None if rng.random() < 0.03 else _moment(rng, at, END)
        if last is not None and state == "A" and rng.random() < 0.6:
            last = _moment(rng, max(at, END - dt.timedelta(days=45)), END)
        vip = rng.choices((0, 1, 2, 3, 4, 5), (62, 14, 10, 7, 4, 3))[0]
        secret = hashlib.sha256(f"example{number}".encode()).hexdigest()
        country = rng.choices(("KR", "JP", "US", "TW"), (78, 9, 7, 6))[0]
        sheet.add(number, name, f"{name}@example.com", secret, country, vip, state, at, last)
    return sheet


def _characters(rng: random.Random, players: Sheet) -> Sheet:
    sheet = Sheet(
        "characters",
        "character_id player_id name class level experience gold server_name is_deleted created_at",
    )
    taken: set[str] = set()
    for player in players.rows:
        joined, last = player[7], player[8] or player[7]
        home = rng.choice(SERVERS)
        for _ in range(rng.choices((0, 1, 2, 3, 4), (3, 42, 32, 16, 7))[0]):
            name = f"{rng.choice(FIRST)}{rng.choice(LAST)}"
            while name in taken:
                name = f"{rng.choice(FIRST)}{rng.choice(LAST)}{rng.randint(1, 999)}"
            taken.add(name)
            at = _moment(rng, joined, last)
            level = max(1, min(100, int(rng.betavariate(1.6, 1.9) * 100)))
            experience = level * level * 1200 + rng.randint(0, 50000)
            gold = int(rng.lognormvariate(10, 1.3))
            server = home if rng.random() < 0.8 else rng.choice(SERVERS)
            gone = 1 if rng.random() < 0.05 else 0
            job = rng.choices(CLASSES, (27, 24, 20, 16, 13))[0]
            sheet.add(len(sheet.rows) + 1, player[0], name, job, level, experience, gold, server, gone, at)
    return sheet


def _items(rng: random.Random) -> Sheet:
    sheet = Sheet("items", "item_id item_name item_type rarity required_level attack defense price")
    for kind, names in GEAR.items():
        for rarity, prefix in PREFIX.items():
            for name in names:
                level = max(1, (rarity - 1) * 20 + rng.randint(-4, 8))
                attack = rarity * 45 + rng.randint(0, 30) if kind == "WEAPON" else 0
                defense = rarity * 30 + rng.randint(0, 20) if kind == "ARMOR" else rarity * 5
                price = 300 * 4**rarity + rng.randint(0, 40) * 10
                sheet.add(len(sheet.rows) + 1, f"{prefix} {name}", kind, rarity, level, attack, defense, price)
    for name, price in POTIONS:
        sheet.add(len(sheet.rows) + 1, name, "POTION", 2 if price > 1000 else 1, 1, 0, 0, price)
    return sheet


def _guilds(rng: random.Random, characters: Sheet) -> tuple[Sheet, Sheet]:
    guilds = Sheet("guilds", "guild_id guild_name master_character_id server_name guild_level founded_on")
    members = Sheet("guild_members", "guild_id character_id role contribution joined_at")
    free = {row[0]: row for row in characters.rows if not row[8]}
    for number, name in enumerate(GUILDS, start=1):
        master = rng.choice([row for row in free.values() if row[4] >= 40])
        server = master[7]
        founded = _moment(rng, master[9], END)
        guilds.add(number, name, master[0], server, rng.randint(1, 15), founded.date())
        others = [row for row in free.values() if row[7] == server and row[0] != master[0]]
        joiners = rng.sample(others, min(len(others), rng.choices((0, 4, 9, 14, 22), (1, 3, 4, 4, 2))[0]))
        for row in [master, *joiners]:
            role = "M" if row is master else rng.choices("ON", (15, 85))[0]
            at = founded if row is master else _moment(rng, max(founded, row[9]), END)
            members.add(number, row[0], role, int(rng.expovariate(1 / 900)), at)
            del free[row[0]]
    return guilds, members


def _inventories(rng: random.Random, characters: Sheet, items: Sheet) -> Sheet:
    sheet = Sheet("inventories", "inventory_id character_id item_id quantity enhance_level is_equipped acquired_at")
    for row in characters.rows:
        fitting = [item for item in items.rows if item[4] <= row[4]]
        owned = rng.sample(fitting, min(len(fitting), rng.randint(2, 6)))
        worn: set[str] = set()
        for item in owned:
            potion = item[2] == "POTION"
            equipped = not potion and item[2] not in worn and rng.random() < 0.7
            worn.add(item[2] if equipped else "")
            enhance = 0 if potion else min(15, int(rng.expovariate(0.4)))
            quantity = rng.randint(1, 60) if potion else 1
            sheet.add(len(sheet.rows) + 1, row[0], item[0], quantity, enhance, int(equipped), _moment(rng, row[9], END))
    return sheet


def _matches(rng: random.Random, characters: Sheet) -> tuple[Sheet, Sheet]:
    matches = Sheet("matches", "match_id mode map_name started_at ended_at winner_team")
    records = Sheet("match_players", "match_id character_id team kills deaths assists damage is_mvp")
    eager = {row[0]: rng.paretovariate(1.2) for row in characters.rows}
    skill = {row[0]: row[4] / 40 + rng.uniform(0.3, 1.5) for row in characters.rows}
    for at in sorted(_moment(rng, START + dt.timedelta(days=40), END) for _ in range(620)):
        mode = rng.choices(("SOLO", "TEAM", "RAID"), (30, 52, 18))[0]
        size = {"SOLO": 1, "TEAM": 3, "RAID": 4}[mode]
        able = [row for row in characters.rows if row[9] < at]
        if len(able) < 8:
            continue
        chosen: list[int] = []
        while len(chosen) < size * (1 if mode == "RAID" else 2):
            pick = rng.choices(able, [eager[row[0]] for row in able])[0][0]
            if pick not in chosen:
                chosen.append(pick)
        ended = at + dt.timedelta(seconds=rng.randint(240, 2100)) if rng.random() > 0.03 else None
        strength = [sum(skill[c] for c in chosen[:size]), sum(skill[c] for c in chosen[size:]) or 4.0]
        winner = rng.choices((1, 2, None), (strength[0], strength[1], 0.2))[0] if ended else None
        match = len(matches.rows) + 1
        matches.add(match, mode, rng.choice(MAPS), at, ended, winner)
        _record(rng, records, match, chosen, size, skill)
    return matches, records


def _record(
    rng: random.Random, records: Sheet, match: int, chosen: list[int], size: int, skill: dict[int, float]
) -> None:
    lines = []
    for place, character in enumerate(chosen):
        kills = int(rng.expovariate(1 / (2.2 * skill[character])))
        deaths, assists = rng.randint(0, 9), rng.randint(0, 12)
        lines.append(
            (match, character, 1 if place < size else 2, kills, deaths, assists, kills * 900 + rng.randint(500, 9000))
        )
    best = max(lines, key=lambda line: line[6])
    for line in lines:
        records.add(*line, int(line is best))


def _purchases(rng: random.Random, players: Sheet) -> Sheet:
    sheet = Sheet("purchases", "purchase_id player_id product_name amount store purchased_at refunded_at")
    bought = []
    for player in players.rows:
        eager = (0.6, 2.5, 4, 7, 12, 20)[player[5]]
        for _ in range(min(40, int(rng.expovariate(1 / eager)))):
            bought.append((_moment(rng, player[7], player[8] or player[7]), player[0]))
    for number, (at, player_id) in enumerate(sorted(bought), start=1):
        name, price = rng.choices(PRODUCTS, (22, 22, 14, 5, 8, 10, 15, 4))[0]
        back = at + dt.timedelta(hours=rng.randint(1, 160)) if rng.random() < 0.035 else None
        store = rng.choices(("GOOGLE", "APPLE", "WEB"), (55, 30, 15))[0]
        sheet.add(number, player_id, name, price, store, at, back if back and back < END else None)
    return sheet


def _moment(rng: random.Random, first: dt.datetime, last: dt.datetime) -> dt.datetime:
    return first + dt.timedelta(seconds=rng.randint(0, max(0, int((last - first).total_seconds()))))
