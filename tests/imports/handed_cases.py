"""What must come of each handed case, and a table of what does.

`python tests/imports/handed_cases.py FOLDER` prints a line for each file: right, a clear doubt, or
told why not; FOLDER is `cases` of the evaluation data.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indexer.build.builder import BuildOptions, rebuild
from indexer.errors import CorpusError
from indexer.importer.intake import incoming_files, proposal_of
from indexer.settings import Settings
from search.request import SearchRequest
from search.results import SearchResult
from search.searcher import open_searcher

Verdict = Literal["right", "doubt", "told", "wrong"]


@dataclass(frozen=True, slots=True)
class Case:
    """What an import must give: `holds` stand in the Markdown as whole lines (or, with a leading
    "…", anywhere), `lacks` nowhere. `told`: a doubt or the refusal says this."""

    name: str
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    told: str = ""
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What an indexed case must be found by: `exact` as one phrase, else by all words."""

    name: str
    query: str
    found: Literal["phrase", "all", "expanded"] = "phrase"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    verdict: Verdict
    why: str = ""


_TITLE = "title: 城东分局深化社区警务情况报告"
_WORD = "title: 关于加强社区警务工作的报告"
_DAY = "date: 2021-05-03"
_NEXT = "下一步，分局将继续完善巡防体系，压实各级责任，确保各项措施落地见效。"
_LATELY = "近年来，分局坚持问题导向，推动社区警务提质增效，群众安全感持续提升。"

CASES = (
    Case("K02-a", ("问：什么情况可以申领", "问：如何办理续签"), ("## 问",)),
    Case("K02-b", ("治安防控 | 派出所 | 社区走访全覆盖", "…嵌套表：夜间武装巡逻常态化")),
    Case("K02-d", ("全国优秀公安基层单位", "集体二等功一次"), ("## 集体", "## 市级")),
    Case("K02-e", ("盗窃 | 320 | 280", "诈骗 | 410 | 360"), ("## ",)),
    Case("K03-a", ("…民警", "…门禁系统", "…见义勇为"), ("⺠", "⻔", "⻅")),
    Case("K05-a", (_TITLE, "## 一、总体情况", "### （一）强化巡逻防控")),
    Case("K05-b", (_TITLE, "## 一、第一阶段工作情况", "…派出所 | 社区走访全覆盖，逐户登记造册")),
    Case("K05-d", (_TITLE, "…12345678条")),
    Case("K06-a", told="没有对应的编码", is_refused=True),
    Case("K06-b", told="乱码", is_refused=True),
    Case("K06-d", told="已丢失", is_refused=True),
    Case("K07-a", (_TITLE,), ("城城", "报报")),
    Case("K08-a", (_TITLE,)),
    Case("K09-a", (_WORD, "…2021年5月3日")),
    Case("K09-b", (_WORD, "…盱眙路"), ("xū",), told="拼音指南"),
    Case("K09-c", (_WORD, "1. 总体要求明确，目标任务具体。")),
    Case("K09-e", (_WORD, "…98.6%"), told="公式"),
    Case("K10-a", (_WORD, _LATELY, _NEXT)),
    Case("K10-b", (_WORD, _LATELY, _NEXT)),
    Case("K10-d", (_WORD, _LATELY, _NEXT)),
    Case("K11-a", (_LATELY, _NEXT, "…据介绍，该局还将推广“雪亮哨兵”做法")),
    Case("K12-a", ("单位 | 任务", "巡特警大队 | 每日巡逻不少于四次")),
    Case("K13-a", ("title: 城东分局深化社区警务", "source: 城东分局", "date: 2021-05-03")),
    Case("K14-a", (_TITLE, "…在工作推进中")),
    Case("K14-b", ("记者：请介绍一下情况", "问：下一步打算"), ("## ", "author:")),
    Case("K14-d", ("时间：2022年3月1日",), ("\ndate:",)),
    Case("K15-a", ("…任务",)),
    Case("K16-a", ("…任务：社区走访全覆盖",)),
    Case("K16-b", (_LATELY, _NEXT)),
    Case("K16-d", told="请", is_refused=True),
    Case("K16-e", told="7z", is_refused=True),
    Case("K19-f", told="私用区"),
    Case("K22-a", (_LATELY, "…\ufffd"), told="第 "),
    Case("K23-a", (_TITLE,), ("城东分局工作简报 2021",)),
    Case("K24-a", (_TITLE,), ("内部资料",)),
    Case("K25-a", ("title: 关于印发《社区警务工作规范》的通知", "…海公发〔2021〕15号", _DAY)),
    Case("K25-c", ("title: 在全市公安局处长会议上的讲话", _DAY, "author: 王明"), ("## 王明",)),
    Case("K26-a", ("author: 王一、李二、张三、赵四",)),
    Case("K27-a", ("title: 工作总结",)),
    Case("K28-a", ("title: 旧题", _LATELY)),
    Case("K30-a", ("正式内容可以公开。",), told="隐藏"),
    Case("K31-a", (_TITLE,), told="分栏"),
    Case("K32-a", ("…Bureau",), ("Bu-",)),
)  # fmt: skip

