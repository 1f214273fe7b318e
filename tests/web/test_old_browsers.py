"""Nothing newer than Chromium 86 stands where its lack breaks a page: intranets keep browsers long.

A selector that a browser does not know throws in a script and drops a whole rule of a style sheet;
a missing method stops the module. Properties that only make things prettier (`text-wrap`,
`accent-color`) are passed over by older browsers and may stand.
"""

import re
from pathlib import Path

import pytest

import web

_STATIC = Path(web.__file__).parent / "static"
# Each with the first Chromium that has it.
_NEWER = {
    r":is\(": 88,
    r":where\(": 88,
    # In a rule of its own it may stand: older browsers pass over that rule alone.
    r"\.js.*:has\(|,[^{}]*:has\(|:has\([^{}]*,": 105,
    r":not\([^()]*,": 88,
    r"[{;]\s*inset:": 87,
    r"aspect-ratio:": 88,
    r"color-mix\(": 111,
    r"\b\d+[dsl]v[hw]\b": 108,
    r"@(?:container|layer)\b": 99,
    r"\.at\(": 92,
    r"\bObject\.hasOwn\(": 93,
    r"\bstructuredClone\(": 98,
    r"\.(?:findLast|toSorted|toReversed)\(": 97,
    r"\bcrypto\.randomUUID\(": 92,
    r"\bstatic \{": 94,
}


@pytest.mark.parametrize("path", sorted(_STATIC.glob("*.[cj]s*")), ids=lambda path: path.name)
def test_nothing_newer_than_the_oldest_browser_is_used(path: Path) -> None:
    text = f"{path.name}\n{path.read_text(encoding='utf-8')}"
    newer = {word: since for word, since in _NEWER.items() if re.search(word, text, re.S)}
    assert not newer, f"{path.name}: {newer}"
