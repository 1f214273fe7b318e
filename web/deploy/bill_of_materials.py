"""Turn a folder of wheels into its bill of materials, a list of hashes, and a list of licences.

    python web/deploy/bill_of_materials.py wheelhouse [requirements.lock]

Writes into the folder, the same bytes for the same wheels: `bom.cdx.json` (CycloneDX 1.6: name,
version, licence, SHA-256 and dependencies of each wheel), `requirements.txt` (exact versions with
hashes, for `pip install --require-hashes`) and `licences.txt`. With a lock file it says which
wheels have a hash that is not in it: those that were built here from sources, and those that were
picked for another platform.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Any

PRODUCT = "qianshao"
BOM_NAME, HASHES_NAME, LICENCES_NAME = "bom.cdx.json", "requirements.txt", "licences.txt"
_UNKNOWN = "not declared: see the files in the wheel"
_SPDX = re.compile(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*")
_LONGEST_NAME = 80  # some write the whole text of their licence into the field for its name


@dataclass(frozen=True, slots=True)
class Wheel:
    """What one file says of itself. `is_expression`: the licence is an SPDX expression."""

    file: str
    sha256: str
    name: str
    version: str
    licence: str
    is_expression: bool
    requires: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def read_wheel(path: Path) -> Wheel:
    """A wheel's own metadata; ValueError for a file that is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
            metadata = BytesParser().parsebytes(archive.read(inside[0]))
    except (zipfile.BadZipFile, IndexError) as error:
        raise ValueError(f"「{path}」不是完整的 wheel，请重新生成 wheelhouse") from error
    licence, is_expression = _licence(metadata)
    requires = {_normal(re.split(r"[^\w.-]", r)[0]) for r in metadata.get_all("Requires-Dist", [])}
    return Wheel(
        path.name,
        hashlib.sha256(path.read_bytes()).hexdigest(),
        _normal(str(metadata["Name"])),
        str(metadata["Version"]),
        licence,
        is_expression,
        tuple(sorted(requires)),
    )


def _normal(name: str) -> str:
    """The one way to spell a project's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(metadata: Message) -> tuple[str, bool]:
    """The declared licence: an expression (PEP 639), else the older fields as they are."""
    if expression := metadata["License-Expression"]:
        return str(expression), True
    classifiers = [c.split(" :: ") for c in metadata.get_all("Classifier", [])]
    named = [c[-1] for c in classifiers if c[0] == "License" and c[-1] != "OSI Approved"]
    written = " ".join(str(metadata["License"] or "").split())
    if written and len(written) <= _LONGEST_NAME and (_SPDX.fullmatch(written) or not named):
        return written, False
    return "; ".join(named) or _UNKNOWN, False


def bill_of_materials(wheels: Sequence[Wheel]) -> dict[str, Any]:
    """The CycloneDX document. Its serial number follows from the wheels."""
    refs = {wheel.name: wheel.purl for wheel in wheels}
    components = {wheel.name: _component(wheel) for wheel in wheels}
    product = components.pop(PRODUCT, None)
    everything = "\n".join(f"{wheel.sha256} {wheel.file}" for wheel in wheels)
    body: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, everything)}",
        "version": 1,
        "components": list(components.values()),
        "dependencies": [
            {"ref": w.purl, "dependsOn": [refs[name] for name in w.requires if name in refs]}
            for w in wheels
        ],
    }
    if product is not None:
        body["metadata"] = {"component": {**product, "type": "application"}}
    return body


def _component(wheel: Wheel) -> dict[str, Any]:
    key = "expression" if wheel.is_expression else "license"
    return {
        "type": "library",
        "bom-ref": wheel.purl,
        "name": wheel.name,
        "version": wheel.version,
        "purl": wheel.purl,
        "hashes": [{"alg": "SHA-256", "content": wheel.sha256}],
        "licenses": [{key: wheel.licence if wheel.is_expression else {"name": wheel.licence}}],
        "properties": [{"name": "qianshao:file", "value": wheel.file}],
    }


def write_bill(folder: Path) -> list[Wheel]:
    """Write the three files beside the wheels, and give what the wheels said."""
    wheels = sorted(map(read_wheel, folder.glob("*.whl")), key=lambda w: (w.name, w.file))
    bill = json.dumps(bill_of_materials(wheels), ensure_ascii=False, indent=1)
    (folder / BOM_NAME).write_text(bill + "\n", "utf-8")
    pins: dict[str, list[str]] = {}
    for wheel in wheels:
        pins.setdefault(f"{wheel.name}=={wheel.version}", []).append(wheel.sha256)
    lines = (
        pin + "".join(f" \\\n    --hash=sha256:{digest}" for digest in digests)
        for pin, digests in pins.items()
    )
    (folder / HASHES_NAME).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    width = max((len(w.name) + len(w.version) for w in wheels), default=0) + 3
    told = (f"{f'{w.name} {w.version}':<{width}}{w.licence}\n" for w in wheels)
    (folder / LICENCES_NAME).write_text("".join(told), "utf-8")
    return wheels


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("lock", type=Path, nargs="?")
    arguments = parser.parse_args()
    try:
        wheels = write_bill(arguments.folder)
    except (ValueError, OSError) as error:
        sys.exit(str(error))
    if not wheels:
        sys.exit(f"「{arguments.folder}」里没有 wheel；请先运行 make wheelhouse")
    print(f"{len(wheels)} 个 wheel：成分清单 {BOM_NAME}，哈希 {HASHES_NAME}，许可 {LICENCES_NAME}")
    if arguments.lock:
        locked = set(re.findall(r"sha256:([0-9a-f]{64})", arguments.lock.read_text("utf-8")))
        others = [w.file for w in wheels if w.sha256 not in locked and w.name != PRODUCT]
        if others:
            print(f"不在 {arguments.lock.name} 里的（在本机从源码构建，或为别的平台选取）：")
            print("".join(f"  {file}\n" for file in others), end="")


if __name__ == "__main__":
    main()
