"""Turn the curated files sources, themes, initiatives and synonyms into one frozen Taxonomy."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from indexer.errors import TaxonomyError
from indexer.taxonomy.entries import CANDIDATE, IGNORED, TaxonomyReader
from indexer.text.normalizer import normalize

CANDIDATES_NAME = "candidates.yaml"
_DICTIONARY_WORD = re.compile(r"[0-9a-z\u3400-\u9fff]{2,12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A publishing unit (来源) and the other names people type for it."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject (主题) of the library and the words by which the tagger knows it.

    One `strong` expression or two different `weak` ones in a sentence give it the theme, a long
    sentence needs more; each of `against` takes back a strong one. Without any, they are taken from
    name and definition. A `general` theme (overviews) gives way to every one that says more.
    """

    name: str
    definition: str = ""
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    general: bool = False


@dataclass(frozen=True, slots=True)
class Initiative:
    """A named campaign, platform, mechanism, slogan… (举措) in all its written forms.

    `parts` name it too where they stand alone, but say less than its name (一区一警 of
    一区一警、一格多员), so nobody searches them in its stead. `quoted` forms are ordinary words
    that count only where the print has them in quotation marks; `not_in` lists longer expressions
    inside which no form counts. `status` is CANDIDATE for one that nobody has listed yet (待核),
    GIVEN where the front matter of a report names it all the same, else empty.
    """

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""
    themes: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    status: str = ""

    @property
    def is_candidate(self) -> bool:
        return self.status == CANDIDATE

    @property
    def forms(self) -> tuple[str, ...]:
        """Name, aliases and quoted forms, each once, as written in the file."""
        return tuple(dict.fromkeys((self.name, *self.aliases, *self.quoted)))


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """Words that stand for each other; `one_way`: the first also finds the others, not back.

    `kind` is what the reader is told: "synonym" or "variant" (another writing of the same).
    """

    words: tuple[str, ...]
    one_way: bool = False
    kind: str = "synonym"


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Everything curated about a library: what there is, what it is called, what it is about.

    `ignored` are names that discovery must not propose. `files`: name and content of each file that
    it was read from, by name; `found`: what candidates.yaml is to hold in a generation, if more.
    """

    sources: tuple[Source, ...] = ()
    themes: tuple[Theme, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    synonyms: tuple[SynonymGroup, ...] = ()
    ignored: tuple[str, ...] = ()
    files: tuple[tuple[str, bytes], ...] = field(default=(), compare=False, repr=False)
    found: bytes = field(default=b"", compare=False, repr=False)

    @property
    def listed(self) -> tuple[Initiative, ...]:
        """The initiatives that a person has listed."""
        return tuple(i for i in self.initiatives if not i.status)

    @property
    def served(self) -> dict[str, bytes]:
        """The files that a generation is served by."""
        return {**dict(self.files), **({CANDIDATES_NAME: self.found} if self.found else {})}

    @property
    def takes_candidates(self) -> bool:
        """Whether names that discovery finds are to be shown too (indexer.taxonomy.candidates)."""
        return not self.initiatives or any(name == CANDIDATES_NAME for name, _ in self.files)

    def dictionary_words(self) -> tuple[str, ...]:
        """Names and aliases for the segmenter's user dictionary, sorted, each once.

        Only runs of 2–12 Han or ASCII letters and digits, with at least one Han character. None of
        candidates: with every added report there are others, and words must not change with it.
        """
        names: list[str] = []
        for source in self.sources:
            names += (source.name, *source.aliases)
        for initiative in self.listed:
            names += (*initiative.forms, *initiative.parts)
        for group in self.synonyms:
            names += group.words
        words = {normalize(name) for name in names}
        return tuple(sorted(w for w in words if _DICTIONARY_WORD.fullmatch(w) and not w.isascii()))

    def initiative_forms(self) -> dict[str, tuple[str, ...]]:
        """Initiative name → all written forms, the name first."""
        return {initiative.name: initiative.forms for initiative in self.initiatives}

    def source_named(self, text: str) -> Source | None:
        """The source that somebody means who types `text`: 南通 finds 南通市公安局.

        A name or alias first; else the only source with a name or alias that starts with the text
        (of two characters or more). None when nothing or more than one thing is meant.
        """
        wanted = normalize(text)
        starting: list[Source] = []
        for source in self.sources:
            names = [normalize(name) for name in (source.name, *source.aliases)]
            if wanted in names:
                return source
            if len(wanted) >= 2 and any(name.startswith(wanted) for name in names):
                starting.append(source)
        return starting[0] if len(starting) == 1 else None


EMPTY = Taxonomy()


def load_taxonomy(folder: Path) -> Taxonomy:
    """Read `sources.yaml`, `themes.yaml`, `initiatives.yaml` and `synonyms.yaml` of a folder.

    A missing file or folder is an empty list. Raises TaxonomyError with every problem found, each
    "file:line: reason".
    """
    reader = TaxonomyReader(folder)
    sources = tuple(Source(**fields) for fields in reader.fields("sources"))
    themes = tuple(Theme(**fields) for fields in reader.fields("themes"))
    initiatives = tuple(Initiative(**fields) for fields in reader.fields("initiatives"))
    candidates = [Initiative(**fields) for fields in reader.fields("candidates")]
    initiatives += tuple(one for one in candidates if one.status != IGNORED)
    ignored = tuple(one.name for one in candidates if one.status == IGNORED)
    synonyms = tuple(SynonymGroup(**fields) for fields in reader.fields("synonyms"))
    for section in ("sources", "themes", "initiatives"):
        reader.check_names(section)
    reader.check_themes(theme.name for theme in themes)
    if reader.problems:
        raise TaxonomyError(reader.problems)
    files = tuple(sorted(reader.files.items()))
    return Taxonomy(sources, themes, initiatives, synonyms, ignored, files)


def generation_taxonomy(generation: Path) -> Taxonomy:
    """The taxonomy as it was when this generation was built: it is served by that copy."""
    folder = generation / "taxonomy"
    return load_taxonomy(folder) if folder.is_dir() else EMPTY