QUESTIONS = (
    Question("K04-a", "2019年"),
    Question("K04-a", "二〇一九年"),
    Question("K04-b", "1980年"),
    Question("K04-d", "2018年"),
    Question("K17-a", '"埃里克•霍夫曼"'),
    Question("K17-b", '"11•15"'),
    Question("K17-b", '"11•15特大跨境赌博案"'),
    Question("K17-d", '"苏F•A12345"'),
    Question("K18-a", '"海公发[2021]15号"'),
    Question("K18-a", '"海公发（2021）15号"'),
    Question("K18-a", '"海公发【2021】15号"'),
    Question("K18-a", '"海公发［2021］15号"'),
    Question("K19-a", '"2021-2025年"'),
    Question("K19-b", '"1:500"'),
    Question("K20-a", "2300名", "expanded"),
    Question("K20-b", "8:30", "expanded"),
    Question("K20-d", "2万元", "expanded"),
    Question("K20-d", "200人", "expanded"),
    Question("K21-a", "打防管控", "all"),
    Question("K29-a", '"7*24小时"'),
)


def import_rows(folder: Path, cases: Sequence[Case] = CASES) -> Iterator[Row]:
    """What an import makes of each case, without writing anything."""
    for case in cases:
        texts, told, refused = _imported(next(folder.glob(f"{case.name}*")))
        yield Row(case.name, *_judged(case, texts, told, refused))


def _imported(path: Path) -> tuple[str, str, bool]:
    """All Markdown, all that is told, and whether anything was refused."""
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    texts, told, refused = [], [], False
    for file in files:
        for incoming in incoming_files(file):
            try:
                proposal = proposal_of(incoming)
            except CorpusError as error:
                refused = True
                told.append(str(error))
            else:
                texts.append(proposal.markdown)
                told += [str(doubt) for doubt in proposal.doubts]
    return "\n".join(texts), "\n".join(told), refused


def _judged(case: Case, text: str, told: str, refused: bool) -> tuple[Verdict, str]:
    if case.told not in told:
        return "wrong", f"not told: {case.told}"
    if case.is_refused:
        return ("told", told) if refused else ("wrong", "imported")
    lines = text.splitlines()
    missing = [
        line for line in case.holds
        if (line[1:] not in text if line.startswith("…") else line not in lines)
    ]  # fmt: skip
    extra = [part for part in case.lacks if part in text]
    if missing or extra or refused:
        return "wrong", f"missing {missing}, extra {extra}, refused {refused}"
    return ("doubt", case.told) if case.told else ("right", "")


def search_rows(folder: Path) -> Iterator[Row]:
    """What an index of the Markdown cases answers."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        (root / "corpus" / "documents").mkdir(parents=True)
        for path in folder.glob("*.md"):
            if path.name != "README.md":
                (root / "corpus" / "documents" / path.name).write_bytes(path.read_bytes())
        settings = Settings(index=str(root / "index"), corpus=str(root / "corpus"))
        rebuild(str(root / "corpus"), settings, BuildOptions())
        searcher = open_searcher(settings)
        for question in QUESTIONS:
            result = searcher.search(SearchRequest(question.query))
            found = _is_found(question, result)
            why = "" if found else f"{result.matches}"
            yield Row(f"{question.name} {question.query}", "right" if found else "wrong", why)
        searcher.close()


def _is_found(question: Question, result: SearchResult) -> bool:
    wanted = "phrase" if question.found == "expanded" else question.found
    hits = [hit for hit in result.hits if hit.match in (wanted, "phrase")]
    is_there = any(hit.paragraph.slug.startswith(question.name) for hit in hits)
    return is_there and (question.found != "expanded" or bool(result.query.expansions))


def main() -> None:
    folder = Path(sys.argv[1])
    rows = [*import_rows(folder), *search_rows(folder)]
    for row in rows:
        print(f"{row.verdict:6} {row.name}  {re.sub(chr(10), ' ', row.why)[:100]}")
    counts = {verdict: sum(r.verdict == verdict for r in rows) for verdict in Verdict.__args__}  # type: ignore[attr-defined]
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))


if __name__ == "__main__":
    main()
