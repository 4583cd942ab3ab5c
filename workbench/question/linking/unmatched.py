"""Content words of a question that nothing in the schema answers; they lower the trust in an answer.

A false alarm costs an honest answer its mark, so a word is only named where its absence says something: the glossary
knows which English names would answer it and the schema has none, or the schema explains itself in Korean.
"""

from __future__ import annotations

import re

from workbench.question.interpreted import Interpreted
from workbench.question.linked import ValueHit
from workbench.question.linking.found_values import quoted_texts
from workbench.question.linking.glossary import code_words, korean_to_english
from workbench.question.linking.index import SchemaIndex
from workbench.question.linking.scoring import Scores
from workbench.question.linking.word_lists import function_words, loose_words
from workbench.question.linking.words import Word, stems_of

_MOSTLY_KOREAN = 0.6
_VERB_FORM = re.compile(r"[하한할했해되된될됐돼받시]")
_PERSONS = frozenset("person member player employee staff user".split())
"""A schema with one of these has people, whatever the question calls them."""
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,9}")


def unmatched_words(
    interpreted: Interpreted, scores: Scores, found: tuple[ValueHit, ...], index: SchemaIndex
) -> tuple[str, ...]:
    """In order of appearance, each once."""
    spoken = [hit.word.casefold() for hit in found] + [text.casefold() for text in quoted_texts(interpreted.question)]
    result: dict[str, None] = {}
    for position, word in enumerate(scores.words):
        if position in scores.answered or any(word.text.casefold() in text for text in spoken):
            continue
        if _is_missing(word, index) and not _has_answered_neighbour(position, scores, interpreted.question):
            result[word.text] = None
    return tuple(result)


def _has_answered_neighbour(position: int, scores: Scores, question: str) -> bool:
    """Whether it stands in one noun phrase with a word that is answered: 체조 선수, 등록 학생 수."""
    word = scores.words[position]
    for other in (position - 1, position + 1):
        if other in scores.answered:
            first, second = sorted((word, scores.words[other]), key=lambda w: w.start)
            if first.end < second.start and not question[first.end : second.start].strip():
                return True
    return False


def _is_missing(word: Word, index: SchemaIndex) -> bool:
    text = word.text
    if text[0].isascii():
        return bool(_ACRONYM.fullmatch(text)) and text not in function_words() and text != "ID"
    if not word.whole or _VERB_FORM.match(word.tail):
        return False
    if text in loose_words() or _is_function(text) or text in code_words():
        return False
    if text in korean_to_english():
        return not (_PERSONS & set(korean_to_english()[text]) and _PERSONS & index.english_stems)
    return bool(word.tail) and len(text) > 1 and index.share_in_korean >= _MOSTLY_KOREAN and not _is_verb(text)


def _is_function(text: str) -> bool:
    words = function_words()
    return text in words or any(stem in words for stem in stems_of(text))


def _is_verb(text: str) -> bool:
    """A rest that is no noun: it ends like an adnominal or connective form (걸린, 떠나고)."""
    last = ord(text[-1]) - 0xAC00
    return last % 28 in (4, 8, 20) or text[-1] in "고며면서아어여지게기자라냐니요다까죠네데군"
