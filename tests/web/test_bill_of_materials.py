"""The folder of wheels comes with a bill of materials that can be believed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

COMMAND = Path(__file__).parents[2] / "web" / "deploy" / "bill_of_materials.py"
# Name and version, further lines of the metadata, and the licence that is to be told.
WHEELS = (
    ("qianshao", "1.0", "License-Expression: MIT\nRequires-Dist: Some.Thing>=2; extra=='x'", "MIT"),
    ("Some_Thing", "2.1", "License: BSD-3-Clause", "BSD-3-Clause"),
    ("old", "0.1", "Classifier: License :: OSI Approved :: MIT License", "MIT License"),
    ("long", "3", "License: " + "all of the text " * 20 + "\nClassifier: License :: Free", "Free"),
    ("silent", "4", "Requires-Dist: absent", "not declared: see the files in the wheel"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, version, more, _ in WHEELS:
        with zipfile.ZipFile(tmp_path / f"{name}-{version}-py3-none-any.whl", "w") as archive:
            metadata = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{more}\n\nwords"
            archive.writestr(f"{name}-{version}.dist-info/METADATA", metadata)
            kind = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            archive.writestr(f"{name}-{version}.dist-info/WHEEL", kind)
    return tmp_path


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, COMMAND, *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


def test_every_wheel_is_told_with_version_licence_and_digest(folder: Path) -> None:
    assert run(folder).returncode == 0
    text = (folder / "bom.cdx.json").read_text("utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    told = [bill["metadata"]["component"], *bill["components"]]
    assert len(told) == len(WHEELS)
    licences = {}
    for one in told:
        (licence,), (digest,), (file,) = one["licenses"], one["hashes"], one["properties"]
        content = (folder / file["value"]).read_bytes()
        assert digest["content"] == hashlib.sha256(content).hexdigest()
        licences[one["name"]] = licence.get("expression") or licence["license"]["name"]
    expected = {name.lower().replace("_", "-"): licence for name, _, _, licence in WHEELS}
    assert licences == expected
    depends = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    assert depends["pkg:pypi/qianshao@1.0"] == ["pkg:pypi/some-thing@2.1"]
    assert depends["pkg:pypi/silent@4"] == []
    listed = (folder / "licences.txt").read_text("utf-8")
    assert all(licence in listed for licence in expected.values())


def test_the_same_wheels_give_the_same_bytes(folder: Path) -> None:
    names = ("bom.cdx.json", "requirements.txt", "licences.txt")
    run(folder)
    first = [(folder / name).read_bytes() for name in names]
    run(folder)
    assert first == [(folder / name).read_bytes() for name in names]


def test_pip_takes_exactly_the_wheels_that_were_listed(folder: Path, tmp_path: Path) -> None:
    run(folder)
    install = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-index", "--quiet"]
    install += ["--disable-pip-version-check", "--find-links", str(folder), "--require-hashes"]
    install += ["-r", str(folder / "requirements.txt"), "--dest"]
    assert subprocess.run([*install, tmp_path / "taken"], capture_output=True).returncode == 0
    changed = next(folder.glob("old-*.whl"))
    changed.write_bytes(changed.read_bytes() + b"\0")
    refused = subprocess.run([*install, tmp_path / "more"], capture_output=True, text=True)
    assert refused.returncode != 0
    assert "DO NOT MATCH" in refused.stderr


def test_wheels_that_the_lock_does_not_know_are_named(folder: Path, tmp_path: Path) -> None:
    run(folder)
    pins = (folder / "requirements.txt").read_text("utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(pins) if line.startswith("old=="))
    lock = tmp_path / "requirements.lock"
    lock.write_text("".join(pins[:at] + pins[at + 2 :]), "utf-8")
    told = run(folder, lock).stdout
    assert "old-0.1-py3-none-any.whl" in told
    assert "silent-4" not in told and "qianshao-1.0" not in told


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 cut"])
def test_what_is_no_folder_of_wheels_is_told_in_a_sentence(
    tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "cut-1-py3-none-any.whl").write_bytes(content)
    done = run(tmp_path)
    assert done.returncode == 1
    assert "wheelhouse" in done.stderr and "Traceback" not in done.stderr
