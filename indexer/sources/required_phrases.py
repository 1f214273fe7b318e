"""Read the gate: the phrases that every build of a corpus must find before it is published."""

from __future__ import annotations

from pathlib import Path

from indexer.errors import CorpusError
from indexer.model.strict_yaml import YamlEntry, YamlProblem, read_yaml

GATE_NAME = "gate.yaml"
_LIST_KEYS = ("phrases", "sentences")


def read_gate(corpus: Path) -> tuple[str, ...]:
    """The phrases of `gate.yaml` in a corpus folder, each once; none when there is no such file.

    The file is a list of texts, or one such list under the name `phrases` or `sentences`. Anything
    else is a CorpusError that names every wrong line: a gate that cannot be read must not open.
    """
    path = corpus / GATE_NAME
    if not path.exists():
        return ()
    root, problems = read_yaml(path)
    phrases: list[str] = []
    for entry in _entries(root, problems):
        if isinstance(entry.value, str) and entry.value.strip():
            phrases.append(entry.value.strip())
        else:
            problems.append(YamlProblem(entry.line, "应是一句文字"))
    if problems:
        lines = "；".join(f"第 {p.line} 行：{p.reason}" if p.line else p.reason for p in problems)
        raise CorpusError(f"「{path}」有误：{lines}；请修改后重试，现有索引未变")
    return tuple(dict.fromkeys(phrases))


def _entries(root: YamlEntry | None, problems: list[YamlProblem]) -> tuple[YamlEntry, ...]:
    if root is None:
        return ()
    value = root.value
    if isinstance(value, dict):
        for name in value:
            if name not in _LIST_KEYS:
                problems.append(YamlProblem(value[name].line, f"没有「{name}」这一项"))
        lists = [value[name] for name in _LIST_KEYS if name in value]
        return tuple(entry for each in lists for entry in _entries(each, problems))
    if isinstance(value, tuple):
        return value
    problems.append(YamlProblem(root.line, "应是一列文字，每行以 - 开头"))
    return ()
