"""Write the rows of a table of figures under the names of their columns, alike in every format."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.importer.source_text import Doubt, SourceLine

_NUMBER = re.compile(r"[-+—–]?\d[\d,，.]*\s*(?:[%％‰]|个百分点|[\u4e00-\u9fff]{1,2})?")
_MEASURE = re.compile(
    r"\d[\d.]*(?:分钟|小时|秒|[百千万亿]*元|分(?!局)|天|日内|[个次人名起米户项倍台辆件%％]|公里)"
)
_HAN_MEASURE = re.compile(
    "每?[人组]?[一二两三四五六七八九十百半]+个?(?:分钟|小时|[天日周月年次件个元人名支台套])(?:以?内)?"
)
_LONG_NUMBER = re.compile(r"\d{5}")  # a telephone's
_EMPTY = frozenset(("", "-", "—", "——", "/"))
_BAR = re.compile(r" \|(?: |$)")
_LONGEST_NAME = 30  # characters of a column's name
_LEAST_JOINED, _LEAST_ROWS = 3, 2  # columns of a table with such heads, rows of one of words
_LONGEST_ROW = 500  # characters of a row that is turned
_IS_UNIT = re.compile(
    "(?:[县区旗乡镇局所队厅]|(?<!城)市|街道|社区|派出所|分局)$|^全[省市县区]$|^(?:合|总)计$"
)
_UNIT_ALONE = re.compile("[（(][^（()）\\d]{1,6}[)）]")  # a second row of heads: （起）
_USUAL_NAME = re.compile(
    "(?:级别?|等级|情形|对象|范围|人员?|部门|单位|时限|时间|日期|期限|内容|项目|事项|名称|类别|类型|种类|标准|要求|措施|做法|依据"
    "|备注|说明|电话|方式|地点|数量|职责|任务|分工|分值|分数|扣分|得分|序号|编号|条件|流程|步骤|频次|渠道|用途|结果|处理|处罚|颜色|地址|姓名|职务|岗位|领导|目标"
    "|[组班类性界]别|班次|[河路街区地航线]段|路线|线路|状态|去向|[品车站点路村]名|型号|规格|牵头|联系人|主持|议题|议定|决定|事由|进度|权限|窗口|频率)$"
)
_OF_DAYS = re.compile("(?:值班)?(?:日期|时间|星期|日子|周次)")
_DAY = re.compile(
    "(?:\\d{4}年)?\\d{1,2}[月./]\\d{1,2}|\\d{1,2}日|(?:星期|周)[一二三四五六日天末]|第[\\d一-十]+周"
)
_YEAR = re.compile(r"((?:19|20)\d\d(?!月)|1?\d(?=月))(?:年度?|月份?)?")  # or a month


def is_header(filled: Sequence[str]) -> bool:
    """Whether these cells name columns: words, each once, none of them long; or years or
    months in their order below words (指标 | 2022 | 2023)."""
    others = _without_years(filled)
    are_words = all(
        not cell.replace(".", "").isdigit() and len(cell) <= _LONGEST_NAME for cell in others
    )
    return are_words and len(set(filled)) == len(filled)


def _without_years(cells: Sequence[str]) -> Sequence[str]:
    """The cells without years or months, where these are two or more in their order."""
    years = [int(found[1]) for cell in cells if (found := _YEAR.fullmatch(cell))]
    steps = {b - a for a, b in itertools.pairwise(years)}
    if len(steps) != 1 or steps <= {0}:
        return cells
    return [cell for cell in cells if not _YEAR.fullmatch(cell)]


def joined_heads(top: Sequence[str], bottom: Sequence[str]) -> list[str] | None:
    """The names of columns in two rows, 电诈 above 立案 and 破案: 电诈立案, 电诈破案; None
    where the second row is none of them. A name of both rows (单位) is merged downwards."""
    if len(top) != len(bottom) or len(top) < _LEAST_JOINED:
        return None
    if any(bottom) and all(not cell or _UNIT_ALONE.fullmatch(cell) for cell in bottom):
        return [above + below for above, below in zip(top, bottom, strict=True)]
    names, group, is_merged, is_spread = [], "", False, False
    for above, below in zip(top, bottom, strict=True):
        group = above or (group if below else "")
        is_merged = is_merged or (bool(above) and below in ("", above))
        is_spread = is_spread or bool(group and not above)
        names.append(below if group in below else group + below)
    is_words = all(not re.search(r"\d", cell) or _YEAR.fullmatch(cell) for cell in bottom)
    is_named = all(0 < len(name) <= _LONGEST_NAME for name in names)
    is_head = is_merged and is_spread and is_words and is_named
    return names if is_head and len(set(names)) == len(names) else None


def turned(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[str]] | None:
    """A table whose columns are offices or places (指标 | 望潮分局 | 北塘分局) with a row for each
    of them, its names first; None for any other table, and where a row would be too long."""
    units, names = header[1:], [row[0] for row in rows]
    are_units = len(units) > 1 and all(_IS_UNIT.search(unit) for unit in units)
    are_names = len(set(names)) == len(names) > 0 and all(
        name and not _NUMBER.fullmatch(name) for name in names
    )
    if not (are_units and are_names) or any(len(row) != len(header) for row in rows):
        return None
    made = [["单位", *names]]
    made += [[unit, *(row[at] for row in rows)] for at, unit in enumerate(units, 1)]
    longest = max(
        sum(len(cell) + 2 for pair in zip(made[0], row, strict=True) for cell in pair)
        for row in made[1:]
    )
    return made if longest <= _LONGEST_ROW else None


def _with_joined_heads(pieces: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The pieces with the joined names behind both rows of them, which stay as they are printed."""
    last: SourceLine | None = None
    for piece in pieces:
        are_rows = last is not None and last.kind == piece.kind == "row"
        names = joined_heads(_cells(last), _cells(piece)) if last and are_rows else None
        yield piece
        if names is not None:
            yield replace(piece, text=" | ".join(names))
        last = piece


