"""A draft is checked on a page, and by a command; nothing of it is kept anywhere."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path

import docx
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask.testing import FlaskClient

from search.proofing.claims import MAX_CHARS
from web.cli import main

DRAFT = (
    "核稿试验\n2021年，淮南市攻克6起命案积案，破案率连续12年100%。\n"
    "南京公安局打造“三圈五城”防控体系，新建社区食堂37家。"
)


def send(client: FlaskClient, **fields: str):  # type: ignore[no-untyped-def]
    return client.post("/proof", data=fields, content_type="multipart/form-data")


def page_of(client: FlaskClient, draft: str) -> BeautifulSoup:
    response = send(client, draft=draft)
    assert response.status_code == 200
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def verdicts(page: BeautifulSoup) -> dict[str, str]:
    return {
        item.select_one("b").get_text(): item["class"][1]  # type: ignore[union-attr]
        for item in page.select(".finding")
    }


def test_the_page_tells_every_claim_with_its_source(client: FlaskClient) -> None:
    page = page_of(client, DRAFT)
    assert verdicts(page) == {
        **{"6起": "differs", "三圈五城": "differs", "37家": "absent"},
        **{"12年": "agrees", "100%": "agrees"},
    }
    for item in page.select(".finding:not(.absent)"):
        target = str(item.select_one("blockquote a")["href"])  # type: ignore[index]
        assert client.get(target.partition("#")[0]).status_code == 200
    marked = page.select_one(".draft")
    assert marked is not None
    for number in marked.select("sup"):
        number.extract()
    assert marked.get_text() == DRAFT
    assert page.select_one("textarea").get_text().strip() == DRAFT  # type: ignore[union-attr]


def test_no_finding_is_drawn_with_the_class_that_hides(client: FlaskClient) -> None:
    assert not page_of(client, DRAFT).select(".finding.unseen, .checked.unseen")


def test_marks_lead_to_their_findings(client: FlaskClient) -> None:
    page = page_of(client, DRAFT)
    targets = {str(a["href"]) for a in page.select(".draft a")}
    assert len(targets) == 5 and targets == {f"#{li['id']}" for li in page.select(".finding")}


def test_a_draft_that_is_too_long_comes_back_untouched(client: FlaskClient) -> None:
    draft = "平安" * (MAX_CHARS // 2) + "。"
    response = send(client, draft=draft)
    page = BeautifulSoup(response.get_data(as_text=True), "html.parser")
    assert response.status_code == 413 and page.select(".finding") == []
    assert page.select_one("textarea").get_text().strip() == draft  # type: ignore[union-attr]
    assert send(client, draft=draft, export="docx").status_code == 413
    assert send(client, draft="𠀀" * 100_000).status_code == 413


@pytest.mark.parametrize("draft", ["<script>alert(1)</script>办理9件", "“<b>”&amp;", "\x00\x0b"])
def test_a_draft_is_only_ever_text(draft: str, client: FlaskClient) -> None:
    page = page_of(client, draft)
    assert not [s for s in page.select("script") if not s.get("src")]
    assert page.select("main b b") == []


def test_nothing_of_a_draft_is_logged_or_cached(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = send(client, draft="绝密稿件办理737件，称“机密行动”。")
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    assert caplog.records and not [r for r in caplog.records if "737" in r.getMessage()]
    assert "机密" not in caplog.text


def test_no_other_site_may_send_drafts(client: FlaskClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    for export in ("", "docx"):
        sent = client.post("/proof", data={"draft": DRAFT, "export": export}, headers=headers)
        assert sent.status_code == 403
    assert client.get("/proof", headers=headers).status_code == 200


def comments(data: bytes) -> list[tuple[str, str]]:
    """Each comment with the words that it is tied to, in the order of the document."""
    book = docx.Document(io.BytesIO(data))
    texts = {str(c.comment_id): c.text for c in book.comments}
    found, open_at = [], {}
    for element in book.element.body.iter():
        kind = element.tag.rpartition("}")[2]
        number = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        if kind == "commentRangeStart":
            open_at[number] = ""
        elif kind == "commentRangeEnd":
            found.append((open_at.pop(number), texts[number]))
        elif kind == "t":
            open_at = {key: words + (element.text or "") for key, words in open_at.items()}
    assert not open_at and len(found) == len(texts)
    return found


def test_the_word_file_ties_each_finding_to_its_words(client: FlaskClient) -> None:
    response = send(client, draft=DRAFT, export="docx")
    assert response.status_code == 200 and "filename" in response.headers["Content-Disposition"]
    found = dict(comments(response.data))
    assert set(found) == {"6起", "12年", "100%", "三圈五城", "37家"}
    assert found["6起"].startswith("不一致（数值不同）") and "本库：5起" in found["6起"]
    assert found["37家"].startswith("未见") and found["12年"].startswith("一致")
    book = docx.Document(io.BytesIO(response.data))
    assert [p.text for p in book.paragraphs] == DRAFT.split("\n")


def written_draft(path: Path) -> None:
    """A Word file as an office makes it: looks that change in a figure, a table, a deletion."""
    book = docx.Document()
    line = book.add_paragraph("2021年，淮南市攻克")
    line.add_run("6").bold = True
    line.add_run("起命案积案，破案率连续12年100%。")
    book.add_table(1, 1).cell(0, 0).text = "南京公安局打造“三圈五城”防控体系"
    gone = book.add_paragraph().add_run("删去的37家")._r
    deleted = gone.makeelement(f"{{{gone.nsmap['w']}}}del", {})
    gone.addprevious(deleted)
    deleted.append(gone)
    book.save(str(path))


@pytest.mark.parametrize("ending", ["docx", "txt"])
def test_the_command_checks_a_file_and_annotates_it(
    ending: str, index: Path, tmp_path: Path
) -> None:
    file, out = tmp_path / f"稿.{ending}", tmp_path / "批注.docx"
    if ending == "docx":
        written_draft(file)
    else:
        file.write_bytes(DRAFT.encode("gb18030"))
    command = ["proof", str(file), "--index", str(index), "--json", "--out", str(out)]
    done = CliRunner().invoke(main, command, catch_exceptions=False)
    assert done.exit_code == 0
    body = json.loads(done.stdout)
    wrong = {f["text"]: f["ours"][0]["said"] for f in body["findings"] if f["verdict"] == "differs"}
    assert wrong == {"6起": "5起", "三圈五城": "三圈五域"}
    assert body["counts"]["unseen"] == (1 if ending == "txt" else 0)
    assert {"6起", "三圈五城"} <= {words for words, _ in comments(out.read_bytes())}


def test_the_command_prints_what_is_wrong_first(index: Path, tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text(DRAFT, "utf-8")
    done = CliRunner().invoke(main, ["proof", str(file), "--index", str(index)])
    lines = [line for line in done.stdout.splitlines() if "第" in line and "行" in line]
    assert [line.split()[0] for line in lines] == ["不一致", "不一致", "未见", "一致", "一致"]
    assert "第 2 行" in lines[0] and "本库：5起" in done.stdout


def test_a_file_that_is_no_document_is_refused_in_words(index: Path, tmp_path: Path) -> None:
    for content in (b"PK\x03\x04broken", b"\x00\x01\x02\xff\xfe\x00"):
        file = tmp_path / "bad.docx"
        file.write_bytes(content)
        done = CliRunner().invoke(main, ["proof", str(file), "--index", str(index)])
        assert done.exit_code == 1 and "bad.docx" in done.stderr
