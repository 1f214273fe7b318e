"""Imagine what a mistyped piece was meant to be, among the names and phrases of the library."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from indexer.text.normalizer import normalize
from search.suggest.confusables import look_alike, look_alikes
from search.suggest.typed_forms import Fit, Speller, has_letters
from search.suggest.vocabulary import (
    AnyHan,
    CharacterRun,
    Effort,
    Element,
    Exactly,
    Sounding,
    Vocabulary,
    units_of,
)

MAX_PIECE = 12  # characters; names are shorter, longer pieces are corrected window by window

# What each mistake costs; a candidate's cost is their sum. The proportions follow how text is
# typed: an input method offers homophones (cheap), fingers swap neighbours, eyes mistake looks;
# any other single character needs a long piece around it to be believed.
_SAME_SOUND = 0.5
_NEAR_SOUND = 0.8
_LOOKS = 0.9
_OTHER = 2.0
_MISREAD = 1.2  # a character that no name or phrase has, in a name of three
_SWAPPED = 0.8
_MISSING = 1.4
_DOUBLED = 0.6
_EXTRA = 1.3
_PINYIN = 0.2
_UNFINISHED = 0.3
_INITIALS = 0.9
_MISSPELLED = 0.9
_PUNCTUATION = 0.3
# What a run's place in the library changes: a run inside a longer entry is less likely meant.
_INNER = 0.4
_NAME = -0.3
_OTHERWISE_WRITTEN = 0.1
_FREQUENT = -0.03  # per binary order of magnitude of its count
# The highest cost believed, by length: one homophone pair in two characters, two in three …
_BELIEVED = {2: 1.1, 3: 1.7}
_BELIEVED_LONGER = 2.5
_LEAST_INITIALS = 3
_SHORT_OF_TWO = 6  # characters: shorter runs with two wrong ones are too many others
_MIN_RESPELLED = 6  # letters; shorter spellings are one slip away from too many others
_LONGEST_RESPELLED = 24
_MAX_RESPELLED = 24  # spellings tried
_OFTEN_MISSING = "aeiouvngh"
_KEYS = " qwertyuiop asdfghjkl zxcvbnm "
_NEXT_KEYS = {k: (_KEYS[at - 1] + _KEYS[at + 1]).strip() for at, k in enumerate(_KEYS) if k != " "}
_MAX_HOMOPHONES = 24  # tried for one character: beyond that they are hardly ever used
NUMERALS = frozenset("0123456789〇零一二两三四五六七八九十百千万亿几数多")
IN_HAN = str.maketrans("0123456789", "〇一二三四五六七八九")
_MIRRORED = str.maketrans({"。": ".", "、": ",", ".": "。", ",": "、"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a piece may have been meant to be.

    `form` is its normal form, `text` how to print it. reason: "pinyin" | "typo" (sounds alike,
    or one other character) | "shape" | "order" | "missing" | "extra" | "width" (punctuation).
    `is_whole`: it is a whole name or phrase of the library; `is_name`: an initiative, theme or
    source. Lower `cost` is likelier. `if_quoted`: believed only where the library prints it in
    quotation marks.
    """

    form: str
    text: str
    reason: str
    cost: float
    is_whole: bool
    is_name: bool = False
    if_quoted: bool = False


@dataclass(frozen=True, slots=True)
class _Slip:
    """What was meant if one slip happened: `before`, a character in the `hole`, `after`.

    hole: "none", "sound" (one that sounds like the character typed there) or "any".
    """

    reason: str
    cost: float
    before: str
    after: str
    hole: Literal["none", "sound", "any"] = "none"

    def pattern(self) -> list[Element]:
        hole: list[Element] = [AnyHan()] if self.hole == "any" else []
        return [*_literal(units_of(self.before)), *hole, *_literal(units_of(self.after))]


