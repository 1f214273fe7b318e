"""Turn the names that discovery is sure of into initiatives that wait for a person's word (待核).

`taxonomy/candidates.yaml` keeps both: in a corpus the names that a person wants never to see again
(`status: ignored`), in a generation also those that were found when it was built, so that it is
served by them as by every other initiative. A library has candidates while nobody has listed an
initiative, and from then on while that file exists: the desk begins it with its first decision.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from indexer.model.yaml_edit import yaml_text
from indexer.taxonomy.discovery import Discovery, Mention, discoveries_of, entry_lines
from indexer.taxonomy.entries import CANDIDATE, GIVEN, IGNORED
from indexer.taxonomy.name_endings import NO_KIND, kind_of
from indexer.taxonomy.taxonomy import Initiative, Taxonomy
from indexer.text.normalizer import normalize

# On judged reports (tests/indexer/taxonomy) precision and recall are .94 and .87 here, .96 and .93
# on six more, .98 and .81 on fifteen whose names have rarer shapes. At .6 they are .91 and .89, .89
# and .94, .96 and .84, but many more wrong ones on reports that have hardly any names.
MIN_CONFIDENCE = 0.75
_SHORT = 3  # characters; a bare name that short is often an ordinary word: “断流”


def with_candidates(
    taxonomy: Taxonomy, mentions: Iterable[Mention], given: Collection[str] = ()
) -> Taxonomy:
    """The same taxonomy, with what the texts name and it does not list; names never twice.

    `mentions` are what a Finder of this taxonomy at MIN_CONFIDENCE found in all texts, in their
    order. `given` are names that a person has written in front matter.
    """
    ignored = {normalize(name) for name in taxonomy.ignored}
    taken = {normalize(form) for i in taxonomy.initiatives for form in (*i.forms, *i.parts)}
    found: list[Initiative] = []
    for discovery in discoveries_of(mentions, MIN_CONFIDENCE):
        if normalize(discovery.name) in ignored | taken:
            continue
        initiative = as_initiative(discovery, ignored | taken)
        taken |= {normalize(form) for form in initiative.forms}
        found.append(initiative)
    by_hand = {normalize(name): name for name in sorted(given)}
    found = [_as_given(initiative, by_hand) for initiative in found]
    found.sort(key=lambda initiative: initiative.name)  # however sure: a digest is made of them
    if not found:
        return taxonomy
    content = _as_yaml(found, taxonomy.ignored).encode()
    return replace(taxonomy, initiatives=(*taxonomy.initiatives, *found), found=content)


def _as_given(found: Initiative, by_hand: Mapping[str, str]) -> Initiative:
    """The candidate under the name that a person has written, if one of its forms is written so.

    Other forms that were written are names of their own: nothing stands twice.
    """
    names = [by_hand[normalize(form)] for form in found.forms if normalize(form) in by_hand]
    if not names:
        return found
    aliases = (form for form in (found.name, *found.aliases) if normalize(form) not in by_hand)
    own = normalize(names[0])
    quoted = (f for f in found.quoted if normalize(f) == own or normalize(f) not in by_hand)
    return replace(found, name=names[0], aliases=tuple(aliases), quoted=tuple(quoted), status=GIVEN)


def as_initiative(found: Discovery, taken: Iterable[str] = ()) -> Initiative:
    """A candidate as an entry: what stood only in quotation marks counts only there.

    `taken`: normal forms that belong to other entries.
    """
    others = [form for form in (*found.aliases, *found.quoted) if normalize(form) not in taken]
    bare = [f for f in others if kind_of(f) == NO_KIND or f in found.quoted]
    if kind_of(found.name) == NO_KIND and len(found.name) <= _SHORT:
        bare.append(found.name)
    aliases = tuple(form for form in others if form not in bare)
    return Initiative(
        found.name, aliases, found.kind, found.themes, quoted=tuple(bare), status=CANDIDATE
    )


def changed_forms(before: Taxonomy, after: Taxonomy) -> frozenset[str]:
    """Normal forms of the initiatives that only one of two taxonomies has as they are.

    The same listed names and themes taken for granted, a text without any of these forms is tagged
    alike by both.
    """
    others = set(before.initiatives) ^ set(after.initiatives)
    forms = (form for i in others for form in (*i.forms, *i.parts, *i.quoted, *i.not_in))
    return frozenset(map(normalize, forms))


def _as_yaml(found: Iterable[Initiative], ignored: Iterable[str]) -> str:
    lines: list[str] = []
    for initiative in found:
        lines += [*entry_lines(initiative), f"  status: {initiative.status}"]
    for name in ignored:
        lines += [f"- name: {yaml_text(name)}", f"  status: {IGNORED}"]
    return "".join(f"{line}\n" for line in lines)