def labelled(cells: Sequence[str], header: Sequence[str] | None) -> str:
    """A row as 列名：内容；…; without a header its cells with bars between them."""
    names = [*(header or ()), *[""] * len(cells)]
    parts = [
        f"{label.replace('：', '')}：{cell}" if label and header else cell
        for cell, label in zip(cells, names, strict=False)
        if cell
    ]
    return "；".join(parts) if header else " | ".join(parts)


def under_their_heads(pieces: Sequence[SourceLine], doubts: list[Doubt]) -> list[SourceLine]:
    """The pieces with each row of figures under the names of its columns: a row that is found or
    cited alone says what its figures are. The row of names itself is in each of them and goes.

    So are those of words under names that are usual for columns (级别, 时限). A form, another table
    of words, and rows of another width than their header keep their bars.
    """
    made: list[SourceLine] = []
    count = 0
    for table in _tables(list(_with_joined_heads(pieces))):
        cells = [_cells(piece) for piece in table]
        if not (_is_of_figures(cells[0], cells[1:]) or _is_of_words(cells[0], cells[1:])):
            made += table
            continue
        count += len(table) - 1
        head, *rows = turned(cells[0], cells[1:]) or cells
        places = [*table[1:], *[table[-1]] * len(rows)]
        made += [
            replace(piece, text=labelled(row, head))
            for piece, row in zip(places, rows, strict=False)
        ]
    if count:
        doubts.append(Doubt(None, f"数据表 {count} 行写作“列名：内容”", is_note=True))
    return made


def _tables(pieces: Sequence[SourceLine]) -> Iterator[list[SourceLine]]:
    """Rows of one width below a row of names; whatever else there is, alone."""
    table: list[SourceLine] = []
    for piece in pieces:
        cells = _cells(piece)
        goes_on = bool(table) and len(cells) > 1 and len(cells) == len(_cells(table[0]))
        if table and not (goes_on and not _begins(cells, _cells(table[0]))):
            yield table
            table = []
        table.append(piece)
    if table:
        yield table


def _cells(piece: SourceLine) -> list[str]:
    """The cells of a row, one for what is none."""
    return _BAR.split(piece.text) if piece.kind == "row" else [""]


def _begins(cells: Sequence[str], head: Sequence[str]) -> bool:
    """Whether cells name columns: below names that all are usual only if all of them are, too."""
    are_words = _usual(head) == len(head) and _usual(cells) < len(cells)
    return _names_columns(cells) and not (are_words or _is_dated(head, [cells]))


def _is_dated(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether each row is of a day, as its first column is called: that of who is on duty."""
    return _OF_DAYS.fullmatch(head[0]) is not None and all(_DAY.match(row[0]) for row in rows)


def _usual(names: Sequence[str]) -> int:
    return sum(_USUAL_NAME.search(name) is not None for name in names)


def _names_columns(cells: Sequence[str]) -> bool:
    bare = [cell.replace("其中：", "其中") for cell in cells]
    are_names = all(
        c not in _EMPTY
        and "：" not in c
        and not (_NUMBER.fullmatch(c) or _MEASURE.match(c) or _HAN_MEASURE.fullmatch(c))
        and not _LONG_NUMBER.search(c)
        for c in bare
    )
    return are_names and is_header(cells)


def _is_of_figures(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column holds numbers only; two columns alone need two rows of them.

    Years name columns where numbers that are no years stand in each of theirs: 成立 | 2001年 |
    2003年 is a row as those below it are.
    """
    words = _without_years(header)
    if not words or not _names_columns(words) or len(rows) < (1 if len(header) > 2 else 2):
        return False
    columns = list(zip(header[1:], list(zip(*rows, strict=True))[1:], strict=True))
    if len(words) < len(header):
        return all(
            _holds_numbers(column) and not any(map(_YEAR.fullmatch, column))
            for name, column in columns
            if _YEAR.fullmatch(name)
        )
    return any(_holds_numbers(column) for _, column in columns)


def _is_of_words(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether all names are of kinds that columns have, or most above measures (20分钟内登门): no
    form, where every second cell is a value, and no table whose first row is like the others."""
    if len(header) < 2 or len(rows) < _LEAST_ROWS or not _names_columns(header):
        return False
    if _is_dated(header, rows):
        return True
    has_measure = any(
        all(
            cell in _EMPTY or re.search(r"\d\D", cell) or _HAN_MEASURE.fullmatch(cell)
            for cell in column
        )
        for column in list(zip(*rows, strict=True))[1:]
    )
    usual = _usual(header)
    below = {cell for row in rows for cell in row}
    is_usual = 2 * usual > len(header) if has_measure else usual == len(header)
    is_usual = is_usual and (len(header) >= _LEAST_JOINED or usual == len(header))
    return is_usual and below.isdisjoint(header)


def _holds_numbers(column: Sequence[str]) -> bool:
    return any(cell not in _EMPTY for cell in column) and all(
        cell in _EMPTY or _NUMBER.fullmatch(cell) for cell in column
    )
