"""What comes out of a printer: whole tables, no empty page, no dead links, and where it is from."""

from __future__ import annotations

import base64
import io
import re
import unicodedata
from typing import Any

import pytest
from pypdf import PdfReader

from indexer.word_list import words

Browser = Any
FRAUD = "%E5%8F%8D%E8%AF%88"
PAGES = {
    "results": f"/search?q={FRAUD}",
    "reading": "/documents/nantong-2021?q=%E5%B9%B3%E5%AE%89",
    "compare": f"/compare?theme={FRAUD}",
    "figures": f"/figures?theme={FRAUD}",
    "terms": f"/terms?terms={FRAUD}&by=year",
    "concordance": "/concordance?q=%E5%B7%A1%E9%80%BB",
    "initiative": "/initiatives/%E5%B9%B3%E5%AE%89%E5%89%8D%E5%93%A8",
}


def printed(browser: Browser, address: str) -> list[str]:
    """The texts of the printed A4 pages."""
    browser.size(1280, 900)
    browser.get(address)
    pdf = browser.cdp("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)["data"]
    return [page.extract_text() for page in PdfReader(io.BytesIO(base64.b64decode(pdf))).pages]


@pytest.mark.parametrize("name", PAGES)
def test_a_printed_page_says_where_it_is_from_and_none_is_empty(
    browser: Browser, base: str, name: str
) -> None:
    pages = printed(browser, base + PAGES[name])
    assert all(len(text.strip()) > 60 for text in pages), [len(text) for text in pages]
    whole = unicodedata.normalize("NFKC", "".join("".join(pages).split()))  # ﬁ, ⼀
    assert "打印日期" in whole or "检索日期" in whole
    assert not re.search(r"127\.0\.0\.1|localhost", whole)  # leads nobody here
    for dead in words("导出 在检索页中打开 回到检索结果 逐项比较它的 这些段落的全部数据 BibTeX"):
        assert dead not in whole, dead


def test_printed_results_have_a_readable_address_and_the_citation_of_each_hit(
    browser: Browser, base: str
) -> None:
    whole = "".join("".join(printed(browser, base + PAGES["results"])).split())
    whole = unicodedata.normalize("NFKC", whole)
    assert "/search?q=反诈" in whole and "%E5" not in whole
    assert whole.count("段)") >= 5 and "据南通市公安局《" in whole


def test_a_comparison_prints_as_the_table_that_it_is(browser: Browser, base: str) -> None:
    """Paper is as narrow as a phone, where the table is a list."""
    first = printed(browser, base + PAGES["compare"])[0].splitlines()
    years = next(line for line in first if "2021" in line)
    assert "2022" in years and "2024" in years


def test_the_folded_index_is_printed_unfolded_and_folds_again(browser: Browser, base: str) -> None:
    whole = "".join(printed(browser, f"{base}/initiatives"))
    rests = "[...document.querySelectorAll('.rest')]"
    last = browser.run(
        f"return {rests}.map((one) => one.querySelector('li:last-child').dataset.words)"
    )
    names = ["".join(words.split()[0]) for words in last]
    plain = unicodedata.normalize("NFKC", "".join(whole.split()))
    found = [name for name in names if unicodedata.normalize("NFKC", name) in plain]
    assert len(found) > len(names) / 2  # fonts write some characters as radicals: ⻛, ⻓
    assert browser.run(f"return {rests}.some((one) => one.open)") is False