class CandidateGenerator:
    """Finds candidates with the help of one vocabulary. Safe to use from several threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._speller = Speller(vocabulary)

    def candidates(self, piece: str, effort: Effort, is_inside: bool = False) -> list[Candidate]:
        """What the normalised `piece` may have been meant to be, likeliest first.

        Empty for pieces of one character or more than MAX_PIECE (letters: 40). `is_inside`: the
        piece is a window of a longer run, where only the likely mistakes (sound, looks, order,
        letters) are thought of.
        """
        best: dict[str, Candidate] = {}
        for candidate in self._imagine(piece, effort, is_inside):
            known = best.get(candidate.form)
            is_other = candidate.form != piece and not is_other_number(piece, candidate.form)
            if is_other and (known is None or candidate.cost < known.cost):
                best[candidate.form] = candidate
        return sorted(best.values(), key=lambda c: (c.cost, c.form))

    def written_out(self, piece: str, places: Iterable[int]) -> Iterator[Candidate]:
        """Forms with one slip at these characters undone, likelier kinds first.

        For a run that no name or phrase explains: whether the library holds a form is for the
        index to say. Homophones come by how often names and phrases use them. Figures and letters
        are never replaced; inside short runs only doubled characters are superfluous.
        """
        for slip in _slips(piece, list(places)):
            typed = piece[len(slip.before) : len(slip.before) + 1]
            characters: Sequence[str] = [""]
            if slip.reason == "missing":
                continue
            if slip.reason == "extra":
                is_likely = len(piece) >= 6 or slip.cost == _DOUBLED
                characters = [""] if slip.before and slip.after and is_likely else []
            elif slip.hole == "sound":
                units = units_of(typed)
                characters = self._vocabulary.homophones(units[0]) if len(units) == 1 else []
            elif slip.hole == "any":
                characters = look_alikes(typed)
            for character in characters[:_MAX_HOMOPHONES]:
                form = slip.before + character + slip.after
                if is_other_number(typed, character):
                    continue
                yield Candidate(form, form, slip.reason, slip.cost, False)

    def _imagine(self, piece: str, effort: Effort, is_inside: bool) -> Iterator[Candidate]:
        mirrored = normalize(piece.translate(_MIRRORED))
        if mirrored != piece:
            yield Candidate(mirrored, mirrored, "width", _PUNCTUATION, False)
        if has_letters(piece):
            yield from self._spelled(piece, effort)
        units = units_of(piece)
        if not 2 <= len(units) <= MAX_PIECE or len(units) != len(piece):
            return
        limit = _BELIEVED.get(len(piece), _BELIEVED_LONGER)
        slips = self._slipped(piece, effort, is_inside)
        for candidate in itertools.chain(self._homophones(piece, units, effort), slips):
            if candidate.cost <= limit:
                yield candidate

    def _spelled(self, piece: str, effort: Effort) -> Iterator[Candidate]:
        """Letters read as pinyin; near sounds only where the exact ones lead nowhere."""
        speller = self._speller
        for forgiving in (False, True):
            fits = speller.spelled_out(piece, forgiving, effort)
            fits += [] if forgiving else speller.beginnings(piece, effort)
            found = [c for fit in fits for c in self._read(fit, _NEAR_SOUND * forgiving)]
            if found:
                yield from found
                return
        for spelling in self._respelled(piece):
            fits = speller.beginnings(spelling, effort)
            read = [c for fit in fits for c in self._read(fit, _MISSPELLED)]
            whole = [c for c in read if c.is_whole]
            if whole:
                yield from whole
                return
        yield from self._initials(piece, effort)

    def _initials(self, letters: str, effort: Effort) -> Iterator[Candidate]:
        """Runs within longer ones of which these are the first letters: names, if quoted."""
        if len(letters) >= _LEAST_INITIALS and letters.isascii() and letters.isalpha():
            for fit in self._speller.fits(letters, effort):
                if fit.reading == "initials" and fit.length == len(letters):
                    for run in self._vocabulary.runs(fit.at, fit.length):
                        yield Candidate(
                            run.text, run.text, "pinyin", _INITIALS, False, if_quoted=True
                        )

    def _respelled(self, letters: str) -> list[str]:
        """Spellings one slip of the finger away: swapped, superfluous, missing or the next key."""
        if not _MIN_RESPELLED <= len(letters) <= _LONGEST_RESPELLED:
            return []
        if not letters.isascii() or not letters.isalpha():
            return []
        places = range(len(letters))
        variants = itertools.chain(
            (letters[:i] + letters[i + 1] + letters[i] + letters[i + 2 :] for i in places[:-1]),
            (letters[:i] + letters[i + 1 :] for i in places),
            (letters[:i] + k + letters[i + 1 :] for i in places for k in _NEXT_KEYS[letters[i]]),
            (letters[:i] + more + letters[i:] for i in places for more in _OFTEN_MISSING),
        )
        spelled = (v for v in dict.fromkeys(variants) if self._speller.is_spelling(v))
        return list(itertools.islice(spelled, _MAX_RESPELLED))

    def _read(self, fit: Fit, extra: float) -> Iterator[Candidate]:
        if fit.reading == "literal" or fit.length < 2:
            return
        cost = extra + (_INITIALS if fit.reading == "initials" else _PINYIN)
        cost += 0.0 if fit.is_finished else _UNFINISHED
        for run in self._vocabulary.runs(fit.at, fit.length):
            is_name = self._is_name(run)
            if fit.reading == "initials" and not (
                run.is_whole and fit.length >= (3 if is_name else 4)
            ):
                continue
            if fit.length == 2 and not run.is_whole:
                yield Candidate(run.text, run.text, "pinyin", cost + _INNER, False, if_quoted=True)
                continue
            yield from self._weigh(run, "pinyin", cost)

    def _homophones(self, piece: str, units: list[int], effort: Effort) -> Iterator[Candidate]:
        """Runs that sound like the piece, exactly or nearly, in all its characters."""
        vocabulary = self._vocabulary
        readings = [vocabulary.readings(unit) for unit in units]
        pattern: list[Element] = [
            Sounding(vocabulary.near_syllables(heard)) if heard else Exactly(unit)
            for unit, heard in zip(units, readings, strict=True)
        ]
        if not any(readings):
            return
        for run in vocabulary.runs(vocabulary.find(pattern, effort), len(pattern)):
            cost, changes = 0.0, 0
            for mine, theirs in zip(units, units_of(run.text), strict=True):
                if mine != theirs:
                    heard = set(vocabulary.readings(mine)) & set(vocabulary.readings(theirs))
                    cost += _SAME_SOUND if heard else _NEAR_SOUND
                    changes += 1
            if not run.is_whole and changes > 1 and len(piece) < _SHORT_OF_TWO:
                yield Candidate(run.text, run.text, "typo", cost + _INNER, False, if_quoted=True)
            elif run.is_whole or len(piece) > 2:
                yield from self._weigh(run, "typo" if cost else "width", cost)

    def _slipped(self, piece: str, effort: Effort, is_inside: bool) -> Iterator[Candidate]:
        """Runs that are the piece with one slip undone: replaced, swapped, missing, superfluous."""
        for slip in _slips(piece, range(len(piece))):
            if slip.reason == "shape":
                yield from self._replaced(piece, slip, effort)
            elif slip.reason == "order":
                yield from self._found(slip, effort)
            elif is_inside or len(piece) < 3:
                continue
            elif slip.reason == "missing":
                yield from self._found(slip, effort)
            elif slip.reason == "extra":
                yield from self._shortened(piece, slip, effort)

    def _replaced(self, piece: str, slip: _Slip, effort: Effort) -> Iterator[Candidate]:
        """Runs that differ from the piece in one character, which looks alike or stands alone.

        Of three characters that is enough where the library never uses the one: 屯瞥点 was read so
        from a scan of 屯警点.
        """
        place = len(slip.before)
        if not self._vocabulary.readings(*units_of(piece[place])):
            return
        is_misread = not self._vocabulary.uses(*units_of(piece[place]))
        for run in self._runs(slip, effort):
            if look_alike(piece[place], run.text[place]):
                if run.is_whole or len(piece) > 2:
                    yield from self._weigh(run, slip.reason, slip.cost)
            elif len(piece) == 3 and run.is_whole and self._is_name(run) and is_misread:
                yield from self._weigh(run, "shape", _MISREAD)
            elif len(piece) >= (4 if run.is_whole or is_misread else 6):
                yield from self._weigh(run, "typo", _OTHER)

    def _shortened(self, piece: str, slip: _Slip, effort: Effort) -> Iterator[Candidate]:
        """Whole entries, or what is quoted, with one character less.

        Only names, and what is quoted, are seen in a piece with one more at an end: 要正确认识 is
        no mistake.
        """
        is_doubled = slip.cost == _DOUBLED
        if len(piece) >= (3 if is_doubled else 4):
            is_edge = not (slip.before and slip.after) and not is_doubled
            for candidate in self._found(slip, effort):
                if candidate.is_name if is_edge else candidate.is_whole:
                    yield candidate
                elif is_doubled or is_edge:
                    yield replace(candidate, if_quoted=True)

    def _found(self, slip: _Slip, effort: Effort) -> Iterator[Candidate]:
        for run in self._runs(slip, effort):
            if run.is_whole or len(run.text) > 2:
                yield from self._weigh(run, slip.reason, slip.cost)

    def _runs(self, slip: _Slip, effort: Effort) -> list[CharacterRun]:
        pattern = slip.pattern()
        return self._vocabulary.runs(self._vocabulary.find(pattern, effort), len(pattern))

    def _weigh(self, run: CharacterRun, reason: str, cost: float) -> Iterator[Candidate]:
        """The run as a candidate; another way to write a name also stands for the name."""
        vocabulary = self._vocabulary
        if not run.is_whole:
            yield Candidate(run.text, run.text, reason, cost + _INNER, False)
            return
        is_name = self._is_name(run)
        cost += _NAME if is_name else 0.0
        cost += _FREQUENT * math.log2(1 + int(vocabulary.counts[run.entry]))
        printed = vocabulary.text(run.entry)
        form = normalize(printed)
        if form == run.text:
            yield Candidate(form, printed, reason, cost, True, is_name)
        else:
            yield Candidate(run.text, run.text, reason, cost, True, is_name)
            yield Candidate(form, printed, reason, cost + _OTHERWISE_WRITTEN, True, is_name)

    def _is_name(self, run: CharacterRun) -> bool:
        return self._vocabulary.kind(run.entry) in ("initiative", "theme", "source")


def is_other_number(typed: str, meant: str) -> bool:
    """Whether two texts of a length differ in a number: 连续几年 is no misspelt 连续两年."""
    pairs = zip(typed.translate(IN_HAN), meant.translate(IN_HAN), strict=False)
    changed = [(a, b) for a, b in pairs if a != b]
    return len(typed) == len(meant) and any({a, b} <= NUMERALS for a, b in changed)


def _slips(piece: str, places: Sequence[int]) -> Iterator[_Slip]:
    """Every way to undo one slip at these characters (0-based) of a piece, likelier kinds first."""
    for first in dict.fromkeys(first for place in places for first in (place - 1, place)):
        if 0 <= first < len(piece) - 1 and piece[first] != piece[first + 1]:
            swapped = piece[:first] + piece[first + 1] + piece[first]
            yield _Slip("order", _SWAPPED, swapped, piece[first + 2 :])
    for place in places:
        yield _Slip("typo", _SAME_SOUND, piece[:place], piece[place + 1 :], "sound")
    for place in places:
        yield _Slip("shape", _LOOKS, piece[:place], piece[place + 1 :], "any")
    for place in places:
        if place > 0:
            yield _Slip("missing", _MISSING, piece[:place], piece[place:], "any")
    for place in places:
        if not piece[place].isdigit():
            is_doubled = place > 0 and piece[place - 1] == piece[place]
            cost = _DOUBLED if is_doubled else _EXTRA
            yield _Slip("extra", cost, piece[:place], piece[place + 1 :])


def _literal(units: list[int]) -> list[Element]:
    return [Exactly(unit) for unit in units]
