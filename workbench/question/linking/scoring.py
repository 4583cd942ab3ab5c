"""How well each table and column answers the words of a question."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.question.linking.glossary import english_synonyms, korean_to_english
from workbench.question.linking.index import Entry, SchemaIndex, split_compound
from workbench.question.linking.names import korean_sound, stem, words_of
from workbench.question.linking.words import Word, read_words


@dataclass(frozen=True)
class Scored:
    """`strength` grows with how telling the matched words are (ranks tables); `score` 0..1 is how much of the entry's
    label was said (ranks columns)."""

    entry: Entry
    strength: float
    score: float
    label: int
    word: str


@dataclass(frozen=True)
class Scores:
    """`answered`: places of words that at least one entry answers to. Best entry first."""

    scored: tuple[Scored, ...]
    words: tuple[Word, ...]
    answered: frozenset[int]


def score(text: str, index: SchemaIndex) -> Scores:
    """Score every entry that shares a word with `text`."""
    glossary, synonyms = korean_to_english(), english_synonyms()

    def is_known(word: str) -> bool:
        if word[:1].isascii():
            return stem(word) in index.english_stems or stem(word) in synonyms
        return word in glossary or word in index.korean_words

    words = read_words(text, is_known, index.longest_word)
    best: dict[tuple[int, int], dict[int, tuple[float, int]]] = {}
    answered: set[int] = set()
    for position, word in enumerate(words):
        for feature, weight in features_of(word, index).items():
            for posting in index.postings.get(feature, ()):
                atoms = best.setdefault((posting.entry, posting.label), {})
                value = weight * posting.weight
                if value > atoms.get(posting.atom, (0.0, 0))[0]:
                    atoms[posting.atom] = (value, position)
                answered.add(position)
    return Scores(_ranked(best, index, words), words, frozenset(answered))


def features_of(word: Word, index: SchemaIndex) -> dict[str, float]:
    """What a word of the question asks the index for."""
    if word.text[0].isascii():
        return _english_features(word.text, index)
    glossary = korean_to_english()
    features = {f"ko:{word.text}": 1.0}
    for rank, english in enumerate(glossary.get(word.text, ())):
        features[f"en:{english}"] = 0.9 if rank == 0 else 0.8 if rank < 3 else 0.65
        if english not in index.english_stems:
            for relative in index.relatives.get(english[:5], ()) if len(english) >= 5 else ():
                features.setdefault(f"en:{relative}", 0.6)
    if word.text not in glossary:
        for part in split_compound(word.text):
            share = len(part) / len(word.text)
            features[f"ko:{part}"] = 0.8 * share
            for english in glossary[part][:3]:
                features.setdefault(f"en:{english}", 0.7 * share)
    if not any(feature in index.postings for feature in features) and len(word.text) > 1:
        for english in index.sounds.get(korean_sound(word.text), ()):
            features[f"en:{english}"] = 0.6
    return features


def _english_features(text: str, index: SchemaIndex) -> dict[str, float]:
    features: dict[str, float] = {}
    for one in words_of(text) or (text.lower(),):
        features[f"en:{one}"] = 1.0
        if one not in index.english_stems:
            for other in english_synonyms().get(one, ()):
                features.setdefault(f"en:{other}", 0.6)
    return features


def _ranked(
    best: dict[tuple[int, int], dict[int, tuple[float, int]]], index: SchemaIndex, words: tuple[Word, ...]
) -> tuple[Scored, ...]:
    chosen: dict[int, Scored] = {}
    weights = index.atom_weights
    for (number, label), atoms in best.items():
        own = weights[number][label]
        matched = sum(value * own[atom] for atom, (value, _) in atoms.items())
        coverage = matched / sum(own)
        strength = matched * coverage**0.5
        word = words[max(atoms.values())[1]].text
        previous = chosen.get(number)
        if previous is None or strength > previous.strength:
            chosen[number] = Scored(index.entries[number], strength, min(1.0, coverage), label, word)
    ranked = sorted(chosen.items(), key=lambda item: (-item[1].strength, item[0]))
    return tuple(scored for _, scored in ranked)
