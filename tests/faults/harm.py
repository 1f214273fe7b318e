"""Damage a file of a generation: flip a bit, zero a block, cut it, swap it with another."""

from __future__ import annotations

import os
import random
from pathlib import Path

from indexer.generations.manifest import MANIFEST_NAME
from indexer.generations.store import GenerationStore

_BLOCK = 4096
IN_PLACE = ("flipped bit", "flipped bits", "zeroed block", "foreign block")
KINDS = (*IN_PLACE, "cut", "emptied", "grown", "removed", "a folder instead", "swapped files")


def harm(generation: Path, kind: str, chance: random.Random) -> str:
    """Do this kind of harm to a random file at a random place; what was done, in words."""
    names = _files(generation)
    # Large and small files alike: most harm would strike the largest one else.
    path = generation / chance.choice(names)
    where = chance.randrange(max(1, path.stat().st_size))
    if kind in IN_PLACE:
        _overwrite(path, kind, where, chance)
    elif kind == "cut":
        os.truncate(path, where)
    elif kind == "emptied":
        os.truncate(path, 0)
    elif kind == "grown":
        with path.open("ab") as file:
            file.write(chance.randbytes(chance.randint(1, 2 * _BLOCK)))
    elif kind == "removed":
        path.unlink()
    elif kind == "a folder instead":
        path.unlink()
        path.mkdir()
    else:
        other = generation / chance.choice([n for n in names if generation / n != path])
        _swap(path, other)
        return f"{path.name} and {other.name} swapped"
    return f"{path.name}: {kind} at {where}"


def _files(generation: Path) -> list[str]:
    manifest = GenerationStore(generation.parent)._load(generation.name, "sizes").manifest
    return [*(record.name for record in manifest.files if record.size), MANIFEST_NAME]


def _overwrite(path: Path, kind: str, where: int, chance: random.Random) -> None:
    """Change bytes without changing the length; always at least one bit."""
    whole = path.read_bytes()
    start = where - where % _BLOCK
    block = bytearray(whole[start : start + _BLOCK])
    before = bytes(block)
    if kind == "zeroed block":
        block[:] = bytes(len(block))
    elif kind == "foreign block":
        block[:] = chance.randbytes(len(block))
    if kind.startswith("flipped") or bytes(block) == before:
        for _ in range(1 if kind == "flipped bit" else chance.randint(2, 50)):
            block[chance.randrange(len(block))] ^= 1 << chance.randrange(8)
        if bytes(block) == before:
            block[where - start] ^= 1
    with path.open("r+b") as file:
        file.seek(start)
        file.write(block)


def _swap(one: Path, other: Path) -> None:
    aside = one.with_name(f"{one.name}.aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)
