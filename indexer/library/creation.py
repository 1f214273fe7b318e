"""Lay out the folders and files of a new library, overwriting nothing."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from indexer.errors import LibraryError
from indexer.settings import Settings
from indexer.taxonomy.taxonomy import CANDIDATES_NAME

TaxonomyChoice = Literal["blank", "public-security"]
_SETTINGS = """\
# 前哨的设置；没有写的用默认值，全部设置见 indexer/README.md。相对路径从运行命令的文件夹算起。
corpus: corpus
index: index
# 导入的原件留一份在 corpus/originals/；不留请改成 false
keep_originals: true
"""
_OWN_PRINTS = "# ── 印法不同"  # where the groups of the bundled reports alone begin
_GATE = """\
# 每次构建后、发布前必须查得到的词句（整句照抄原文，一行一句）；少一句，新索引就不发布。
phrases: []
"""
_BLANK = {
    "sources.yaml": """\
# 来源：发布报告的单位，及人们平常的叫法，例如
# - name: 南通市公安局
#   aliases: [南通公安, 南通警方]
[]
""",
    "themes.yaml": """\
# 主题：一句话谈到 strong 的一处或 weak 的两处，这段话就归入这一主题，例如
# - name: 反诈
#   definition: 电信网络诈骗的打击、防范、宣传
#   strong: [反诈, 电信网络诈骗]
[]
""",
    "initiatives.yaml": """\
# 举措：报告里有名字的行动、工程、机制、平台……可用 qianshao discover 找出候选，例如
# - name: 平安前哨
#   aliases: [平安前哨工程]
#   kind: 工程
[]
""",
    CANDIDATES_NAME: """\
# 有这个文件，检索页就把文中像举措名称、而 initiatives.yaml 还没有的词列为“待核”的举措；
# 不要这样就删去它，并在 initiatives.yaml 里至少列一个举措。不想再见到的名称写在这里，例如
# - name: 某某行动
#   status: ignored
[]
""",
}


def create_library(folder: Path, taxonomy: TaxonomyChoice = "blank") -> list[Path]:
    """The files written. LibraryError if there is a library already, or it cannot be written."""
    if (folder / "qianshao.yaml").exists() or (folder / "corpus").exists():
        advice = f"「{folder}」里已经有资料库（qianshao.yaml 或 corpus）；未改动，请另选文件夹"
        raise LibraryError(advice)
    files = {"qianshao.yaml": _SETTINGS, "corpus/gate.yaml": _GATE}
    files |= {f"corpus/taxonomy/{name}": text for name, text in _taxonomy(taxonomy).items()}
    written = []
    try:
        (folder / "corpus" / "documents").mkdir(parents=True)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
            written.append(path)
    except OSError as error:
        raise LibraryError(f"无法在「{folder}」建立资料库（{error.strerror or error}）") from error
    return written


def own_corpus(settings: Settings) -> Path:
    """The corpus of a library of one's own; the bundled one is not to be written."""
    corpus = settings.corpus_path()
    if not settings.corpus and corpus != Path("corpus"):
        advice = "这里还没有资料库；请先运行 qianshao init，再 qianshao add"
        raise LibraryError(advice)
    return corpus


def _taxonomy(choice: TaxonomyChoice) -> dict[str, str]:
    bundled = resources.files("corpus").joinpath("taxonomy")
    if choice == "blank":
        return {**_BLANK, "synonyms.yaml": _synonyms(bundled)}
    names = ("sources.yaml", "themes.yaml", "initiatives.yaml", "synonyms.yaml")
    return {name: bundled.joinpath(name).read_text("utf-8") for name in names}


def _synonyms(bundled: Traversable) -> str:
    """Groups of reports in general, and those of public security: 电诈 is 电信网络诈骗 in every
    library. Left out is what only the bundled reports print otherwise."""
    general = resources.files("indexer.library").joinpath("data/synonyms.yaml")
    field = bundled.joinpath("synonyms.yaml").read_text("utf-8").partition(_OWN_PRINTS)[0]
    groups = field.partition("\n\n")[2]  # without the words about the file
    return f"{general.read_text('utf-8')}\n{groups.rstrip()}\n"
