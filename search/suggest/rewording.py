"""Put a piece of a query that finds nothing into words that find something, on evidence."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from indexer.text.normalizer import normalize
from search.results import Suggestion
from search.suggest.candidates import MAX_PIECE, Candidate, CandidateGenerator
from search.suggest.typed_forms import has_letters
from search.suggest.vocabulary import Effort, Vocabulary

Cut = Callable[[str], Sequence[str]]

# Evidence. A piece that is found in more than RARE paragraphs is never corrected; one that is
# found at all only by a tiny edit (cost up to _TINY) towards something _MUCH_MORE frequent; one
# that is a common word of the language (经典) never, however much it sounds like another (景点).
RARE = 2
_MUCH_MORE = 30
_TINY = 0.9
_LIKELY = 1.5  # beyond this cost a slip that is found in the text itself is believed first
# Inside a longer run the rest of the text speaks for the reader, so only likely mistakes count.
_TINY_INSIDE = 1.0
_MAX_COUNTS = 80  # how often one proposal may ask the index; a question costs 0.05–1 ms
_MAX_TRIED = 8  # candidates counted for one piece
_LEAST_NAME, _LONGEST_NAME = 3, 10  # characters of a name that may be written in two ways
_PUNS = (("e", "易"), ("e", "亿"), ("e", "一"), ("q", "亲"), ("v", "微"))
_MAX_QUOTED = 24  # runs looked up for their quotation marks
_MAX_WRITTEN_OUT = 40  # forms counted for a run that no name or phrase explains
_MAX_PLACES = 3  # characters where its slip may be
_MAX_WINDOWS = 14
_USUAL_LENGTH = 4  # characters of a name
# Characters that stand beside words by themselves: 各单位 is as plain as 单位.
_FUNCTION = frozenset("各个每某该此其这那本全多数几的地得了着和与及或在是有")
_CONTEXTS = ((3, 3), (2, 2), (1, 3), (3, 1), (2, 1), (1, 2))  # characters around a joint


class Counter:
    """Asks the index how many paragraphs hold a literal, each literal once, within a budget."""

    def __init__(self, count: Callable[[str], int]) -> None:
        self._count = count
        self._known: dict[str, int] = {}

    def __call__(self, literal: str) -> int:
        """0 also when the budget is spent, so that nothing unproven is proposed."""
        if literal not in self._known:
            if len(self._known) >= _MAX_COUNTS:
                return 0
            self._known[literal] = self._count(literal) if literal else 0
        return self._known[literal]


class Reworder:
    """Rewords pieces by one vocabulary. Safe to use from several threads."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        frequency: Callable[[str], int],
        is_quoted: Callable[[str], bool],
        cut: Cut,
    ) -> None:
        self._vocabulary = vocabulary
        self._frequency = frequency
        self._cut = cut
        self._is_quoted = is_quoted
        self._generator = CandidateGenerator(vocabulary)

    def reword(self, form: str, counter: Counter, effort: Effort) -> list[Suggestion]:
        """Other wordings of one piece, likeliest first, each with the paragraphs that hold it (the
        rarest part of it); empty where it needs none."""
        own = counter(normalize(form))
        if own > RARE or len(form) < 2 or self._vocabulary.is_common_word(form):
            return []
        candidates = self._generator.candidates(form, effort)
        is_plain = self._is_plain(form) or self._frequency(form) > 0
        if is_plain:  # rightly written words: no part of another text is meant
            candidates = [c for c in candidates if c.is_whole or c.if_quoted]
        if own:
            if len(form) < 3 or self._vocabulary.is_entry(form):
                return []
            candidates = [c for c in candidates if c.cost <= _TINY and c.reason != "pinyin"]
        least = max(1, own * _MUCH_MORE)
        candidates = self._believed(candidates)
        likely = [c for c in candidates if c.cost <= _LIKELY]
        proven = self._proven(likely[:_MAX_TRIED], least, counter)
        if proven or own:
            return proven
        # One signs figures wrongly (99。5%); but another figure is no correction of a figure.
        is_figure = not any(char.isalpha() for char in form)
        is_mendable = not is_figure and not is_plain
        proven = self._correct_in_place(form, counter) if is_mendable else []
        proven = proven or self._proven(candidates[len(likely) :][:_MAX_TRIED], least, counter)
        if not proven and not is_figure and len(form) >= 4 and not self._frequency(form):
            proven = self._correct_inside(form, counter, effort)
        return proven

    def alike(self, form: str, counter: Counter, effort: Effort) -> list[Suggestion]:
        """Other names in print, in quotation marks as this one is, that differ from it in one
        character which sounds or looks alike: 枥下哨 and 栎下哨, 安e办 and 安易办."""
        if not _LEAST_NAME <= len(form) <= _LONGEST_NAME or not counter(form):
            return []
        found = {
            c.form: c for c in self._generator.candidates(form, effort) if _is_one_off(c, form)
        }
        for pun in _puns(form):
            found.setdefault(pun, Candidate(pun, pun, "typo", 0.0, False))
        counted = [(c, counter(c.form)) for c in list(found.values())[:_MAX_TRIED]]
        printed = [(c, n) for c, n in counted if n]
        if not printed or not self._is_quoted(form):
            return []
        return [Suggestion(c.text, "alike", n) for c, n in printed if self._is_quoted(c.form)]

    def _believed(self, candidates: list[Candidate]) -> list[Candidate]:
        """Without those that must be quoted and are not, among the first of them."""
        unsure = [c for c in candidates if c.if_quoted][:_MAX_QUOTED]
        quoted = {c.form for c in unsure if self._is_quoted(c.form)}
        return [c for c in candidates if not c.if_quoted or c.form in quoted]

    def _proven(
        self, candidates: list[Candidate], least: int, counter: Counter
    ) -> list[Suggestion]:
        counted = [(c, counter(c.form)) for c in candidates]
        return [Suggestion(c.text, c.reason, n) for c, n in counted if n >= least]

    def _correct_in_place(self, form: str, counter: Counter) -> list[Suggestion]:
        """Undo one slip in a run that is too rare to be in the vocabulary.

        The longest run from the left that the library holds ends at the slip or behind it, the
        longest from the right begins behind it or before: what lies between is tried.
        """
        if not 3 <= len(form) <= MAX_PIECE:
            return []
        from_left = _longest(form, counter)
        from_right = _longest(form[::-1], lambda part: counter(part[::-1]))
        first, last = len(form) - from_right - 1, min(from_left, len(form) - 1)
        if not -1 <= last - first < _MAX_PLACES:  # -1: two neighbours that changed places
            return []
        places = range(min(first, last), max(first, last) + 1)
        tried = list(itertools.islice(self._generator.written_out(form, places), _MAX_WRITTEN_OUT))
        return sorted(self._proven(tried, 1, counter), key=lambda p: -p.total)

    def _correct_inside(self, form: str, counter: Counter, effort: Effort) -> list[Suggestion]:
        """Correct a window of a longer run: the run with it, or the run cut around it.

        Where the rest is no literal of the library either (a question, say), it stays joined: the
        search cuts such a run into words anyway.
        """
        apart: list[Suggestion] = []
        for start, end in self._windows(form, counter):
            before, after = form[:start], form[end:]
            window = form[start:end]
            likely = self._generator.candidates(window, effort, is_inside=True)
            likely = [c for c in likely if not c.if_quoted and _keeps_half(window, c.form)]
            for candidate in itertools.takewhile(lambda c: c.cost <= _TINY_INSIDE, likely):
                whole = counter(before + candidate.form + after)
                if whole:
                    return [Suggestion(before + candidate.text + after, candidate.reason, whole)]
                found = counter(candidate.form) if candidate.is_whole else 0
                if found:
                    parts = [part for part in (before, candidate.text, after) if part]
                    rarest = min(found, counter(before) or found, counter(after) or found)
                    stands = all(counter(part) for part in (before, after) if part)
                    text = (" " if stands else "").join(parts)
                    apart.append(Suggestion(text, candidate.reason, rarest))
                    break
        return apart[:1] or self._correct_word(form, counter, effort)

    def _correct_word(self, form: str, counter: Counter, effort: Effort) -> list[Suggestion]:
        """Write a name of the library in a run as it is written, where it has all the other words.

        Two single characters are no word, 反 and 炸; what they sound or look like may be a name.
        """
        words = list(self._cut(form))
        if len(words) < 2 or "".join(words) != form:
            return []
        for first, last in _doubtful_words(words, counter, self._frequency):
            before, after = words[:first], words[last:]
            if not all(map(counter, (*before, *after))):
                continue
            typed = "".join(words[first:last])
            for c in self._generator.candidates(typed, effort, is_inside=True):
                is_one = sum(a != b for a, b in zip(c.form, typed, strict=False)) == 1
                is_likely = c.is_name and c.cost <= _TINY and len(c.form) == len(typed)
                if is_one and is_likely and (found := counter(c.form)):
                    parts = ("".join(before), c.text, "".join(after))
                    text = " ".join(part for part in parts if part)
                    return [Suggestion(text, c.reason, min(found, *map(counter, before + after)))]
        return []

    def _windows(self, form: str, counter: Counter) -> list[tuple[int, int]]:
        """Where a mistake may hide in `form`: letters, joints of what is found, their context."""
        windows = [m.span() for m in re.finditer(r"[a-z]{2,}", form)]
        cuts = self._joints(form, counter)
        joined = [(a, b) for n in (2, 3) for a, b in zip(cuts, cuts[n:], strict=False)]
        windows += sorted(joined, key=lambda span: abs(span[1] - span[0] - _USUAL_LENGTH))
        windows += [(c - left, c + right) for left, right in _CONTEXTS for c in cuts[1:-1]]
        kept: dict[tuple[int, int], None] = {}
        for start, end in windows:
            window = form[max(0, start) : end]
            is_inside = len(window) == end - start and 3 <= len(window) < len(form)
            is_inside = is_inside and (len(window) <= MAX_PIECE or has_letters(window))
            if is_inside and _keeps_letters(form, start, end) and not self._is_plain(window):
                kept[start, end] = None
        found = [span for span in kept if not counter(form[span[0] : span[1]])]
        return found[:_MAX_WINDOWS]

    def _joints(self, form: str, counter: Counter) -> list[int]:
        """Cut `form` into the longest runs the library holds, from the left: where they meet."""
        cuts = [0]
        while cuts[-1] < len(form):
            cuts.append(cuts[-1] + max(1, _longest(form[cuts[-1] :], counter)))
        return cuts

    def _is_plain(self, window: str) -> bool:
        """Does the run consist of common words? Then nothing speaks for a mistake in it."""
        reached = [True] + [False] * len(window)
        for end in range(1, len(window) + 1):
            reached[end] = any(
                reached[end - length] and self._is_plain_word(window[end - length : end])
                for length in range(1, min(4, end) + 1)
            )
        return reached[-1]

    def _is_plain_word(self, word: str) -> bool:
        return word in _FUNCTION if len(word) == 1 else self._vocabulary.is_common_word(word)


