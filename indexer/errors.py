"""What can go wrong while building or opening an index.

QianshaoError
├── SettingsError            a setting cannot be used
├── CorpusError              the corpus (or bulk input) cannot be published
│   └── DuplicateIdError     two paragraphs or documents carry the same name
├── LibraryError             a library cannot be begun or written
├── StaleEditError           a file has changed since it was shown
├── TaxonomyError            the taxonomy files are broken
├── IndexMissingError        there is no index where one is expected
│   └── IndexNotLoadedError  it is in the folder, but not yet in the OpenSearch cluster
├── IndexOutdatedError       an index of another format, which this code cannot read
├── IndexDamagedError        files of a generation differ from its manifest
├── IndexBusyError           somebody else is building
├── IndexWriteError          the index folder cannot be written (full, read-only, failing)
├── AuditBrokenError         the audit log was changed, shortened or damaged
├── AuditNotWrittenError     a change is in force, but the audit log could not be told
├── GenerationError          no such generation to go back to
├── ClusterUnavailableError  the OpenSearch cluster does not answer (now)
│   └── ClusterRefusedError  it will not take what we ask: credentials, certificate, settings
├── RejectedParagraphsError  the OpenSearch cluster refused paragraphs of a build
├── GateFailedError          a build lost a phrase it must find
└── SemanticModelError       the folder of the local model holds none that can be used
"""

from __future__ import annotations

import re
from collections.abc import Sequence


class QianshaoError(Exception):
    """Base of all expected errors: a stable `code` and one Chinese sentence (what, where, next)."""

    code = "error"


class _OfFolder(Exception):
    """Something is wrong with a folder, mostly for a reason; `said` names both."""

    said = ""

    def __init__(self, folder: str, reason: str = "") -> None:
        super().__init__(self.said.format(folder=folder, reason=reason))
        self.folder, self.reason = folder, reason

    def __reduce__(self) -> tuple[type[_OfFolder], tuple[str, str]]:
        """A worker process hands it to the one that asked."""
        return type(self), (self.folder, self.reason)


class SettingsError(QianshaoError):
    """A setting has a value that cannot be used, or a name that does not exist."""

    code = "bad_setting"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"设置「{name}」有误：{reason}")
        self.name, self.reason = name, reason


class CorpusError(QianshaoError):
    """Nothing can be published from this corpus."""

    code = "corpus_error"


class DuplicateIdError(CorpusError):
    """Two places carry the same paragraph id or document slug."""

    code = "duplicate_id"

    def __init__(self, name: str, first: str, second: str) -> None:
        super().__init__(
            f"「{name}」重复：先见于 {first}，又见于 {second}；请改名后重建，现有索引未变"
        )
        self.name, self.first, self.second = name, first, second


class LibraryError(QianshaoError):
    """A library's folder cannot be used: taken, not writable, or its ledger is broken."""

    code = "library_error"


class StaleEditError(QianshaoError):
    """A person's change is of a file that another program or person has changed meanwhile."""

    code = "stale_edit"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"「{path}」打开之后已被别的程序或别人改过；刚才的改动没有写，请看过现在的内容再改"
        )


class TaxonomyError(QianshaoError):
    """The taxonomy cannot be used; `problems` lists every one found, as "file:line: reason"."""

    code = "taxonomy_error"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("分类表有误，请修改后重试：\n" + "\n".join(problems))
        self.problems = tuple(problems)


class IndexMissingError(_OfFolder, QianshaoError):
    """No published index in this folder."""

    code = "index_missing"
    said = "「{folder}」里还没有索引；请先运行 qianshao rebuild"


class IndexNotLoadedError(IndexMissingError):
    """The generation was built for the embedded engine and is not in the OpenSearch cluster."""

    code = "index_not_loaded"
    said = "索引「{folder}」还没有装入 OpenSearch；请先运行 qianshao update"


