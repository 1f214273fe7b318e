"""Every word of the page has its English, and the language lives in the address."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

import web
from search.rewrite.near_wording import Change, told_changes
from web.i18n import (
    english,
    english_names,
    named,
    said_by_scripts,
    translate,
    translate_sentence,
)

CORPUS = Path(__file__).parents[2] / "corpus"
TEMPLATES = Path(web.__file__).parent / "templates"


def words_of_templates() -> set[str]:
    found: set[str] = set()
    for path in TEMPLATES.rglob("*.html"):
        found |= set(re.findall(r"'([^']+)' \| t\b", path.read_text("utf-8")))
    return {w for w in found if re.search(r"[\u4e00-\u9fff]", w)}


def test_every_word_of_the_templates_and_scripts_has_its_english() -> None:
    wanted = words_of_templates() | set(said_by_scripts())
    assert len(wanted) > 150
    assert sorted(wanted - set(english())) == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    for chinese, words in english().items():
        assert set(re.findall(r"\{\w+\}", chinese)) == set(re.findall(r"\{\w+\}", words)), chinese


def test_what_follows_a_count_agrees_with_it() -> None:
    assert translate("{n} 段", "en", n=1) == "1 paragraph"
    assert translate("{n} 段", "en", n="1") == "1 paragraph"
    assert translate("{n} 段", "en", n=0) == "0 paragraphs"
    assert translate_sentence("去掉筛选条件，「{2|a|b}」有 1 段", "en").endswith(
        "“{2|a|b}” has 1 paragraph"
    )
    two = translate("{n} 篇报告，{m} 段原文，每一处都能找到、核对、引用。", "en", n=1, m=2)
    assert two.startswith("1 report, 2 paragraphs:")
    named = re.compile(r"\{(\w+)\|")
    for chinese, words in english().items():
        assert set(named.findall(words)) <= set(re.findall(r"\{(\w+)\}", chinese)), chinese
        assert not re.search(r"\{[nm]\} (?!searches)[a-z]{3,}s\b", words), words  # 1 paragraphs


def test_the_scripts_say_nothing_that_is_not_listed() -> None:
    said: set[str] = set()
    for path in (TEMPLATES.parent / "static").glob("*.js"):
        if path.name != "embed.js":
            said |= set(re.findall(r'say\("([^"]+)"', path.read_text("utf-8")))
    assert said <= set(said_by_scripts())


def test_unknown_text_stays_chinese() -> None:
    assert translate("没有登记", "en") == "没有登记"
    assert translate("{n} 段", "zh", n=3) == "3 段"


@pytest.mark.parametrize("path", ["/?lang=en", "/search?q=平安&lang=en", "/help?lang=en"])
def test_the_frame_of_an_english_page_is_english_and_its_links_stay_so(
    path: str, client: FlaskClient
) -> None:
    page = BeautifulSoup(client.get(path).get_data(as_text=True), "html.parser")
    assert page.select_one("html")["lang"] == "en"  # type: ignore[index]
    nav = [a for a in page.select("nav a") if not a.get("lang")]
    assert all("lang=en" in str(a["href"]) for a in nav)
    switch = page.select_one("a.switch")
    assert switch is not None and "lang" not in str(switch["href"])
    for button in page.select("button"):
        assert not re.search(r"[\u4e00-\u9fff]", button.get_text())


SAID_IN = ("search/query", "search/rewrite", "search/suggest", "search/hits.py", "web/params.py")
HAN = re.compile(r"[\u4e00-\u9fff]")
VALUE = "qq7"  # stands for whatever is filled in


def sentences_of(node: ast.AST) -> Iterator[str]:
    """The Chinese sentences in an expression, `VALUE` for what they fill in."""
    if isinstance(node, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.Constant) else VALUE for p in node.values]
        yield "".join(map(str, parts))
    elif isinstance(node, ast.Constant):
        yield str(node.value)
    else:
        for child in ast.iter_child_nodes(node):
            yield from sentences_of(child)


def notes_of_the_engine() -> set[str]:
    """Every sentence that the source hands to `note`, `add` of notes, or an error of ours."""
    root = Path(web.__file__).parents[1]
    files = [
        f
        for place in SAID_IN
        for f in ([root / place] if "." in place else (root / place).glob("*.py"))
    ]
    found: set[str] = set()
    for path in files:
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            owner = ast.unparse(call.func.value)
            if call.func.attr == "note" or (call.func.attr == "add" and "notes" in owner):
                found |= {s for s in sentences_of(call) if len(HAN.findall(s)) > 3}
    for path in (root / "search" / "errors.py", root / "web" / "errors.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "super().__init__":
                found |= {s for s in sentences_of(call) if len(HAN.findall(s)) > 3}
    return found


def test_every_note_and_error_of_the_source_has_its_english() -> None:
    said = notes_of_the_engine()
    assert len(said) > 30
    # What a command line tells, and pieces of sentences that are tried whole below.
    elsewhere = re.compile(r"无法使用|不参与|以下结果不含它$|”检索qq7")
    stay = [s for s in said if HAN.search(translate_sentence(s, "en")) and not elsewhere.search(s)]
    assert sorted(stay) == []


@pytest.mark.parametrize(
    "address",
    [
        "q=反诈 qwxyzz", "q=平安前哨 -", "q=(反诈", "q=反诈 并且 平安 或者 禁毒", "q=%22%22 反诈",
        "q=反诈 NOT", "q=来源:火星 反诈", "q=来源:南通 反诈", "q=年份:abc 反诈", "q=反诈*",
        "q=反诈&source=火星", "q=/反(诈/",
        "q=反诈&nonsense=1", "q=哪个城市命案全破时间最长", "q=qwxyzz", "q=反诈 AND 进博会 AND 停车",
        "q=反诈 NEAR/1 停车", "q=反诈&page=x", "q=" + "反诈" * 600, "q=反诈&page=9999",
        "q=平安前哨最早出现在哪一年", "q=全市一共建成1.4万多个视频监控点，基本实现城乡全覆盖",
    ],
)  # fmt: skip
def test_what_an_english_page_tells_of_a_query_is_english(
    address: str, client: FlaskClient
) -> None:
    answer = client.get(f"/search?{address}&lang=en", headers={"Accept": "text/html"})
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    told = [tag.get_text() for tag in page.select("ul.notes li, .lead")]
    for sentence in told:
        quoted = re.sub(r"[“「][^”」]*[”」]|: [^;]*|\([^)]*\)", "", sentence)
        assert not HAN.search(quoted), sentence


def test_values_of_a_sentence_are_translated_where_they_are_words_of_ours() -> None:
    told = "库中没有「甲」、「乙」；「丙」有 3 段，「丁」有 4 段"
    assert translate_sentence(told, "zh") == told
    expected = "The library does not have “甲”, “乙”; “丙” has 3 paragraphs, “丁” has 4 paragraphs"
    assert translate_sentence(told, "en") == expected
    asked = "「a」没有连着写的，改按其中的词查：甲、乙（「c」不参与）"
    assert translate_sentence(asked, "en").startswith("“a” does not occur as one run; searched by")
    dropped = translate_sentence(
        "「a」没有连着写的，改按其中的词查：甲（「谁」「最长」不参与）", "en"
    )
    assert dropped.endswith(": 甲 (“谁”, “最长” left out)")
    assert translate_sentence("谁也没有写过的一句话", "en") == "谁也没有写过的一句话"
    joined = "约数相合，本库的写法不同；括号里的“含乡镇”，本库没有写明"
    assert translate_sentence(joined, "en").endswith(
        "; the library does not say what is in brackets: “含乡镇”"
    )
    assert translate_sentence(f"{joined}；谁也没有写过", "en") == f"{joined}；谁也没有写过"


def test_every_change_of_a_near_quotation_is_told_in_english() -> None:
    changes = [Change("甲；乙", "丙"), Change("31%", "31‰"), Change("丁", ""), Change("", "戊")]
    told = translate_sentence(told_changes(changes), "en")
    assert told.endswith(
        ": printed “丙”, you wrote “甲；乙”; printed “31‰”, you wrote “31%”;"
        " “丁” is not printed; “戊” is printed as well"
    )
    assert translate_sentence(told_changes(changes * 2), "en").endswith(", 8 differences in all")
    lacking = translate_sentence("库中没有「甲」「乙」，以下结果不含它们", "en")
    assert "“甲”, “乙”" in lacking


def test_what_a_reader_has_typed_is_never_translated() -> None:
    told = translate_sentence("库中没有「来源」，以下结果不含它", "en")
    assert told == "The library does not have “来源”; the results are without it"
    field = translate_sentence("「来源:海安」按字段“来源”检索；要按原文检索请加引号", "en")
    assert "in the field Source" in field and "来源:海安" in field


@pytest.mark.parametrize(
    "typed",
    ["甲" + " 段" * 30_000, "」" * 60_000, "「」，改按其中的词查：（" * 6_000, "，" * 60_000],
)
def test_a_sentence_takes_no_longer_for_what_a_reader_put_into_it(typed: str) -> None:
    began = time.process_time()
    told = translate_sentence(
        f"「{typed}」没有连着写的，改按其中的词查：{typed}（「{typed}」不参与）", "en"
    )
    assert told.endswith("left out)")
    assert "」" in typed or "does not occur as one run" in told
    translate_sentence(typed, "en")
    translate_sentence(f"库中没有「{typed}」；「{typed}」有 3 段", "en")
    assert time.process_time() - began < 2.0


@pytest.mark.parametrize(
    "address",
    [
        *("/search?q=平安&page=x", "/search?q=平安&size=9999", "/search?q=平安&min_match=2"),
        *("/search?q=平安&expand=x", "/search?q=平安&year=abc", "/search?q=平安&mode=x"),
        *("/documents/none", "/documents/haian-2024/original", "/initiatives/none", "/nowhere"),
        *("/cite.ris", "/basket.docx", "/search.csv?export=half", "/terms?by=month"),
    ],
)
def test_errors_of_an_english_page_are_english(address: str, client: FlaskClient) -> None:
    path = address + ("&" if "?" in address else "?") + "lang=en"
    answer = client.get(path, headers={"Accept": "text/html"})
    lead = BeautifulSoup(answer.get_data(as_text=True), "html.parser").select_one(".lead")
    assert answer.status_code >= 400 and lead is not None
    assert not HAN.search(re.sub(r"[“「][^”」]*[”」]", "", lead.get_text())), lead.get_text()


def test_values_of_the_bundled_lists_have_their_english_beside(client: FlaskClient) -> None:
    assert (named("反诈", "en"), named("反诈", "zh")) == ("反诈 (anti-fraud)", "反诈")
    assert named("某个别家主题", "en") == "某个别家主题"
    taxonomy = yaml.safe_load((CORPUS / "taxonomy" / "themes.yaml").read_text("utf-8"))
    themes = taxonomy["themes"] if isinstance(taxonomy, dict) else taxonomy
    assert [t["name"] for t in themes if t["name"] not in english_names()] == []
    page = client.get("/search?q=反诈&lang=en").get_data(as_text=True)
    assert "反诈 (anti-fraud)" in page and 'value="反诈"' in page


MARKS = re.compile(r"[，。；：、（）「」]")
PAGES = (
    *("/", "/search?q=平安", "/search?q=pingan", "/search?q=平安&view=kwic", "/initiatives"),
    *("/documents", "/figures", "/compare", "/compare?theme=反诈", "/compare/documents"),
    *("/terms?terms=网格", "/concordance?q=反诈&order=r1", "/proof", "/advanced", "/help"),
    *("/basket", "/embed-guide", "/embed?q=平安", "/nowhere", "/documents/nantong-2021?q=平安"),
    *(
        "/compare?indicator=抓获数",
        "/search?q=量子计算机",
        "/search?q=平安前稍",
        "/documents/haian-2024",
    ),
)
_OUR_OWN = re.compile(
    r"第 ?\d+ ?段|永久链接|\[日期不详|\[出版|原文无题|单位：|来源："
    r"|\d+ [段篇项]$|未注明|本库|没有|空心"
)


@pytest.mark.parametrize("address", PAGES)
def test_no_chinese_mark_joins_english_words(address: str, client: FlaskClient) -> None:
    path = address + ("&" if "?" in address else "?") + "lang=en"
    page = BeautifulSoup(client.get(path).get_data(as_text=True), "html.parser")
    for tag in page.select("[lang^=zh], script, code, .text, .reference, .clause, .under, option"):
        tag.decompose()
    texts = [str(text) for text in page.find_all(string=MARKS)]
    joined = [
        t for t in texts if re.search(rf"[a-z0-9] ?{MARKS.pattern}|{MARKS.pattern} ?[A-Za-z]", t)
    ]
    assert joined == []


@pytest.mark.parametrize("address", PAGES)
def test_no_words_of_ours_stay_chinese_on_an_english_page(
    address: str, client: FlaskClient
) -> None:
    """Not even in a reference or a chart, of which only names and quotations are the library's."""
    path = address + ("&" if "?" in address else "?") + "lang=en"
    page = BeautifulSoup(client.get(path).get_data(as_text=True), "html.parser")
    for tag in page.select("[lang^=zh]:not(header, .report, .body), script, code, .text, mark"):
        tag.decompose()
    catalogue = {w for w in english() if len(w) > 3 and HAN.search(w)} - english_names().keys()
    texts = [str(text).strip() for text in page.find_all(string=HAN)]
    texts += [
        str(t[a]) for a in ("title", "aria-label", "placeholder") for t in page.select(f"[{a}]")
    ]
    stay = [t for t in texts if t in catalogue or _OUR_OWN.search(t)]
    assert stay == []