def _is_one_off(candidate: Candidate, form: str) -> bool:
    """Whether it is the form but for one character that sounds or looks alike."""
    changed = sum(a != b for a, b in zip(candidate.form, form, strict=False))
    is_alike = candidate.reason in ("typo", "shape") and candidate.cost <= _TINY_INSIDE
    return is_alike and len(candidate.form) == len(form) and changed == 1


def _puns(form: str) -> Iterator[str]:
    """The same name with a letter for a character that sounds so, or the other way round."""
    for letter, character in _PUNS:
        if letter in form:
            yield form.replace(letter, character)
        if character in form:
            yield form.replace(character, letter)


def _doubtful_words(
    words: Sequence[str], counter: Counter, is_word: Callable[[str], int]
) -> Iterator[tuple[int, int]]:
    """What nobody knows, of two and three characters, and pairs of single ones."""
    for at, word in enumerate(words):
        pair = "".join(words[at : at + 2])
        if 2 <= len(word) <= 3 and not counter(word) and not is_word(word):
            yield at, at + 1
        elif len(word) == 1 and len(pair) == 2 and not counter(pair):
            yield at, at + 2


def _longest(form: str, count: Callable[[str], int]) -> int:
    """The length of the longest beginning of `form` that is found."""
    low, high = 0, len(form)
    while low < high:
        middle = (low + high + 1) // 2
        if count(form[:middle]):
            low = middle
        else:
            high = middle - 1
    return low


def _keeps_half(typed: str, meant: str) -> bool:
    """Whether at least half of the characters stay, where they are compared one by one."""
    kept = sum(a == b for a, b in zip(typed, meant, strict=False))
    return len(typed) != len(meant) or 2 * kept >= len(typed) or has_letters(typed)


def _keeps_letters(form: str, start: int, end: int) -> bool:
    """Does the window cut no run of letters in two?"""
    return not (has_letters(form[start - 1 : start]) and has_letters(form[start])) and not (
        has_letters(form[end : end + 1]) and has_letters(form[end - 1])
    )