class IndexOutdatedError(QianshaoError):
    """The index was written in a format that this version cannot read: an older or a newer one."""

    code = "index_outdated"

    def __init__(self, folder: str, found: str, expected: str) -> None:
        self.folder, self.found, self.expected = folder, found, expected
        self.is_newer = _version(found) > _version(expected)
        advice = (
            "它是更新的版本写的，请装回那个版本，或运行 qianshao rollback 换回上一代，"
            "或运行 qianshao rebuild 用本版本重建"
            if self.is_newer
            else "请运行 qianshao rebuild 重建"
        )
        super().__init__(f"「{folder}」的索引格式是 {found}，本版本能读到 {expected}；{advice}")


def _version(text: str) -> int:
    """The number at its end: 4 of "4", "vocabulary 4" and "opensearch-4"; 0 where there is none."""
    number = re.search(r"\d+$", text, re.ASCII)
    return int(number[0]) if number else 0


class IndexDamagedError(_OfFolder, QianshaoError):
    """A generation's files do not agree with its manifest."""

    code = "index_damaged"
    said = "索引「{folder}」已损坏（{reason}）；请运行 qianshao rollback 或 qianshao rebuild"


class IndexBusyError(_OfFolder, QianshaoError):
    """Another process, which is the reason, is building in this folder."""

    code = "index_busy"
    said = "「{folder}」正由 {reason} 构建；请等它结束后再试"


class IndexWriteError(_OfFolder, QianshaoError):
    """The disk refused: full, read-only, no permission, or failing. What was live stays live."""

    code = "index_not_writable"
    said = "无法写入索引文件夹「{folder}」（{reason}）；现有索引未变"


class AuditNotWrittenError(_OfFolder, QianshaoError):
    """What was asked for is in force, but the disk took no line of the audit log about it."""

    code = "audit_not_written"
    said = (
        "已经生效，但索引文件夹「{folder}」里的审计日志没有记下（{reason}）；"
        "请排除原因后把同一条命令再运行一次"
    )


class AuditBrokenError(_OfFolder, QianshaoError):
    """The audit log is not what was written."""

    code = "audit_broken"
    said = "「{folder}」的审计日志不完整：{reason}；请查明原因，并用备份核对"


class GenerationError(QianshaoError):
    """The generation asked for is not there, or cannot be used."""

    code = "no_such_generation"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"无法换到{name}：{reason}；现有索引未变")


class ClusterUnavailableError(QianshaoError):
    """The OpenSearch cluster cannot be reached, is red, or did not answer in time."""

    code = "engine_unavailable"
    said = "OpenSearch 集群暂时不可用（{reason}）；现有索引未变，请稍后再试"

    def __init__(self, reason: str) -> None:
        super().__init__(self.said.format(reason=reason))
        self.reason = reason


class ClusterRefusedError(ClusterUnavailableError):
    """The OpenSearch cluster does not accept us or what we ask; asking again is of no use."""

    code = "cluster_refused"
    said = (
        "OpenSearch 集群拒绝了请求（{reason}）；现有索引未变，"
        "请检查 opensearch.user、密码、ca_certs 等设置和集群的日志"
    )


class RejectedParagraphsError(QianshaoError):
    """The cluster took most of a build but refused these paragraphs: (id, reason) each."""

    code = "paragraphs_rejected"

    def __init__(self, rejected: Sequence[tuple[str, str]], total: int) -> None:
        shown = "\n".join(f"{id}：{reason}" for id, reason in rejected)
        super().__init__(f"OpenSearch 拒收 {total} 段，未发布；现有索引未变：\n{shown}")
        self.rejected, self.total = tuple(rejected), total


class GateFailedError(QianshaoError):
    """A finished build does not find a phrase that the gate demands, so it is not published."""

    code = "gate_failed"

    def __init__(self, phrases: Sequence[str]) -> None:
        super().__init__(
            f"新索引找不到必查词句「{'」「'.join(phrases)}」，未发布；现有索引未变。"
            "若有关文献已经撤回或移走，请从语料的 gate.yaml 里删去这些词句"
        )
        self.phrases = tuple(phrases)


class SemanticModelError(_OfFolder, QianshaoError):
    """The model folder is missing, incomplete, damaged, or holds something else."""

    code = "bad_semantic_model"
    said = "语义模型「{folder}」不能用（{reason}）；检索只按词语进行，请核对设置 semantic.model"
