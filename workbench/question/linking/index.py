"""A schema prepared for linking: which words its tables and columns answer to, and how telling each word is."""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from workbench.prompt.schema_text import prompt_schema
from workbench.question.linked import TimeForm
from workbench.question.linking.codes import code_words_of
from workbench.question.linking.glossary import korean_to_english
from workbench.question.linking.names import english_sounds, words_of
from workbench.question.linking.time_columns import time_form
from workbench.schema.labels import label_of
from workbench.schema.model import Column, Schema, Table

NAME, COMMENT = 0, 1
_HANGUL = re.compile(r"[가-힣]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z_]+")
_EMPTY_WORDS = frozenset("테이블 정보 목록 마스터 관리 내역 관련 기본 데이터 원장 및 의 등 값 컬럼 항목".split())
"""Words of comments that every table has; they say nothing about which one is meant."""


@dataclass(frozen=True)
class Entry:
    """A table (`column` is None) or a column, with its position in schema order."""

    table: int
    column: Column | None


class Posting(NamedTuple):
    """One word (`atom`) of one label (NAME or COMMENT) of one entry answers to a feature, with a weight up to 1."""

    entry: int
    label: int
    atom: int
    weight: float


@dataclass(frozen=True)
class CodedValue:
    """Asking for `word` asks for `value` of the column; `meaning` is the label where the value is a code."""

    table: str
    column: Column
    word: str
    value: str
    meaning: str


@dataclass
class SchemaIndex:
    """`atoms[entry][label]` are the weights (how telling) of a label's words; `postings` lead from features to them.

    Features are `ko:…` for Korean words of comments and names and `en:…` for English stems.
    """

    schema: Schema
    entries: list[Entry] = field(default_factory=list)
    labels: list[tuple[list[str], list[str]]] = field(default_factory=list)
    postings: dict[str, list[Posting]] = field(default_factory=dict)

    @cached_property
    def korean_words(self) -> frozenset[str]:
        return frozenset(feature[3:] for feature in self.postings if feature.startswith("ko:"))

    @cached_property
    def table_words(self) -> frozenset[str]:
        """Korean words that name a table."""
        return frozenset(
            feature[3:]
            for feature, postings in self.postings.items()
            if feature.startswith("ko:") and any(self.entries[p.entry].column is None for p in postings)
        )

    @cached_property
    def named_tables(self) -> dict[str, tuple[tuple[str, float], ...]]:
        """Feature → tables that it names and how much of their label it is (0..1)."""
        found: dict[str, dict[str, float]] = {}
        for feature, postings in self.postings.items():
            for posting in postings:
                entry = self.entries[posting.entry]
                if entry.column is None:
                    weights = self.atom_weights[posting.entry][posting.label]
                    share = posting.weight * weights[posting.atom] / sum(weights)
                    named = found.setdefault(feature, {})
                    name = self.schema.tables[entry.table].name
                    named[name] = max(named.get(name, 0.0), share)
        return {feature: tuple(named.items()) for feature, named in found.items()}

    @cached_property
    def english_stems(self) -> frozenset[str]:
        return frozenset(feature[3:] for feature in self.postings if feature.startswith("en:"))

    @cached_property
    def longest_word(self) -> int:
        return max((len(word) for word in self.korean_words | korean_to_english().keys()), default=1)

    @cached_property
    def prompt_length(self) -> int:
        """Characters of the whole schema as prompt text."""
        return len(prompt_schema(self.schema))

    @cached_property
    def coded(self) -> tuple[CodedValue, ...]:
        """Every value that the DDL names or explains."""
        return tuple(
            CodedValue(table.name, column, *code)
            for table in self.schema.tables
            for column in table.columns
            if column.comment or column.choices
            for code in code_words_of(column)
        )

    @cached_property
    def sounds(self) -> dict[str, tuple[str, ...]]:
        """Consonants as heard → English stems with them, for loan words (콘서트, 스타디움)."""
        heard: dict[str, tuple[str, ...]] = {}
        for word in sorted(self.english_stems):
            for sound in english_sounds(word):
                if len(sound) >= 3:
                    heard[sound] = (*heard.get(sound, ()), word)
        return heard

    @cached_property
    def relatives(self) -> dict[str, tuple[str, ...]]:
        """First five letters → stems with them: founder answers to found, attendance to attend."""
        near: dict[str, tuple[str, ...]] = {}
        for word in sorted(self.english_stems):
            if len(word) >= 5:
                near[word[:5]] = (*near.get(word[:5], ()), word)
        return near

    @cached_property
    def share_in_korean(self) -> float:
        """How many of the columns carry Hangul in name or comment."""
        columns = [entry.column for entry in self.entries if entry.column is not None]
        return sum(bool(_HANGUL.search(c.name + c.comment)) for c in columns) / max(1, len(columns))

    @cached_property
    def time_columns(self) -> dict[str, tuple[tuple[Column, TimeForm], ...]]:
        """Table → its columns that hold points in time, and how."""
        found = {t.name: tuple((c, form) for c in t.columns if (form := time_form(c))) for t in self.schema.tables}
        return {name: columns for name, columns in found.items() if columns}

    @cached_property
    def masters(self) -> frozenset[str]:
        """Tables that rows with dates of their own refer to: customers, products, branches."""
        owners = [table for table in self.schema.tables if table.name in self.time_columns]
        wanted = {key.table.casefold() for table in owners for key in table.foreign_keys if key.table != table.name}
        return frozenset(table.name for table in self.schema.tables if table.name.casefold() in wanted)

    @cached_property
    def neighbours(self) -> dict[str, tuple[str, ...]]:
        """Table → tables it shares a foreign key with."""
        near: dict[str, dict[str, None]] = {}
        for table in self.schema.tables:
            for key in table.foreign_keys:
                other = self.schema.table(key.table)
                if other is not None and other.name != table.name:
                    near.setdefault(table.name, {})[other.name] = None
                    near.setdefault(other.name, {})[table.name] = None
        return {name: tuple(others) for name, others in near.items()}

    @cached_property
    def atom_weights(self) -> list[tuple[list[float], list[float]]]:
        counts: dict[str, int] = {}
        for labels in self.labels:
            for atom in set(labels[NAME]) | set(labels[COMMENT]):
                counts[atom] = counts.get(atom, 0) + 1
        total = len(self.entries)
        weight = {atom: math.log(1 + total / count) for atom, count in counts.items()}
        return [([weight[a] for a in names], [weight[a] for a in words]) for names, words in self.labels]


