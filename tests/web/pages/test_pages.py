"""Pages say what the API says, without any script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.model.documents import text_hash
from indexer.model.schema import SCHEMA
from indexer.settings import Settings
from search.searcher import Searcher
from web.app import create_app
from web.pages.overview import listed_years


def soup(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def ids(page: BeautifulSoup) -> list[Any]:
    return [li["data-id"] for li in page.select(".hits > .hit")]


@pytest.mark.parametrize(
    "query",
    [
        "q=平安前哨",
        "q=平安&page=2&size=5",
        "q=平安&group=document",
        "year=2021&sort=oldest",
        "q=平安+公安&sort=newest",
        "q=案件破案率&mode=exact",
        "theme=反诈&theme=治安防控",
    ],
)
def test_a_page_shows_the_hits_of_the_api(query: str, client: FlaskClient) -> None:
    page = soup(client, f"/search?{query}")
    body = client.get(f"/api/v1/search?{query}").get_json()
    assert ids(page) == [h["id"] for h in body["hits"]]
    count = page.select_one("[data-total]")
    assert count is not None and count["data-total"] == str(body["total"])
    for li, hit in zip(page.select(".hits > .hit"), body["hits"], strict=True):
        whole = li.select_one(".whole .text") or li.select_one(".text")
        assert whole is not None and whole.get_text() == hit["text"]


def test_marks_are_whole_and_text_is_as_printed(client: FlaskClient) -> None:
    page = soup(client, "/search?q=平安前哨")
    assert {m.get_text() for m in page.select(".hit .text mark")} <= {"平安前哨", "平安前哨工程"}
    assert len(page.select(".hit .text mark")) >= 4


def test_facets_are_boxes_of_the_form_with_the_counts_of_the_api(client: FlaskClient) -> None:
    query = "q=平安&source=南通市公安局"
    page = soup(client, f"/search?{query}")
    body = client.get(f"/api/v1/search?{query}").get_json()
    for field in ("source", "theme", "genre", "region"):
        boxes = page.select(f'#facets input[name="{field}"]')
        shown = {
            b["value"]: (b.find_next("small").get_text(), b.has_attr("checked")) for b in boxes
        }  # type: ignore[union-attr]
        assert shown == {
            v["value"]: (str(v["count"]), v["selected"]) for v in body["facets"][field]
        }
        assert all(b["form"] == "search" for b in boxes)
    bars = {str(li["data-year"]) for li in page.select(".bars li")}
    assert {v["value"] for v in body["facets"]["year"]} <= bars


def test_a_chip_takes_its_filter_off(client: FlaskClient) -> None:
    page = soup(client, "/search?q=平安&source=南通市公安局&year=2020..2021&theme=反诈")
    chips = page.select(".chips li a:not(.clear)")
    assert len(chips) == 3
    for chip, gone in zip(chips, ("source", "theme", "year"), strict=True):
        target = unquote(str(chip["href"]))
        assert f"{gone}=" not in target and "q=平安" in target
        assert target.count("=") == 3


def test_expansions_are_shown_and_go_away_in_one_click(client: FlaskClient) -> None:
    page = soup(client, "/search?q=电信网络诈骗")
    link = page.select_one(".because > a")
    assert link is not None and "expand=0" in str(link["href"])
    plain = soup(client, str(link["href"]))
    assert plain.select_one(".expansions") is None
    body = client.get("/search.json?q=电信网络诈骗&expand=0").get_json()
    assert body["query"]["expansions"] == []


def test_scattered_hits_stand_below_a_divider(client: FlaskClient) -> None:
    query = "q=平安前哨 无人机 命案&min_match=0.1&size=50"
    body = client.get(f"/api/v1/search?{query}").get_json()
    assert body["matches"]["some"]
    page = soup(client, f"/search?{query}")
    rows = page.select(".hits > li")
    divider = next(i for i, li in enumerate(rows) if "divider" in (li.get("class") or []))
    assert all(li["data-match"] != "some" for li in rows[:divider])
    assert all(li["data-match"] == "some" for li in rows[divider + 1 :])


def test_a_proposal_is_a_link_to_its_search(client: FlaskClient) -> None:
    page = soup(client, "/search?q=pinganqianshao&correct=0")
    link = page.select_one(".propose a")
    assert link is not None and link.get_text() == "平安前哨"
    assert ids(soup(client, str(link["href"])))


def test_what_pinyin_was_taken_for_is_told_once(client: FlaskClient) -> None:
    page = soup(client, "/search?q=pinganqianshao")
    told = [
        tag for tag in page.select(".because, .propose, .corrected") if "平安前哨" in tag.get_text()
    ]
    assert len(told) == 1
    back = told[0].select_one(".corrected > a")
    assert back is not None and "correct=0" in str(back["href"])


def test_a_search_that_its_filters_emptied_offers_itself_without_them(client: FlaskClient) -> None:
    page = soup(client, "/search?q=平安前哨&source=海安市公安局")
    assert ids(page) == []
    links = [a for a in page.select(".nothing a") if "海安市公安局" in a.get_text()]
    assert links and "source" not in str(links[0]["href"])
    assert len(ids(soup(client, str(links[0]["href"])))) == 3


def test_nothing_found_says_what_to_try(client: FlaskClient) -> None:
    page = soup(client, "/search?q=反诈和平安前哨&mode=exact&source=南通市公安局")
    targets = [unquote(str(a["href"])) for a in page.select(".nothing .ways-out a")]
    assert any("mode=exact" not in t and "source=" in t for t in targets)
    assert not any("source=" not in t and "mode=exact" in t for t in targets)  # not to blame
    nowhere = soup(client, "/search?q=啊啊啊没有&mode=exact")  # what finds nothing is no way out
    assert not nowhere.select(".nothing .ways-out a")


def test_the_concordance_has_one_line_for_each_mark(client: FlaskClient) -> None:
    page = soup(client, "/search?q=平安&view=kwic")
    body = client.get("/api/v1/search?q=平安").get_json()
    rows = page.select(".kwic tbody tr")
    assert len(rows) == sum(len(h["marks"]) for h in body["hits"])
    assert {tr.select_one("mark").get_text() for tr in rows} == {"平安"}  # type: ignore[union-attr]


def test_the_reading_view_marks_every_hit_and_names_its_paragraphs(
    client: FlaskClient, searcher: Searcher
) -> None:
    page = soup(client, "/documents/nantong-2021?q=平安")
    _, paragraphs = searcher.document("nantong-2021")
    sections = page.select("section.para")
    assert [s["id"] for s in sections] == [f"p{p.ordinal}" for p in paragraphs]
    for section, paragraph in zip(sections, paragraphs, strict=True):
        text = section.select_one(".text")
        assert text is not None and text.get_text() == paragraph.text
        assert len(text.select("mark")) == paragraph.text.count("平安")
        assert section["data-hash"] == text_hash(paragraph.text)
    assert page.select(".contents li a")
    assert all("[Z]. " in p.get_text() for p in page.select(".reference"))


def test_a_permanent_link_finds_its_paragraph_by_hash(
    client: FlaskClient, searcher: Searcher
) -> None:
    paragraph = searcher.paragraph("nantong-2021#9")
    page = soup(client, f"/documents/nantong-2021?h={text_hash(paragraph.text)}#p2")
    moved = page.select_one("#moved")
    assert moved is not None and moved["data-ordinal"] == "9"
    assert page.select_one("section.meant")["id"] == "p9"  # type: ignore[index]
    changed = soup(client, "/documents/nantong-2021?h=00000000")
    assert changed.select_one("#moved") is None and changed.select_one(".moved")


def test_reports_of_one_source_lead_to_each_other(client: FlaskClient) -> None:
    documents = client.get("/api/v1/documents?size=100").get_json()["documents"]
    sources = [d["source"] for d in documents if d["source"]]
    for document in documents:
        page = soup(client, f"/documents/{quote(document['slug'])}")
        links = page.select(".neighbours a")
        assert bool(links) == (sources.count(document["source"]) > 1 and bool(document["source"]))


def test_the_preview_holds_the_paragraph_between_its_neighbours(client: FlaskClient) -> None:
    page = soup(client, "/preview?id=nantong-2021%238&q=平安前哨")
    numbers = [int(p.select_one("small").get_text()) for p in page.select("p.text")]  # type: ignore[union-attr]
    assert numbers == [7, 8, 9]
    here = page.select_one("p.here")
    assert here is not None and here.select("mark")
    assert soup(client, "/preview?id=none", 404)


def test_the_start_page_counts_as_the_api_does(client: FlaskClient) -> None:
    page = soup(client, "/")
    body = client.get("/api/v1/search").get_json()
    table = page.select_one(".coverage")
    assert table is not None
    sums = [int(td.get_text()) for td in table.select("td.sum")]
    assert sum(sums) == body["total"]
    for a in page.select(".examples a"):
        there = soup(client, str(a["href"]))
        assert ids(there) or there.select(".sentences td.quotable"), a
    for a in table.select("td a"):
        found = client.get(str(a["href"]).replace("/search?", "/search.json?")).get_json()
        assert found["total"] == int(a.get_text())


def test_initiative_pages_tell_who_when_and_how_written(client: FlaskClient) -> None:
    index = soup(client, "/initiatives")
    names = [a.get_text() for a in index.select(".names a")]
    assert "平安前哨" in names
    page = soup(client, "/initiatives/平安前哨")
    about = page.select_one(".about")
    assert about is not None and "2020" in about.get_text() and "工程" in about.get_text()
    total = client.get("/search.json?initiative=平安前哨").get_json()["total"]
    sums = [int(td.get_text()) for td in page.select(".coverage td.sum")]
    assert sum(sums) == total
    assert page.select(".hit mark")
    assert soup(client, "/initiatives/没有这项", 404)


@pytest.mark.parametrize(
    "path",
    ["/documents/" + quote("没有#的/文献"), "/initiatives/x%2Fy", "/documents//a//b", "/nothing"],
)
def test_what_is_not_there_is_a_designed_404(path: str, client: FlaskClient) -> None:
    page = soup(client, path, 404)
    assert page.select_one("form#search") and page.select_one("h1")


def test_a_bad_parameter_is_a_designed_400_that_keeps_the_text(client: FlaskClient) -> None:
    page = soup(client, "/search?q=平安前哨&page=x", 400)
    box = page.select_one("#q")
    assert box is not None and box["value"] == "平安前哨"


def test_a_page_past_the_end_is_empty_and_says_so(client: FlaskClient) -> None:
    page = soup(client, "/search?q=平安前哨&page=40")
    assert ids(page) == [] and page.select_one(".nothing a")
    assert page.select_one('.pages a[rel="prev"]')


def test_forms_carry_the_whole_state_without_scripts(client: FlaskClient) -> None:
    page = soup(client, "/search?q=平安&sort=newest&group=document&expand=0&lang=en&size=20")
    fields = {
        (i["name"], i.get("value"))
        for i in page.select(
            'form#search input[type="hidden"], input[form="search"][type="hidden"]'
        )
    }
    wanted = {("sort", "newest"), ("group", "document"), ("expand", "0"), ("lang", "en")}
    assert wanted <= fields
    size = page.select_one('select[name="size"] option[selected]')
    assert size is not None and size.get_text() == "20"


def test_ids_in_a_page_are_unique_and_labels_are_there(client: FlaskClient) -> None:
    for path in ("/", "/search?q=平安", "/documents/nantong-2021?q=平安", "/help", "/embed-guide"):
        page = soup(client, path)
        found = [str(e["id"]) for e in page.select("[id]")]
        assert len(found) == len(set(found)), path
        assert page.select_one("h1, [aria-label]")
        assert page.select_one("html")["lang"] == "zh-CN"  # type: ignore[index]


def test_nothing_on_a_page_comes_from_elsewhere_or_needs_inline_code(client: FlaskClient) -> None:
    for path in ("/", "/search?q=平安", "/documents/nantong-2021", "/embed?q=平安", "/embed-guide"):
        page = soup(client, path)
        for element in page.select("script, link[rel=stylesheet], img, iframe"):
            target = str(element.get("src") or element.get("href"))
            assert target.startswith("/"), element
            assert not element.get_text(strip=True)
        assert not page.select("[style], style")
        assert not [a for e in page.find_all(True) for a in e.attrs if a.startswith("on")]


def test_the_first_page_is_light(client: FlaskClient) -> None:
    page = soup(client, "/")
    files = [
        str(e.get("src") or e.get("href")) for e in page.select("script, link[rel=stylesheet]")
    ]
    seen: set[str] = set()
    total = 0
    while files:
        path = files.pop()
        if path in seen:
            continue
        seen.add(path)
        with client.get(path) as response:
            text = response.get_data(as_text=True)
        total += len(text.encode())
        if path.endswith(".js"):
            files += [f"/static/{name}" for name in re.findall(r'from "\./([\w.]+)"', text)]
    assert len(seen) > 5
    assert total <= 60 * 1024


def test_the_embed_box_searches_inside_the_frame(client: FlaskClient) -> None:
    page = soup(client, "/embed?q=平安前哨&source=南通市公安局")
    assert len(page.select(".hit")) == 3
    assert page.select_one("base[target=_blank]") and page.select_one("form[target=_self]")
    assert page.select_one('input[name="source"][value="南通市公安局"]')
    assert "http://portal.example.cn" in str(page.select_one("body")["data-parents"])  # type: ignore[index]


def test_the_guide_holds_this_servers_address(client: FlaskClient) -> None:
    response = client.get("/embed-guide", base_url="http://qs.example.cn:8080")
    text = BeautifulSoup(response.get_data(as_text=True), "html.parser").get_text()
    assert '<form action="http://qs.example.cn:8080/search"' in text
    assert "http://qs.example.cn:8080/embed.js" in text
    assert "frame-src http://qs.example.cn:8080;" in text
    line = "script-src http://qs.example.cn:8080; connect-src http://qs.example.cn:8080;"
    assert line in text
    assert "allowed_origins:" not in text


def test_the_guide_warns_while_no_site_is_listed(searcher: Searcher, index: Any) -> None:

    client = create_app(Settings(index=str(index)), searcher).test_client()
    page = soup(client, "/embed-guide")
    assert any("allowed_origins:" in block.get_text() for block in page.select("pre"))


def test_the_blocks_of_the_guide_narrow_nothing_unless_a_source_is_chosen(
    client: FlaskClient,
) -> None:
    blocks = [code.get_text() for code in soup(client, "/embed-guide").select("pre code")]
    assert not [block for block in blocks if "source=" in block or '"source"' in block]
    page = soup(client, "/embed-guide?source=南通市公安局")
    blocks = [code.get_text() for code in page.select("pre code")]
    chosen = [block for block in blocks if "source=" in block or '"source"' in block]
    assert len(chosen) == 3
    assert page.select_one("option[selected]").get_text() == "南通市公安局"  # type: ignore[union-attr]
    assert "frameborder" in chosen[2]


def test_the_component_filters_by_what_the_schema_says(client: FlaskClient) -> None:
    response = client.get("/embed.js")
    names = re.search(r"var FILTERS = (\[.*?\]);", response.get_data(as_text=True))
    assert names is not None and tuple(json.loads(names[1])) == SCHEMA.filters
    again = client.get("/embed.js", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_the_embedding_guide_is_reached_from_foot_and_help(client: FlaskClient) -> None:
    assert soup(client, "/").select(".foot a[href='/embed-guide']")
    assert soup(client, "/help?lang=en").select("main a[href='/embed-guide?lang=en']")


def test_an_excerpt_shows_what_the_hits_were_narrowed_by(client: FlaskClient) -> None:
    """Not every paragraph has both words near each other; most have."""
    hits = soup(client, "/search?q=平安&within=公安&size=50").select(".hit > .text")
    shown = [{mark.get_text() for mark in hit.select("mark")} for hit in hits]
    assert len(shown) > 10 and sum({"平安", "公安"} <= marks for marks in shown) > 0.8 * len(shown)


def test_every_hit_has_its_short_citation_on_paper_and_the_older_edition_folded(
    client: FlaskClient,
) -> None:
    hits = soup(client, "/search?q=平安").select(".hit")
    for hit in hits:
        printed, clause = hit.select_one("p.print-only"), hit.select_one(".clause")
        assert printed is not None and clause is not None and printed.text == clause.text
        older = hit.select_one("details.older:not([open]) [data-edition='2015']")
        newer = hit.select_one(".sheet > [data-edition='2025']")
        assert older is not None and newer is not None
    assert hits


def test_a_card_of_an_english_page_names_one_initiative_in_english(client: FlaskClient) -> None:
    card = soup(client, "/search?q=平安前哨工程&lang=en").select_one(".card")
    assert card is not None
    label, about = card.select_one("h2 small"), card.select_one("summary")
    assert label is not None and label.text == "Initiative"
    assert about is not None and about.text.startswith("工程 (programme)")


def test_the_record_of_a_search_says_what_was_asked_and_found(client: FlaskClient) -> None:
    query = "q=平安&source=南通市公安局&mode=exact"
    body = client.get(f"/api/v1/search?{query}").get_json()
    record = soup(client, f"/search?{query}").select_one(".record")
    assert record is not None
    text = record.get_text()
    for told in ("平安", "精确", "南通市公安局", f"{body['total']} 段", body["generation"]):
        assert told in text
    unprinted = record.select_one(".screen-only")  # copied with the record, and not on paper
    assert unprinted is not None and body["generation"] in unprinted.get_text()
    assert "；/search?q=平安" in text and "localhost" not in text  # an address of this machine
    public = client.get(f"/search?{query}", headers={"Host": "qs.example.cn"})
    assert "；http://qs.example.cn/search?q=" in public.get_data(as_text=True)
    plain = soup(client, f"/search?{query}&lang=en").select_one(".record")
    assert plain is not None and "library version" in plain.get_text()


@pytest.mark.parametrize("length", [1_001, 3_000, 8_000])
def test_of_a_query_that_is_too_long_the_beginning_is_offered(
    client: FlaskClient, length: int
) -> None:
    text = ("平安前哨" * length)[:length]
    response = client.get("/search", query_string={"q": text, "mode": "exact", "source": "甲"})
    assert response.status_code in (400, 414)
    page = BeautifulSoup(response.get_data(as_text=True), "html.parser")
    assert page.select_one("#q")["value"] == text  # type: ignore[index]
    offered = page.select_one("main a.button")
    assert offered is not None
    asked = dict(parse_qsl(urlsplit(str(offered["href"])).query))
    assert asked == {"q": text[:1000], "mode": "exact", "source": "甲"}
    assert client.get(str(offered["href"])).status_code == 200


def test_a_document_without_an_original_says_so(client: FlaskClient) -> None:
    assert "没有保存这一篇的原件" in client.get("/documents/nantong-2021").get_data(as_text=True)


def test_the_title_of_a_document_comes_before_its_contents(client: FlaskClient) -> None:
    page = soup(client, "/documents/nantong-2021?q=平安")
    order = [tag.name for tag in page.select("main h1, main .contents, main .para")]
    assert order[:3] == ["h1", "aside", "section"]


@pytest.mark.parametrize(
    "values,listed",
    [
        (("2024", "2021", "2022"), ("2021", "2022", "2023", "2024")),
        (("1998", "2023", "2024"), ("1998", "2023", "2024")),
        ((), ()),
    ],
)
def test_years_without_a_report_are_no_hidden_gap(
    values: tuple[str, ...], listed: tuple[str, ...]
) -> None:
    assert listed_years(values) == listed


def test_a_single_character_is_no_advice_where_nothing_is_found(client: FlaskClient) -> None:
    body = client.get("/api/v1/search?q=元宇宙").get_json()
    assert body["total"] == 0 and body["query"]["suggestions"] == []
    parted = client.get("/api/v1/search?q=反诈 AND 元宇宙").get_json()
    assert [s["text"] for s in parted["query"]["suggestions"]] == ["反诈"]


@pytest.mark.parametrize(
    "path", ["/terms.json?by=x", "/terms.csv?by=x", "/concordance.csv?order=x"]
)
def test_programs_are_told_of_errors_as_programs(path: str, client: FlaskClient) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"


def test_hits_of_a_wording_are_where_all_of_it_stands(client: FlaskClient) -> None:
    page = soup(client, "/documents/nantong-2021?q=公安机关")
    marks = [mark for mark in page.select(".report mark") if "公安机关" in mark.text]
    told = page.select_one("#hitbar .told")
    lone = page.select(".report mark.part")
    assert told and lone and {mark.text for mark in lone} <= {"公安", "机关"}
    whole = page.select(".report mark:not(.part)")
    assert set(map(id, marks)) <= set(map(id, whole))
    counted = [int(n) for n in re.findall("[0-9]+", told.text)]
    assert counted == [len(whole), len(lone)]
    assert not page.select("#hitbar button[disabled]")
    for q in ("公安 机关 命案", "破案率多少"):  # no wording stands: every word is a hit
        assert not soup(client, f"/documents/nantong-2021?q={q}").select("mark.part"), q


def test_a_single_hit_has_none_before_or_behind_it(client: FlaskClient) -> None:
    page = soup(client, "/documents/nantong-2021?q=合成侦查中心")
    assert len(page.select(".report mark")) == 1
    assert len(page.select("#hitbar button[disabled]")) == 2


def test_the_title_of_a_table_is_printed_once_above_its_rows(
    client_of: Callable[..., FlaskClient],
) -> None:
    texts = ["派出所：东岭所；2022年：41；2023年：52", "派出所：西河所；2022年：33；2023年：36"]
    lines = [
        {"id": f"t#{n}", "document": "t", "heading": "各所调解情况", "text": text}
        for n, text in enumerate(texts, start=1)
    ]
    page = client_of(lines).get("/documents/t?q=调解").text
    assert page.count("<h2>") == 1 and "西河所" in page
