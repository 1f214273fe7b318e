"""Turn text that may come from a document into text that a terminal prints and never obeys."""

from __future__ import annotations

import json
import re

import click

# Control characters but line feed and tabulator, what turns the direction of writing, and halves
# of characters, which cannot be written.
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def printable(text: str) -> str:
    """`text` with what a terminal would obey as JSON writes it (U+001B as \\u001b).

    So JSON stays the same JSON, and the rest shows what was there.
    """
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def echo(text: str, nl: bool = True, err: bool = False) -> None:
    """Print text of any origin: to stdout, or to stderr if `err`."""
    click.echo(printable(text), nl=nl, err=err)


def echo_json(body: object) -> None:
    """Print a result for programs."""
    echo(json.dumps(body, ensure_ascii=False, indent=2))


def echo_result(as_json: bool, body: object, *lines: str) -> None:
    """Print a result for programs, or the lines that tell a person of it."""
    if as_json:
        echo_json(body)
    else:
        echo("".join(f"{line}\n" for line in lines), nl=False)