def schema_index(schema: Schema) -> SchemaIndex:
    """The index of a schema, made once per fingerprint; the last eight are kept."""
    key = schema.fingerprint
    if key not in _indexes:
        _indexes[key] = _build(schema)
        while len(_indexes) > 8:
            _indexes.popitem(last=False)
    _indexes.move_to_end(key)
    return _indexes[key]


_indexes: OrderedDict[str, SchemaIndex] = OrderedDict()


def _build(schema: Schema) -> SchemaIndex:
    index = SchemaIndex(schema)
    for number, table in enumerate(schema.tables):
        _add(index, Entry(number, None), words_of(table.name), label_of(table.comment))
        for column in table.columns:
            _add(index, Entry(number, column), _column_words(table, column), label_of(column.comment))
    return index


def _column_words(table: Table, column: Column) -> tuple[str, ...]:
    """Without the table's own name in front: `order_status` of `orders` is status."""
    words, prefix = words_of(column.name), words_of(table.name)
    if len(words) > len(prefix) and words[: len(prefix)] == prefix and words[len(prefix)] != "id":
        return words[len(prefix) :]
    return words


def _add(index: SchemaIndex, entry: Entry, names: tuple[str, ...], comment: str) -> None:
    number = len(index.entries)
    index.entries.append(entry)
    labels: tuple[list[str], list[str]] = ([], [])
    for word in names:
        features = {f"ko:{word}": 1.0, **_parts(word, 0.7)} if _HANGUL.match(word) else {f"en:{word}": 1.0}
        _post(index, number, NAME, labels, word, features)
    for word in _HANGUL.findall(comment):
        if word not in _EMPTY_WORDS:
            _post(index, number, COMMENT, labels, word, {f"ko:{word}": 1.0, **_parts(word, 0.75)})
    for run in _LATIN.findall(comment):
        for word in words_of(run):
            _post(index, number, COMMENT, labels, word, {f"en:{word}": 0.9})
    index.labels.append(labels)


def _post(
    index: SchemaIndex,
    entry: int,
    label: int,
    labels: tuple[list[str], list[str]],
    word: str,
    features: dict[str, float],
) -> None:
    atom = len(labels[label])
    labels[label].append(word)
    for feature, weight in features.items():
        index.postings.setdefault(feature, []).append(Posting(entry, label, atom, weight))


def _parts(word: str, weight: float) -> dict[str, float]:
    """A compound by its glossary words (주문금액 → 주문, 금액), and all of them by their English."""
    glossary = korean_to_english()
    parts = [word] if word in glossary else split_compound(word)
    features: dict[str, float] = {}
    for part in parts:
        share = weight * len(part) / len(word)
        if part != word:
            features[f"ko:{part}"] = share
        for english in glossary[part][:3]:
            features.setdefault(f"en:{english}", share * 0.8)
    return features


def split_compound(word: str) -> list[str]:
    """The glossary words inside a Hangul compound, longest first from the left; syllables between them are skipped."""
    glossary, parts, position = korean_to_english(), [], 0
    while position < len(word):
        size = next((n for n in range(len(word) - position, 1, -1) if word[position : position + n] in glossary), 0)
        if size:
            parts.append(word[position : position + size])
        position += size or 1
    return parts
