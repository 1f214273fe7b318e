"""No answer grows with the library: long documents come in parts, long texts are cut, and told."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from indexer.model.documents import text_hash
from web.pages.reading import page, paragraphs
from web.params import MAX_CHARS, MAX_FACETS

_PARAGRAPHS, _LONG, _LONG_CHARS = 1_300, 50, 150_000


@pytest.fixture(scope="module")
def client(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    """A document of 1,300 paragraphs, fifty of one paragraph of 150,000 characters, and one whose
    paragraph has 20,000 sentences."""
    long = "平安前哨。" + "走访巡逻，" * (_LONG_CHARS // 5)
    lines = [{"id": f"志#{n}", "text": f"第{n}次网格巡逻。"} for n in range(1, _PARAGRAPHS + 1)]
    lines += [{"id": f"长{n}#1", "text": long} for n in range(_LONG)]
    lines.append({"id": "句#1", "text": "走街串户。" * 20_000})
    return client_of(lines)


def _shown(page: str) -> list[int]:
    return [int(n) for n in re.findall(r'<section class="para[^>]* id="p(\d+)"', page)]


def test_a_long_document_is_read_in_parts_that_together_are_the_whole(client: FlaskClient) -> None:
    shown: list[int] = []
    address = "/documents/志?q=网格"
    while address:
        page = client.get(address).get_data(as_text=True)
        assert len(page) < 1_500_000 and "本篇很长" in page
        shown += _shown(page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1].replace("&amp;", "&") if found else ""
    assert shown == list(range(1, _PARAGRAPHS + 1))


def test_links_lead_to_the_part_that_holds_the_paragraph(client: FlaskClient) -> None:
    results = client.get("/search?q=第1200次").get_data(as_text=True)
    link = re.search(r'href="(/documents/[^"#]*)#p1200"', results)
    assert link is not None
    assert 1200 in _shown(client.get(link[1].replace("&amp;", "&")).get_data(as_text=True))
    csv = client.get("/search.csv?q=第1200次").get_data(as_text=True)
    permanent = re.search(r"/documents/[^#,]*#p1200", csv)
    assert permanent is not None
    page = client.get(permanent[0].split("#")[0]).get_data(as_text=True)
    assert 1200 in _shown(page) and 'data-ordinal="1200"' in page
    preview = client.get("/preview", query_string={"id": "志#1200"}).get_data(as_text=True)
    assert "第1199次" in preview and "第1201次" in preview


def test_a_permanent_link_finds_its_paragraph_in_another_part(client: FlaskClient) -> None:
    hash = text_hash("第1200次网格巡逻。")
    answer = client.get(f"/documents/志?h={hash}")
    assert answer.status_code == 302 and answer.headers["Location"].endswith("#p1200")
    page = client.get(answer.headers["Location"].partition("#")[0]).get_data(as_text=True)
    assert 1200 in _shown(page)
    assert client.get("/documents/志?h=00000000").status_code == 200


def test_a_short_document_is_shown_whole_whatever_the_address_asks(client: FlaskClient) -> None:
    page = client.get("/documents/长1?from=7").get_data(as_text=True)
    assert _shown(page) == [1] and "本篇很长" not in page


def test_json_cuts_what_a_page_has_no_room_for_and_says_so(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=平安前哨&size=100")
    body = answer.get_json()
    texts = [len(hit["text"]) for hit in body["hits"]]
    assert len(texts) == _LONG and sum(texts) < MAX_CHARS + 2_000 * _LONG
    cut = [hit for hit in body["hits"] if hit.get("text_cut")]
    assert len(cut) == sum(n < _LONG_CHARS for n in texts) > 0
    assert all(end <= len(hit["text"]) for hit in body["hits"] for _, end in hit["marks"])
    assert any(str(len(cut)) in note and "开头" in note for note in body["query"]["notes"])
    whole = client.get("/api/v1/paragraphs/" + cut[0]["id"].replace("#", "%23")).get_json()
    assert len(whole["text"]) >= _LONG_CHARS


def test_a_document_in_json_is_whole_or_says_where_the_rest_begins(client: FlaskClient) -> None:
    body = client.get("/api/v1/documents/志").get_json()
    assert len(body["paragraphs"]) == _PARAGRAPHS and body["next"] is None
    rest = client.get("/api/v1/documents/志?from=1299").get_json()
    assert [p["ordinal"] for p in rest["paragraphs"]] == [1299, 1300]
    assert client.get("/api/v1/documents/志?from=9999").get_json()["paragraphs"] == []
    assert client.get("/api/v1/documents/志?from=0").status_code == 400


def test_more_facet_values_than_a_page_holds_are_refused(client: FlaskClient) -> None:
    assert client.get(f"/api/v1/search?facet_limit={MAX_FACETS}").status_code == 200
    assert client.get(f"/api/v1/search?facet_limit={MAX_FACETS + 1}").status_code == 400


def test_a_page_of_long_hits_is_small_and_quickly_made(client: FlaskClient) -> None:
    """Each text holds the query thirty thousand times. Excerpts of such a page took a minute."""
    for view in ("", "&view=kwic"):
        began = time.thread_time()
        page = client.get(f"/search?q=，&size=50{view}").get_data(as_text=True)
        assert time.thread_time() - began < 10
        assert len(page) < 2_000_000
        assert "阅读页" in page


def test_a_subject_said_in_very_many_sentences_is_laid_out_quickly(client: FlaskClient) -> None:
    """Each sentence was compared with each place of the subject: this one took a minute."""
    began = time.thread_time()
    page = client.get("/compare?q=走街串户").get_data(as_text=True)
    assert time.thread_time() - began < 10
    assert "走街串户" in page


def test_a_paragraph_longer_than_a_page_is_cut_and_told(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (page, paragraphs):
        monkeypatch.setattr(module, "SHOWN_CHARS", 100_000)
    drawn = client.get("/documents/长1?q=，").get_data(as_text=True)
    assert len(re.sub("<[^>]*>", "", drawn)) < 110_000
    (whole,) = re.findall(r'href="(/api/v1/paragraphs/[^"]+)"', drawn)
    assert len(client.get(whole).get_json()["text"]) >= _LONG_CHARS


def test_the_first_page_lists_a_few_of_many_values(client_of: Callable[..., FlaskClient]) -> None:
    lines = [
        {"id": f"d{n}#1", "text": f"巡逻{n}", "source": f"单位{n}", "themes": [f"主题{n}"]}
        for n in range(1_200)
    ]
    page = client_of(lines).get("/").get_data(as_text=True)
    assert len(page) < 100_000
    assert "只列段数最多的 12 个来源，共 1200 个" in page.replace("1,200", "1200")
    assert "只列段数最多的 60 个主题，共 1200 个" in page.replace("1,200", "1200")
