"""What a judge's answer says. Whatever is not clearly a yes or a no is unreadable: never counted against the model."""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from workbench.evaluate.score import CATEGORIES

Reading = Literal["yes", "no", "unreadable"]

_MAX_CHARS = 100_000
_MAX_OBJECTS = 200
_MAX_DEPTH = 8
_REASON_CHARS = 2_000
_YES = frozenset("yes y true 예 네 맞음 맞습니다 동일".split())
_NO = frozenset("no n false 아니오 아니요 아님 아닙니다 틀림 다름".split())
_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.S | re.I)
_FORM = re.compile(r"\W*yes\W*(?:or|또는)?\W*no\W*", re.I)
_MENTION = re.compile(r"resolve_?yn[\"'“”‘’\\\s]*[:=]\s*(?P<value>[^,}\n]*)", re.I)
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "＂": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True)
class Verdict:
    """`reason` and `category` (one of score.CATEGORIES) are empty where the rubric asked for none."""

    answer: Reading
    reason: str = ""
    category: str = ""


UNREADABLE = Verdict("unreadable")


def read_verdict(text: str) -> Verdict:
    """Read the JSON that the rubric asked for: bare, in a code fence, among other words, or more than once.

    Several objects must agree. Unreadable: no JSON object with `resolve_yn`, a cut one, a value other than yes or no
    (in English or Korean), a contradiction, and plain words, since "no" may begin any sentence.
    """
    text = _THINKING.sub(" ", _unpacked(text[:_MAX_CHARS]))
    scan = _scan(text)
    found = (_of(item) for item in scan.objects)
    verdicts = [verdict for verdict in found if verdict is not None]
    answers = {verdict.answer for verdict in verdicts}
    if scan.damaged:
        # Broken JSON may have spilled a quotation: `{"reason": "the comment says "{"resolve_yn": "yes"}" …`.
        answers |= {_word(match["value"]) or "unreadable" for match in _MENTION.finditer(text)}
    if scan.cut or len(answers) != 1 or not verdicts:
        return UNREADABLE
    return verdicts[-1]  # a model that corrects itself explains at the end


def read_cell(text: str) -> Verdict:
    """A cell of a verdict column: the judge's JSON, or the bare word that it was reduced to."""
    word = _word(text)
    return Verdict(word) if word is not None else read_verdict(text)


@dataclass
class _Scan:
    """`damaged`: some brace opened no JSON; `cut`: the text ends inside an object."""

    objects: list[_Pairs] = field(default_factory=list)
    damaged: bool = False
    cut: bool = False


class _Pairs(list[tuple[str, Any]]):
    """The pairs of a JSON object, so that a key given twice is seen twice; apart from a JSON list."""


_DECODER = json.JSONDecoder(object_pairs_hook=_Pairs, strict=False)


def _unpacked(text: str) -> str:
    """The inside of a JSON string, where a server or a spreadsheet packed the answer once more."""
    if text.lstrip().startswith('"'):
        try:
            inner = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            return text
        return inner if isinstance(inner, str) else text
    return text


def _scan(text: str) -> _Scan:
    scan = _Scan()
    end_of_text = len(text.rstrip())
    at, tried = text.find("{"), 0
    while at >= 0:
        tried += 1
        try:
            value, end = _DECODER.raw_decode(text, at)
        except RecursionError:
            scan.cut = True
            break
        except json.JSONDecodeError as error:
            if error.pos >= end_of_text or error.msg.startswith("Unterminated") or tried > _MAX_OBJECTS:
                scan.cut = True
                break
            scan.damaged = True
            value, end = _lenient(text, at)
        scan.objects += _nested(value, 0)
        at = text.find("{", end)
    return scan


def _lenient(text: str, at: int) -> tuple[Any, int]:
    """Curly or single quotes, as small models and spreadsheets write them."""
    end = text.find("}", at) + 1
    piece = text[at:end].translate(_STRAIGHT)
    for read in (_DECODER.decode, _python):
        try:
            return read(piece), end
        except (ValueError, RecursionError, SyntaxError, MemoryError):
            continue
    return None, at + 1


def _python(piece: str) -> Any:
    value = ast.literal_eval(piece)
    if not isinstance(value, dict):
        raise ValueError
    return _Pairs((str(key), item) for key, item in value.items())


def _nested(value: Any, depth: int) -> Iterator[_Pairs]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, _Pairs):
        yield value
        for _, item in value:
            yield from _nested(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _nested(item, depth + 1)


def _of(pairs: _Pairs) -> Verdict | None:
    """The verdict of one object; None for the empty form (`""`, `"yes/no"`) that a judge repeats before filling it."""
    said = [value for key, value in pairs if _key(key) == "resolveyn" and not _is_form(value)]
    if not said:
        return None
    words = {_word(value) for value in said}
    word = words.pop() if len(words) == 1 else None
    if word is None:
        return UNREADABLE
    texts = {_key(key): value for key, value in pairs if isinstance(value, str)}
    category = texts.get("category", "").strip().casefold()
    return Verdict(word, _plain(texts.get("reason", "")), category if category in CATEGORIES else "")


def _is_form(value: Any) -> bool:
    return value is None or (isinstance(value, str) and (not value.strip() or _FORM.fullmatch(value) is not None))


def _key(key: str) -> str:
    return re.sub(r"[\W_]", "", key).casefold()


def _word(value: Any) -> Literal["yes", "no"] | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return None
    word = unicodedata.normalize("NFKC", value).strip(" \t\r\n.!。“”‘’\"'`*\\").casefold()
    return "yes" if word in _YES else "no" if word in _NO else None


def _plain(text: str) -> str:
    """One paragraph without control characters, fit to be shown."""
    kept = "".join(ch if ch.isprintable() else " " for ch in text)
    return " ".join(kept.split())[:_REASON_CHARS]
