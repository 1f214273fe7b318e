"""Turn the pieces of a plain query into phrase and parts, or into a search of titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, product

from indexer.taxonomy.name_endings import NO_KIND, kind_of
from indexer.text.analyzer import is_noun, words_form
from indexer.text.normalizer import normalize
from search.query.syntax import Piece
from search.query.tree import And, Everything, Literal, Or, Part, Query, Ranked, Signals
from search.request import SearchRequest
from search.rewrite.context import Context
from search.rewrite.expansions import MAX_FORMS
from search.rewrite.facet_names import FacetNames
from search.rewrite.pieces import (
    COMPOUND,
    Cut,
    PieceSettler,
    SettledPiece,
    inner_runs,
    is_figure,
    is_single_character,
    joined_text,
    measured_figures,
    without_edge_punctuation,
)
from search.rewrite.query_expander import QueryExpander
from search.rewrite.questions import answer_signs, particles, question_words, without_asking_spans
from search.suggest.unheld import UnheldNames

_MAX_INNER_PARTS = 128
_YEAR = re.compile("(?:19|20)[0-9]{2}年?")
_HOW_TOLD = re.compile("[件起]数|年度")  # of any figure: nothing that a library lacks
_AHEAD = re.compile(r"^(?:请问|查一?下?|(?:19|20)[0-9]{2}年?的?|\s)+")
_NO_PARTICLES = re.compile("[^\\W的了在和与及是]{0,10}")
_OF_PLACE = re.compile("[省市县区州盟旗局]")
_RARE = 20  # paragraphs for each that has a rare word
MAX_SIGNALS = 160  # of each kind: what a pasted page adds beyond them no longer moves the order


class PlainPlanner:
    """Plans the plain queries of one request."""

    def __init__(
        self,
        settler: PieceSettler,
        query_expander: QueryExpander,
        resolver: FacetNames,
        cut_finely: Cut,
        unheld: UnheldNames,
    ) -> None:
        self.unheld: tuple[str, ...] = ()  # names of units and places that nothing has
        self.lacking: tuple[str, ...] = ()  # the same of words, if they are most of the query
        self.is_of_absent = False  # and what it says first is one, or is said of everything
        self._unheld = unheld
        self._settler = settler
        self._expander = query_expander
        self._count = query_expander.count
        self._cut_finely = cut_finely
        self.context = Context(resolver, query_expander.count)  # how the pieces are understood

    def build(
        self, pieces: Sequence[Piece], text: str, is_question: bool, request: SearchRequest
    ) -> Query:
        """A Ranked over texts; over titles if asked, or if the texts have none of the parts.

        `text` is the query as typed; its normal form is what the phrase class contains first.
        """
        if request.field == "title":
            return self._titles(pieces, is_question)
        is_alone = len(pieces) == 1 and not pieces[0].quoted
        only_name = is_alone and self.context.offer(pieces[0].text)
        settled = self._settled(pieces, is_question, request.entities)
        if not self._occurs(settled):
            titles = self._titles(pieces, is_question)
            if self._count(titles):
                self._expander.note("正文里没有找到，以下段落所在报告的标题符合检索词")
                return titles
        parts = self._parts(pieces, settled, is_question, request.min_match is None)
        if request.entities and not only_name:
            parts = self._understood(pieces, settled, parts)
        phrase = self._phrase(pieces, settled, normalize(text))
        self._tell_absent(parts, " ".join(normalize(piece.text) for piece in pieces), phrase)
        takes_apart = is_question or self._is_told_apart(parts)
        of_names = tuple(p for p in parts if not is_question and p.kind)
        inner = self._inner_parts(pieces, settled, parts, takes_apart, of_names, request.to_depth)
        if inner and not (is_question or request.to_depth):
            self._settler.tell_apart(text, [part.forms[0] for part in inner])
        is_cut = any(piece.is_cut for piece in settled) or (request.to_depth and bool(inner))
        parts = tuple({part.forms[0]: part for part in (*inner, *parts)}.values())
        return Ranked(
            phrase=phrase,
            parts=self._without_compounds(parts) if takes_apart else parts,
            min_match=request.min_match,
            is_cut=is_cut,
            is_question=is_question,
            is_compound=is_alone and not is_cut and len(parts) > 1,
            signals=self._signals(words_form(text), is_question, parts) if is_cut else None,
            words=tuple(filter(self._settler.is_word, phrase)),
        )

    def _settled(
        self, pieces: Sequence[Piece], is_question: bool, with_names: bool
    ) -> list[SettledPiece]:
        """Each piece whole or cut; of several, one that is a name stays whole."""
        with_names = with_names and len(pieces) > 1 and not is_question
        return [
            self._settler.settle(
                piece, "text", is_question, with_names and self.context.is_name(piece.text)
            )
            for piece in pieces
        ]

    def _parts(
        self,
        pieces: Sequence[Piece],
        settled: Sequence[SettledPiece],
        is_question: bool,
        with_weak: bool,
    ) -> tuple[Part, ...]:
        """What "all" asks for: each piece, or the words of one that is cut or stands alone.

        Single characters are weak, and beside other words a year that no report is of, unless a
        share for scattered hits is asked for: who asks for 城镇新增就业 2020年 is not served by
        whatever prints that year.
        """
        if len(pieces) == 1 and not is_question:
            found = self._settler.words_of(pieces[0], settled[0])
        else:
            found = tuple(forms for piece in settled for forms in piece.parts)
        weak = {c for piece in settled if with_weak and piece.is_cut for c in piece.characters}
        distinct = {forms[0]: forms for forms in found}
        weak |= {own for own in distinct if with_weak and _HOW_TOLD.fullmatch(own)}
        years = {own for own in distinct if with_weak and _YEAR.fullmatch(own)}
        years = {year for year in years if not self.context.is_name(year)}
        weak |= years if len(years) < len(distinct) else set()
        return tuple(Part(forms, is_weak=own in weak) for own, forms in distinct.items())

    def _understood(
        self, pieces: Sequence[Piece], settled: Sequence[SettledPiece], parts: Sequence[Part]
    ) -> tuple[Part, ...]:
        """The parts with what may meet them by what is known of a paragraph."""
        owns = (part.forms[0] for part in parts)
        named = frozenset(filter(self._settler.is_quoted_name, owns))
        return self.context.understand(pieces, settled, parts, named)

    def _is_told_apart(self, parts: Sequence[Part]) -> bool:
        """Whether a unit, a place or a year is named, and no paragraph of it says the rest in
        these words: it may have the same in others (海安 命案全破: 命案连续31年全破)."""
        ways = (Or((Literal(part.forms), *part.named)) for part in parts)
        return any(part.kind for part in parts) and not self._count(And(tuple(ways)))

    def _without_compounds(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """The parts, compounds of the synonyms replaced by the words in them.

        Who asks for 命案全破 is answered by 命案连续31年全破, as well as by the very words.
        """
        owns = [part.forms[0] for part in parts]
        taken_apart = {
            own
            for own in owns
            if self._expander.is_compound(own)
            and sum(len(inner) for inner in owns if inner != own and inner in own) >= len(own)
        }
        return tuple(part for part in parts if part.forms[0] not in taken_apart)

    def _tell_absent(self, parts: Sequence[Part], text: str, phrase: tuple[str, ...]) -> None:
        """Name, before all else, the words that no paragraph meets, where others are found and the
        whole is not, in other figures say."""
        absent = [
            part.forms[0]
            for part in parts
            if not any(map(self._count, (Literal(part.forms), *part.named)))
            and not _HOW_TOLD.fullmatch(part.forms[0])
        ]
        if absent and self._count(Literal(phrase)):
            return
        owns = [part.forms[0] for part in parts]
        self.unheld = tuple(filter(self._unheld.is_one, absent))
        is_name = len(absent) == len(owns) and text not in absent
        if is_name and not _OF_PLACE.search("".join(absent)):
            self.unheld = ()  # 朝阳义警: no place and something else
        strong = {part.forms[0] for part in parts if not part.is_weak}
        telling = [own for own in owns if own in strong and len(own) > 1]
        lacking = [own for own in absent if own in telling]
        grown = _longest_only(_grown(own, owns, absent, text) for own in lacking)
        whose = {part.forms[0] for part in parts if part.kind}
        others = (own for own in telling if own not in lacking and own not in whose)
        found = [own for own in others if not any(own in name for name in grown)]
        is_most = sum(map(len, grown)) > sum(map(len, found))  # characters
        is_most = is_most and not any(map(self._settler.is_quoted_name, found))
        about = _AHEAD.sub("", text)  # 松泉2023年反诈, 2023年松泉反诈: whose it is
        is_of_new = any(map(about.startswith, self._unheld.new_words.intersection(absent)))
        if is_most or is_of_new:
            self.lacking = grown
            about_first = min(telling, key=text.find, default="")
            self.is_of_absent = about_first in lacking or not self._is_rare(about_first)
        if absent and not strong.issubset(absent):
            words = (_in_its_word(own, owns, text) for own in absent if own not in lacking)
            told = _longest_only(sorted((*grown, *words), key=text.find))
            self._note_absent(told, text)

    def _is_rare(self, word: str) -> bool:
        """Whether few paragraphs have a word: what they say is likely what is asked about it."""
        return self._count(Literal((word,))) * _RARE <= self._count(Everything())

    def _note_absent(self, names: Sequence[str], text: str) -> None:
        """Say which words no text has; what a title has is in the library all the same."""
        titled = [name for name in names if self._count(Literal((name,), "title"))]
        nowhere = [name for name in names if name not in titled]
        if titled and not self._count(Literal((text,), "title")):
            self._expander.note(f"正文里没有「{'」「'.join(titled)}」，只有标题里有", is_first=True)
        if nowhere:
            them = "它" + "们" * (len(nowhere) > 1)
            said = f"库中没有「{'」「'.join(nowhere)}」，以下结果不含{them}"
            self._expander.note(said, is_first=True)

    def _occurs(self, settled: Sequence[SettledPiece]) -> bool:
        """Whether any piece, or any word of a cut piece, is in any text."""
        if any(piece.is_found for piece in settled):
            return True
        parts = (
            forms
            for piece in settled
            if piece.is_cut
            for forms in piece.parts
            if forms[0] not in piece.characters
        )
        return any(self._count(Literal(forms)) for forms in parts)

    def _inner_parts(
        self,
        pieces: Sequence[Piece],
        settled: Sequence[SettledPiece],
        parts: Sequence[Part],
        takes_apart: bool,
        whole: Sequence[Part],
        to_depth: bool,
    ) -> tuple[Part, ...]:
        """Runs within the parts, which make scattered hits of paragraphs that word it otherwise.

        They are met where the part is that they lie in, so "all" stays what it is. A question is
        met by the words in its compounds (命案全破: 命案连续31年全破). Ranking to depth takes words
        and pairs of all that is not quoted: web questions' nDCG@10 .346 → .373, recall@100 .77 →
        .87.
        """
        inner: dict[str, Part] = {}
        for piece, own_piece in zip(pieces, settled, strict=True):
            owns = () if piece.quoted else tuple(forms[0] for forms in own_piece.parts)
            for own in owns:
                owner = next((part for part in parts if own in part.forms), Part((own,)))
                if to_depth:
                    signals = self._signals(words_form(own), is_question=True)
                    runs = (*(word for word in signals.words if len(word) > 1), *signals.pairs)
                elif own in self.unheld or owner in whole:
                    runs = ()
                elif takes_apart and len(own) >= COMPOUND and not is_figure(own):
                    runs = inner_runs(own, self._cut_finely(own))
                else:
                    runs = ()
                others = tuple(form for form in owner.forms if form != own)
                inner.update({r: Part((r, *others), owner.named) for r in runs if r in own})
        return tuple(inner.values())[:_MAX_INNER_PARTS]

    def _phrase(
        self, pieces: Sequence[Piece], settled: Sequence[SettledPiece], whole: str
    ) -> tuple[str, ...]:
        """The query as one run: as typed, without stray punctuation, and in its other wordings."""
        phrase = {whole: None, joined_text(pieces): None}
        phrase["".join(piece.text for piece in settled)] = None
        if not all(piece.quoted for piece in pieces):
            phrase[without_edge_punctuation(whole)] = None
        if not any(piece.quoted for piece in pieces):
            phrase.update(dict.fromkeys(self._expander.forms(Piece(joined_text(pieces)))))
        forms = [self._expander.forms(piece) for piece in pieces]
        for run in product(*forms):
            if len(phrase) >= MAX_FORMS:
                break
            phrase["".join(run)] = None
        kept = [form for form in phrase if form == whole or (form and whole not in form)]
        return tuple(kept[:MAX_FORMS])

    def _titles(self, pieces: Sequence[Piece], is_question: bool) -> Query:
        """Paragraphs of documents whose title has all the parts, or else any of them: no single
        character of what was cut, for a title with 服 is not about 放菅服, and none where a word
        of a name, or a place, stands in no title."""
        settled = [self._settler.settle(piece, "title", is_question) for piece in pieces]
        forms = dict.fromkeys(form for piece in settled for form in piece.parts)
        literals = tuple(Literal(form, "title") for form in forms)
        if len(literals) == 1:
            return literals[0]
        weak = {char for piece in settled if piece.is_cut for char in piece.characters}
        telling = Or(tuple(one for one in literals if one.forms[0] not in weak))
        absent = [one.forms[0] for one in literals if not self._count(one)]
        is_whole = len(pieces) == 1  # a title with 公安局 is no 铁路公安局's, nor 青岛's
        if any(self._unheld.is_one(own) or (is_whole and len(own) > 1) for own in absent):
            return And(literals)
        if telling.children and not self._count(And(literals)) and self._count(telling):
            self._expander.note("没有标题同时含有全部检索词，以下标题含有其中一部分")
            return telling
        return And(literals)

    def _signals(self, form: str, is_question: bool, parts: Sequence[Part] = ()) -> Signals:
        """What the ranking looks at beside the parts, question words left out; of what names a
        unit, a place or a year no characters: a report says it by its title."""
        runs = list(without_asking_spans(form)[0]) if is_question else [form]
        words = list(dict.fromkeys(word for run in runs for word in self._cut_finely(run)))
        asking = question_words(words, form) if is_question else ()
        for word in sorted(asking, key=len, reverse=True):
            runs = [rest for run in runs for rest in run.split(word)]
        for part in (part for part in parts if part.kind):
            runs = [rest for run in runs for rest in run.split(part.forms[0])]
        chars = [char for run in runs for char in run if char.isalnum()]
        pairs = [a + b for run in runs for a, b in pairwise(run) if a.isalnum() and b.isalnum()]
        figures = measured_figures(form)
        left_out = {
            *asking,
            *(particles(words) if is_question else ()),
            *(w for w in words if w.isdigit() and any(w in f for f in figures)),
        }
        content = [word for word in words if word not in left_out][:MAX_SIGNALS]
        answers = answer_signs(form) if is_question else ("", "")
        return Signals(
            tuple(content), _distinct(pairs), _distinct(chars), answers, _distinct(figures)
        )


def _in_its_word(own: str, owns: Sequence[str], text: str) -> str:
    """A single character with the word that it stands behind: 机器狗 is a thing, 狗 another."""
    if not is_single_character(own):
        return own
    before = text[: text.find(own)] if own in text else ""
    words = [word for word in owns if len(word) > 1 and before.endswith(word)]
    return max(words, key=len, default="") + own


def _grown(own: str, owns: Sequence[str], absent: Sequence[str], text: str) -> str:
    """A word with those behind it that are as absent (机器狗, 蓝鲸护航); a noun also with the noun
    that it is part of: what reports say of 人民币 is nothing of 数字人民币."""
    start = text.find(own)
    end, last = start + len(own), own
    while start >= 0:
        behind = max((o for o in owns if text.startswith(o, end)), key=len, default="")
        if named := _to_its_kind(text[start:], end - start):
            return named
        if behind not in absent:
            is_one = len(behind) > 1 and is_noun(last) and is_noun(behind)
            return text[start : end + len(behind) * is_one]
        end, last = end + len(behind), behind
    return own


def _to_its_kind(text: str, end: int) -> str:
    """The run from the beginning of a text, longer than `end`, that says what kind of thing it
    names: 铁骑夜巡队; else ""."""
    run = _NO_PARTICLES.match(text)[0]  # type: ignore[index]
    ends = range(len(run), end, -1)
    return next((run[:at] for at in ends if kind_of(run[:at]) != NO_KIND), "")


def _longest_only(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, none that lies in another."""
    once = tuple(dict.fromkeys(names))
    return tuple(n for n in once if not any(n in o and n != o for o in once))


def _distinct(items: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))[:MAX_SIGNALS]
