"""Decide which pieces of a query stay whole and which are cut into words, by counts alone.

The rule (contract, "smart"): a piece that the library has as one run stays whole; a quoted one
always does. Any other piece, and every piece of a question, is cut into words of the index's
dictionary; words that only ask (哪个, 吗) or carry grammar only (的) are not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile

from indexer.text.normalizer import normalize
from search.query.syntax import Piece
from search.query.terms import is_punctuation
from search.query.tree import And, Everything, Literal, TextField
from search.rewrite.query_expander import QueryExpander
from search.rewrite.questions import (
    light_words,
    names_a_kind,
    particles,
    question_words,
    which_spans,
    without_asking_spans,
    without_soft_spans,
)

COMPOUND = 4  # characters from which on an unspaced query is more than a word
_PARAGRAPHS_OF_RARE = 2000  # for each in which a word stands that is next to absent
_LONGEST_NEW = 6  # characters of a piece that names something; a longer one says something
_SHORTEST_QUOTED, _LONGEST_QUOTED, _MOST_NAMING = 3, 12, 12  # characters; words of a piece
_SAYS_MUCH = 3  # words of two characters, from which on single ones beside them say little
_LONGEST_NAME = 4  # characters that a dictionary does not know as a word
MAX_WORDS = 64  # of one piece: a pasted page must not cost more than a query at its cap of terms

_FIGURE = re.compile(
    r"((?<![\d.])\d+(?:\.\d+%?|%)(?![\d.])|(?<!\d)(?:[12]\d{3}年|1?\d月))(?:(?<=月)份)?"
)
_MEASURED = re.compile(r"(?<![\d.])(?:\d+\.\d+[%百千万亿]*|\d+(?:%|[百千万亿]+))(?![\d.])")
Cut = Callable[[str], Sequence[str]]
# Cuts a form by a cut, but leaves the names of units whole; tells what names something that is
# known of paragraphs, and what the library prints in quotation marks.
NameTools = tuple[Callable[[str, Cut], Sequence[str]], Callable[[str], bool], Callable[[str], bool]]


@dataclass(frozen=True, slots=True)
class SettledPiece:
    """A piece as it will be searched: `parts` are forms, own first; several when it was cut.

    `text` is the normalised piece, without punctuation at its ends if only so it occurs; `is_found`
    says that it occurs as one run.
    """

    text: str
    parts: tuple[tuple[str, ...], ...]
    is_cut: bool
    is_found: bool

    @property
    def characters(self) -> tuple[str, ...]:
        """The parts that are single characters."""
        return tuple(forms[0] for forms in self.parts if is_single_character(forms[0]))


_HOW_MANY = re.compile("(?:几|多少)(?P<unit>[一-龥]{1,3})")


class PieceSettler:
    """Settles the pieces of one request."""

    def __init__(
        self,
        query_expander: QueryExpander,
        cut: Cut,
        cut_finely: Cut | None = None,
        names: NameTools | None = None,
    ) -> None:
        self._expander = query_expander
        self._count = query_expander.count
        self._cut = cut
        self._cut_finely = cut_finely or cut
        around, self._is_named, self._is_quoted = names or (
            lambda form, by: by(form),
            lambda form: False,
            lambda form: False,
        )
        self._cut_around_names: Cut = lambda form: around(form, cut)

    def settle(
        self,
        piece: Piece,
        field: TextField = "text",
        is_question: bool = False,
        is_name: bool = False,
    ) -> SettledPiece:
        """Whole or cut. A name, or a piece of which no word is worth looking for, stays whole."""
        forms = self._expander.forms(piece, field)
        if field == "text" and (enumeration := self._expander.enumeration(piece)):
            forms = (*forms, enumeration)
        is_found = self._count(Literal(forms, field)) > 0
        if piece.quoted or is_name or (is_found and not is_question):
            return SettledPiece(forms[0], (forms,), False, is_found)
        bare = without_edge_punctuation(forms[0])
        if bare not in ("", forms[0]):
            settled = self.settle(Piece(bare), field, is_question)
            if settled.is_found and not is_question:
                self._expander.note(f"「{piece.text}」按「{bare}」检索，首尾标点略去")
            return settled
        return self._cut_piece(forms, is_found, field, is_question)

    def is_word(self, form: str) -> bool:
        """Whether a form is a word whose every use as a word the index keeps.

        Of longer words it keeps the words of two and three characters in them, as jieba's search
        mode does, so for these alone a paragraph without the word has it across words.
        """
        is_short = 2 <= len(form) <= 3 and all(map(is_single_character, form))
        return is_short and list(self._cut(form)) == [form]

    def is_quoted_name(self, form: str) -> bool:
        """Whether the library prints a form in quotation marks: what a query with it is about."""
        return may_be_quoted(form) and self._is_quoted(form)

    def words_of(self, piece: Piece, settled: SettledPiece) -> tuple[tuple[str, ...], ...]:
        """The words of a piece that is found as one run; just that where it is a single word.

        So its phrase hits do not hide the paragraph that words it otherwise: 命案全破 and
        命案连续31年全破. A name is a word; a compound of the synonyms is taken apart further.
        Single characters are not looked for, and what holds a sign (政务+公安) is one wording.
        """
        text = settled.text
        is_enumerated = "、".join(text) in settled.parts[0]
        if piece.quoted or settled.is_cut or is_enumerated:
            return settled.parts
        words = list(dict.fromkeys(self._cut_around_names(text))) if len(text) >= COMPOUND else []
        if not text.isalnum() or self._expander.stays_whole(text):
            words = []
        if words == [text] and self._expander.is_compound(text):
            words = list(inner_runs(text, self._cut_finely(text)))
        content = [w for w in words if len(w) > 1 and not is_punctuation(w)][:MAX_WORDS]
        if len(content) < 2:
            return settled.parts
        self.tell_apart(text, content)
        return tuple(self._expander.forms(Piece(word)) for word in content)

    def tell_apart(self, text: str, words: Sequence[str]) -> None:
        """Say that paragraphs are looked for, too, that have the words of a text apart."""
        self._expander.note(f"也找「{text}」的词分开出现的段落：{'、'.join(words)}")

    def _cut_piece(
        self, forms: tuple[str, ...], is_found: bool, field: TextField, is_question: bool
    ) -> SettledPiece:
        text = forms[0]
        runs, spans = (without_asking_spans if is_question else without_soft_spans)(text)
        cut = (word for run in runs for word in _cut_around_figures(run, self._cut_around_names))
        words = [self._without_how_many(w, field) for w in cut if not is_punctuation(w)]
        words = list(dict.fromkeys(words))
        asking = question_words(words, text) if is_question else ()
        left_out = {*asking, *particles(words)}
        content = [word for word in words if word not in left_out]
        content = self._with_quoted(content, text, field)
        parted = {word: self._parts_of_absent(word, field) for word in content}
        content = [part for word in content for part in parted[word]]
        content = self._without_which(self._with_names(content, text, field, is_question), text)
        content = self._without_kind(content, field)
        content = _without_light(content, text, is_question)
        if not content:
            return SettledPiece(text, (forms,), False, is_found)
        kept = _longest(content, MAX_WORDS)
        sought = {*kept, "".join(kept), *(word for word, inner in parted.items() if len(inner) > 1)}
        dropped = [w for w in (*words, *spans) if not any(w in one for one in sought)]
        self._tell(text, kept, dropped, is_found)
        parts = tuple(self._expander.forms(Piece(word), field) for word in kept)
        return SettledPiece(text, parts, parts != (forms,), is_found)

    def _without_how_many(self, word: str, field: TextField) -> str:
        """分钟 of 几分钟, 岁 of 多少岁, which texts say with a number."""
        asked = _HOW_MANY.fullmatch(word)
        return asked["unit"] if asked and not self._count(Literal((word,), field)) else word

    def _parts_of_absent(self, word: str, field: TextField) -> tuple[str, ...]:
        """The words in a long word of the dictionary that no paragraph has, if one has them all:
        调解 and 纠纷 for 调解纠纷."""
        forms = self._expander.forms(Piece(word), field) if len(word) >= COMPOUND else ()
        if not forms or self._count(Literal(forms, field)):
            return (word,)
        inner = inner_runs(word, self._cut_finely(word))
        every = And(tuple(Literal(self._expander.forms(Piece(run), field), field) for run in inner))
        return inner if len(inner) > 1 and self._count(every) else (word,)

    def _without_which(self, words: list[str], text: str) -> list[str]:
        """Without what only asks of whom or of which years (各局, 近几年), where that is printed
        nowhere and another word says what is asked."""
        spans = [(a, b) for a, b in which_spans(text) if not self._count(Literal((text[a:b],)))]
        kept, at = [], 0
        for word in words if spans else ():
            start = max(text.find(word, at), 0)
            at = start + len(word)
            if not any(a <= start and at <= b for a, b in spans):
                kept.append(word)
        return kept if any(len(word) > 1 for word in kept) else words

    def _without_kind(self, words: list[str], field: TextField) -> list[str]:
        """Without the kind of answer that is wanted (反诈数据), unless a paragraph has it all."""
        if len(words) < 2 or not names_a_kind(words[-1]):
            return words
        every = (Literal(self._expander.forms(Piece(word), field), field) for word in words)
        return words if self._count(And(tuple(every))) else words[:-1]

    def _with_quoted(self, words: list[str], text: str, field: TextField) -> list[str]:
        """The words, those joined that together are a name which the library prints in quotation
        marks: 江豚夜巡 is one, though no dictionary and no list has it; where the last of them
        reaches beyond it (江豚夜 and 巡发 of 江豚夜巡发了几次) but stands nowhere without it."""
        at = 0
        while at < len(words) and len(words) <= _MOST_NAMING:
            runs = (("".join(words[at:end]), end) for end in range(len(words), at + 1, -1))
            parts = ((run, end, cut) for run, end in runs for cut in range(len(words[end - 1])))
            for run, end, cut in parts:
                name, rest = run[: len(run) - cut], run[len(run) - cut :]
                is_held = name in text and self._is_printed(name, field)
                is_named = is_held and self.is_quoted_name(name)
                if is_named and (not cut or self._is_within(name, words[end - 1])):
                    words = [*words[:at], name, *filter(None, (rest,)), *words[end:]]
                    break
            at += 1
        return words

    def _is_within(self, name: str, word: str) -> bool:
        """Whether a word that a name ends in stands nowhere without the name."""
        both = And((Literal((name,)), Literal((word,))))
        return self._count(both) == self._count(Literal((word,)))

    def _is_printed(self, run: str, field: TextField) -> bool:
        return any(self._count(Literal((run,), one)) for one in dict.fromkeys((field, "title")))

    def _with_names(
        self, words: list[str], text: str, field: TextField, is_question: bool
    ) -> list[str]:
        """The words, single characters joined to the longest runs that the library has.

        Names that no dictionary knows fall apart: 瞿建 is one word, not 瞿 and 建. Where there are
        but single characters, all of which a paragraph has, they are an abbreviation: 房住不炒.
        """
        if not is_question and all(map(is_single_character, words)):
            both = And(tuple(Literal((word,), field) for word in words))
            if self._count(both):
                return words
        words = self._with_moved_borders(words, text, field)
        joined: list[str] = []
        at = 0
        while at < len(words):
            end = at + 1
            for size in range(min(_LONGEST_NAME, _singles_from(words, at)), 1, -1):
                run = "".join(words[at : at + size])
                if run in text and self._count(
                    Literal(self._expander.forms(Piece(run), field), field)
                ):
                    end = at + size
                    break
            joined.append("".join(words[at:end]))
            at = end
        is_name = not is_question and len(text) <= _LONGEST_NEW
        return self._with_new_words(joined, text, field) if is_name else joined

    def _with_new_words(self, words: list[str], text: str, field: TextField) -> list[str]:
        """Single characters at an end of the piece as part of the word beside them, where next to
        no paragraph has the word and none both: what reports say of 治理 and, elsewhere, of 宇宙
        is nothing of 元宇宙."""
        before = sum(1 for _ in takewhile(is_single_character, words))
        if before == len(words):
            return words
        behind = sum(1 for _ in takewhile(is_single_character, reversed(words)))
        joined = words[before : len(words) - behind or None]
        for char in reversed(words[:before]):
            is_one = len(joined) > 0 and self._is_new(char, joined[0], text, field)
            joined[:1] = [char + joined[0]] if is_one else [char, *joined[:1]]
        for char in words[len(words) - behind :]:
            is_one = len(joined) > 0 and self._is_new(joined[-1], char, text, field)
            joined[-1:] = [joined[-1] + char] if is_one else [*joined[-1:], char]
        return joined

    def _is_new(self, one: str, other: str, text: str, field: TextField) -> bool:
        """Whether a single character and what stands beside it are one word, and that is rare."""
        single, word = sorted((one, other), key=len)
        if not 2 <= len(word) <= 3 or one + other not in text or self._is_named(word):
            return False
        both = Literal((word,), field), Literal((single,), field)
        few = self._count(Everything()) // _PARAGRAPHS_OF_RARE
        return self._count(both[0]) <= few and not self._count(And(both))

    def _with_moved_borders(self, words: list[str], text: str, field: TextField) -> list[str]:
        """命 and 案侦破, which the library does not have, are 命案 and 侦破, which it has."""
        moved = list(words)
        for at, (one, two) in enumerate(pairwise(words)):
            if not is_single_character(one) or len(two) < 3 or one + two not in text:
                continue
            if two[0].isdigit():  # a figure is never cut: of 毒 and 53.1, no 毒5
                continue
            longer, shorter = one + two[0], two[1:]
            counts = (self._count(Literal((word,), field)) for word in (longer, shorter))
            if not self._count(Literal((two,), field)) and all(counts):
                moved[at : at + 2] = [longer, shorter]
        return moved

    def _tell(self, text: str, kept: list[str], left_out: list[str], is_found: bool) -> None:
        if kept == [text]:
            return
        how = "一并拆成词检索" if is_found else "没有连着写的，改按其中的词查"
        also = f"（「{'」「'.join(left_out)}」不参与）" if left_out else ""
        self._expander.note(f"「{text}」{how}：{'、'.join(kept)}{also}")


def may_be_quoted(form: str) -> bool:
    """Whether a form is as long as the names that reports print in quotation marks."""
    return _SHORTEST_QUOTED <= len(form) <= _LONGEST_QUOTED


def _without_light(words: list[str], text: str, is_question: bool) -> list[str]:
    """The words of a question, or of a piece that says much, without those that say nothing."""
    light = light_words(words, text)
    telling = [word for word in words if word not in light]
    strong = sum(len(word) > 1 for word in telling)
    return telling if strong >= (1 if is_question else _SAYS_MUCH) else words


def is_single_character(form: str) -> bool:
    """Whether a form is one Han character, which alone says next to nothing."""
    return len(form) == 1 and "\u3400" <= form <= "\u9fff"


def _singles_from(words: Sequence[str], at: int) -> int:
    """How many single characters stand in a row from this word on."""
    return sum(1 for _ in takewhile(is_single_character, islice(words, at, None)))


def _cut_around_figures(text: str, cut: Cut) -> list[str]:
    """The words of a text; 15.73%, 2023年 and 9月 are one word each: nobody looks for 15 and 73."""
    words: list[str] = []
    for at, run in enumerate(_FIGURE.split(text)):
        words += [run] if at % 2 else cut(run) if run else []
    return words


def measured_figures(text: str) -> tuple[str, ...]:
    """The figures of a normalised text that have a fraction, % or a power of ten, each once."""
    return tuple(dict.fromkeys(_MEASURED.findall(text)))


def is_figure(word: str) -> bool:
    """Whether a word of a cut piece is a figure or year that is never cut further."""
    return bool(_FIGURE.fullmatch(word))


def without_edge_punctuation(text: str) -> str:
    """A normalised text without the punctuation at its ends."""
    start, end = 0, len(text)
    while start < end and is_punctuation(text[start]):
        start += 1
    while end > start and is_punctuation(text[end - 1]):
        end -= 1
    return text[start:end]


def _longest(words: list[str], limit: int) -> list[str]:
    """At most `limit` words, the longer ones first to stay, in their old order."""
    kept = set(sorted(words, key=len, reverse=True)[:limit])
    return [word for word in words if word in kept][:limit]


def inner_runs(compound: str, words: Sequence[str]) -> tuple[str, ...]:
    """The shortest words in a compound, and what they leave over of it, from two characters on."""
    inside = [word for word in dict.fromkeys(words) if 2 <= len(word) < len(compound)]
    runs = [w for w in inside if not any(other != w and other in w for other in inside)]
    rest = compound
    for word in runs:
        rest = rest.replace(word, "\0")
    left_over = [run for run in rest.split("\0") if 2 <= len(run) < len(compound)]
    return (*runs, *left_over)


def joined_text(pieces: Sequence[Piece]) -> str:
    """The pieces as one run in normal form."""
    return "".join(normalize(piece.text) for piece in pieces)
