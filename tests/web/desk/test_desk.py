"""The desk over HTTP: what a clerk does is written, whoever else comes is not let in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from running_desk import REPORT, RunningDesk

from indexer.sources.check import validate

UNSURE = (
    "工作情况\n\n　　各单位开展了“社区警务工作，效果良好。\n\n　　下一步将继续努力，群众满意。\n"
)
Fill = Callable[[dict[str, str]], None]


@pytest.fixture
def one(desk: RunningDesk, fill: Fill) -> RunningDesk:
    fill({"总结.txt": REPORT.format(year=2021)})
    return desk


def test_without_drafts_the_desk_says_how_to_begin(desk: RunningDesk) -> None:
    answer = desk.ask("/")
    assert answer.status == 200
    assert "qianshao add" in answer.text


def test_a_link_opens_the_desk_once(desk: RunningDesk) -> None:
    path = desk.link().removeprefix(desk.origin)
    stranger = {"Cookie": None, "Sec-Fetch-Site": "none", "Origin": None}
    first = desk.ask(path, headers=stranger)
    assert first.status == 200
    assert "SameSite=Strict" in first.headers["Set-Cookie"]
    assert "HttpOnly" in first.headers["Set-Cookie"]
    assert desk.ask(path, headers=stranger).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": None},
        {"Cookie": "qianshao-desk-1=x"},
        {"Host": "desk.example.cn"},
        {"Host": "127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_foreign_page_cannot_read(one: RunningDesk, headers: dict[str, str | None]) -> None:
    assert one.ask("/items/%E6%80%BB%E7%BB%93", headers=headers).status == 403
    answer = one.ask("/", headers=headers)
    assert answer.status == 403
    assert "南通" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://portal.example.cn"},
        {"Origin": "null"},
        {"Origin": None},
        {"Sec-Fetch-Site": "cross-site"},
        {"Cookie": None},
    ],
)
def test_a_foreign_page_cannot_write(one: RunningDesk, headers: dict[str, str | None]) -> None:
    form = {"act": "accept", "version": one.version("总结")}
    answer = one.ask("/items/%E6%80%BB%E7%BB%93", form, headers)
    assert answer.status == 403
    assert (one.corpus / "drafts" / "总结.md").is_file()


def test_a_form_of_another_run_does_nothing(one: RunningDesk) -> None:
    form = {"act": "accept", "version": one.version("总结"), "key": "of another run"}
    assert one.ask("/items/%E6%80%BB%E7%BB%93", form).status == 403


def test_no_answer_allows_scripts_from_elsewhere_frames_or_other_sites(one: RunningDesk) -> None:
    for path in ("/", "/items/%E6%80%BB%E7%BB%93", "/static/desk.js", "/nothing"):
        headers = one.ask(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "Access-Control-Allow-Origin" not in headers
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_draft_is_mended_accepted_and_searchable(one: RunningDesk) -> None:
    assert (
        one.press("总结", "save", title="南通市公安局二〇二一年总结", genre="年度总结").status
        == 303
    )
    assert "title: 南通市公安局二〇二一年总结" in one.draft("总结")
    assert one.press("总结", "accept").status == 303
    assert (one.corpus / "documents" / "总结.md").is_file()
    assert not (one.corpus / "drafts" / "总结.md").exists()
    assert one.ask("/update", {}).status == 303
    one.server._site.updating.wait()
    page = one.ask("/update").text
    assert "现在可以检索 1 篇" in page and "打开检索页" in page


@pytest.mark.parametrize("act", ["page:2", "from:0", "list", "save", "edit:0", "toggle:0"])
def test_whatever_is_pressed_keeps_what_was_typed(one: RunningDesk, act: str) -> None:
    words = "改过的一段话，写到一半就翻页。"
    answer = one.press("总结", act, title="改过的标题", editing="1", text=words)
    assert answer.status == 303
    assert "title: 改过的标题" in one.draft("总结") and words in one.draft("总结")
    assert ("page=2" in answer.headers["Location"]) == (act == "page:2")
    assert (answer.headers["Location"] == "/") == (act == "list")


def test_a_block_behind_one_that_was_split_is_still_the_one_that_was_meant(
    one: RunningDesk,
) -> None:
    before = [line for line in one.draft("总结").split("---\n")[-1].split("\n\n") if line.strip()]
    one.press("总结", f"delete:{len(before) - 1}", editing="0", text="头一段。\n\n分成两段。")
    after = one.draft("总结")
    assert "头一段。\n\n分成两段。" in after
    assert before[-1].strip() not in after


def test_a_button_that_changes_nothing_writes_nothing(one: RunningDesk) -> None:
    before = one.draft("总结")
    one.press("总结", "save", title="南通市公安局2021年工作总结")
    assert one.draft("总结") == before
    assert one.server._site.desk.journal.last() is None


def test_a_wrong_value_is_told_and_not_written(one: RunningDesk) -> None:
    before = one.draft("总结")
    answer = one.press("总结", "save", date="去年年底", title="另一个标题")
    assert answer.status == 400
    assert "去年年底" in answer.text and "另一个标题" in answer.text
    assert one.draft("总结") == before


def test_what_another_program_changed_is_told_and_kept(one: RunningDesk) -> None:
    version = one.version("总结")
    path = one.corpus / "drafts" / "总结.md"
    path.write_text(path.read_text("utf-8").replace("下一步", "今后"), "utf-8")
    form = {"act": "save", "version": version, "title": "我的标题"}
    answer = one.ask("/items/%E6%80%BB%E7%BB%93", form)
    assert answer.status == 409
    assert "我的标题" in answer.text and "今后" in answer.text
    assert "今后" in one.draft("总结") and "我的标题" not in one.draft("总结")


def test_steps_are_undone_one_by_one(one: RunningDesk) -> None:
    before = one.draft("总结")
    one.press("总结", "save", title="甲")
    one.press("总结", "toggle:1")
    one.press("总结", "accept")
    assert not (one.corpus / "drafts" / "总结.md").exists()
    for _ in range(3):
        last = one.server._site.desk.journal.last()
        assert last is not None
        assert one.ask("/undo", {"number": str(last.number)}).status == 303
    assert one.draft("总结") == before
    assert not (one.corpus / "documents" / "总结.md").exists()


def test_pressing_undo_twice_takes_back_one_step(one: RunningDesk) -> None:
    one.press("总结", "save", title="甲")
    one.press("总结", "save", title="乙")
    last = one.server._site.desk.journal.last()
    assert last is not None
    for _ in range(2):
        one.ask("/undo", {"number": str(last.number)})
    assert "title: 甲" in one.draft("总结")


def test_undo_stays_at_the_document_while_it_is_there(one: RunningDesk) -> None:
    def undo() -> str:
        last = one.server._site.desk.journal.last()
        assert last is not None
        form = {"number": str(last.number), "back": "/items/总结"}
        return one.ask("/undo", form).headers["Location"]

    one.press("总结", "delete:1")
    assert "刚才：删去一段，" in one.ask("/").text
    assert undo() == "/items/%E6%80%BB%E7%BB%93"
    one.press("总结", "reject")
    one.ask("/names", {"act": "ignore", "name": "平安前哨工程"})
    assert undo() == "/"


def test_a_new_line_parts_a_paragraph_as_in_word(one: RunningDesk) -> None:
    assert one.press("总结", "edit:1").headers["Location"].endswith("#text")
    one.press("总结", "write:1", text="头一段。\r\n第二段。")
    assert "头一段。\n\n第二段。" in one.draft("总结")


def test_a_document_is_taken_out_of_the_library_and_put_back(one: RunningDesk, fill: Fill) -> None:
    one.press("总结", "accept")
    assert "资料库里的 1 篇" in one.ask("/").text
    one.press("总结", "reject")
    assert "刚才：移出" in one.ask("/").text
    fill({})
    for state in ("documents", "drafts"):
        assert not (one.corpus / state / "总结.md").exists()
    last = one.server._site.desk.journal.last()
    assert last is not None
    one.ask("/undo", {"number": str(last.number)})
    assert (one.corpus / "documents" / "总结.md").is_file()


def test_what_was_rejected_does_not_come_again_until_that_is_undone(
    one: RunningDesk, fill: Fill
) -> None:
    one.press("总结", "reject")
    fill({})
    assert not (one.corpus / "drafts" / "总结.md").exists()
    last = one.server._site.desk.journal.last()
    assert last is not None
    one.ask("/undo", {"number": str(last.number)})
    assert (one.corpus / "drafts" / "总结.md").is_file()


def test_all_without_doubts_are_accepted_at_once(desk: RunningDesk, fill: Fill) -> None:
    text = "关于印发《巡防工作规范》的通知\n\n各分局：\n\n　　现印发给你们，请认真执行。\n\n"
    fill({f"通知{n}.txt": f"{text}南通市公安局\n2021年3月{n}日\n" for n in range(1, 4)})
    fill({"乱.txt": UNSURE})
    page = desk.ask("/").text
    assert "收入没有疑点的" in page or "处" in page
    items = desk.server._site.desk.items.waiting()
    clear = [item for item in items if not item.open_doubts]
    for item in clear:
        desk.ask("/accept", {"act": "clear", "slug": item.slug, "version": item.version})
        assert (desk.corpus / "documents" / f"{item.slug}.md").is_file()
    left = desk.server._site.desk.items.waiting()
    assert {item.slug for item in left} == {i.slug for i in items} - {i.slug for i in clear}
    unsure = left[0]
    for act in ("clear", "all"):
        desk.ask("/accept", {"act": act, "slug": unsure.slug, "version": unsure.version})
        waits = desk.server._site.desk.items.get(unsure.slug)
        assert waits is not None and waits.open_doubts == unsure.open_doubts
        assert (waits.state == "document") == (act == "all")


def test_doubts_of_documents_wait_too_and_are_ticked_off(desk: RunningDesk, fill: Fill) -> None:
    fill({"乱.txt": UNSURE}, review=False)  # type: ignore[call-arg]
    [item] = desk.server._site.desk.items.waiting()
    assert item.state == "document" and item.open_doubts
    before = item.open_doubts
    number = next(n for n, d in enumerate(item.note.doubts) if not d.is_note)  # type: ignore[union-attr]
    desk.press("乱", f"done:{number}")
    assert desk.server._site.desk.items.get("乱").open_doubts == before - 1  # type: ignore[union-attr]
    desk.press("乱", "accept")
    assert desk.server._site.desk.items.waiting() == []
    assert (desk.corpus / "documents" / "乱.md").is_file()


def test_a_field_that_is_filled_in_is_no_longer_in_doubt(desk: RunningDesk, fill: Fill) -> None:
    fill({"乱.txt": UNSURE})
    before = desk.server._site.desk.items.get("乱")
    assert before is not None
    desk.press("乱", "save", year="2021")
    after = desk.server._site.desk.items.get("乱")
    assert after is not None and after.open_doubts == before.open_doubts - 1


def test_two_desks_on_one_library_do_not_overwrite_each_other(one: RunningDesk) -> None:
    from indexer.review.desk import Desk, Edit

    other = Desk(one.corpus)
    item = other.items.get("总结")
    assert item is not None
    one.press("总结", "save", title="甲")
    from indexer.errors import StaleEditError

    with pytest.raises(StaleEditError):
        other.edit(item, Edit({"title": "乙"}))
    assert "title: 甲" in one.draft("总结")


@pytest.mark.parametrize(
    "path",
    [
        "/items/..%2f..%2fqianshao",
        "/items/%2e%2e",
        "/items/..%5cdocuments",
        "/originals/..%2f..%2fqianshao.yaml/file",
        "/originals/%E6%80%BB%E7%BB%93/pages/1.png",
        "/originals/%E6%80%BB%E7%BB%93/page",
    ],
)
def test_nothing_else_is_given_out(one: RunningDesk, path: str) -> None:
    assert one.ask(path).status in (404, 405)


def test_drafts_that_are_links_are_neither_read_nor_written(one: RunningDesk) -> None:
    secret = one.corpus.parent / "secret.md"
    secret.write_text("---\ntitle: 秘密\n---\n\n不在资料库里的文字。\n", "utf-8")
    (one.corpus / "drafts" / "链接.md").symlink_to(secret)
    assert "秘密" not in one.ask("/").text
    assert one.ask("/items/%E9%93%BE%E6%8E%A5").status == 404
    (one.corpus / "documents").rmdir()
    elsewhere = one.corpus.parent / "elsewhere"
    elsewhere.mkdir()
    (one.corpus / "documents").symlink_to(elsewhere)
    assert one.press("总结", "accept").status == 400
    assert list(elsewhere.iterdir()) == []
    assert (one.corpus / "drafts" / "总结.md").is_file()


def test_the_original_is_shown_as_text_and_given_as_a_file(one: RunningDesk) -> None:
    page = one.ask("/items/%E6%80%BB%E7%BB%93").text
    assert "总结.txt" in page and "下载原件" in page
    answer = one.ask("/originals/%E6%80%BB%E7%BB%93/file")
    assert answer.text == REPORT.format(year=2021)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_a_web_page_is_shown_in_a_sandbox(desk: RunningDesk, fill: Fill) -> None:
    text = "<html><body><h1>海安市公安局2021年工作总结</h1><script>alert(1)</script>"
    text += "<p>2021年，海安市公安局深化社区警务，群众安全感持续提升，成效明显。</p></body></html>"
    fill({"网页.html": text})
    answer = desk.ask("/originals/%E7%BD%91%E9%A1%B5/page")
    assert answer.status == 200
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_a_title_with_markup_is_text_on_the_page(one: RunningDesk) -> None:
    one.press("总结", "save", title="<script>alert(1)</script>")
    for path in ("/", "/items/%E6%80%BB%E7%BB%93"):
        page = one.ask(path).text
        assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_the_check_names_documents_to_mend(one: RunningDesk) -> None:
    one.press("总结", "save", source="", year="")
    one.press("总结", "accept")
    page = one.ask("/check").text
    assert "/items/%E6%80%BB%E7%BB%93" in page
    assert validate(one.corpus).problems == ()


def test_candidates_and_sources_are_listed_and_taken_back(one: RunningDesk) -> None:
    listed = one.corpus / "taxonomy" / "initiatives.yaml"
    before = listed.read_text("utf-8")
    page = one.ask("/names").text
    assert "平安前哨工程" in page
    form = {"act": "accept", "name": "平安前哨工程", "as": "平安前哨", "kind": "工程"}
    assert one.ask("/names", form | {"at": "3"}).headers["Location"] == "/names#n3"
    assert "- name: 平安前哨\n" in listed.read_text("utf-8")
    assert "是 <input" in one.ask("/names").text or "没有新的候选名称" in one.ask("/names").text
    assert one.ask("/names", {"act": "none"}).status == 400
    source = {"name": "南通市公安局"}
    assert "南通市公安局" in one.ask("/sources").text
    assert one.ask("/sources", source).status == 303
    assert "已列入" in one.ask("/sources").text
    for _ in range(2):
        number = re.search(r'name="number" value="(\d+)"', one.ask("/").text)
        assert number is not None
        one.ask("/undo", {"number": number[1]})
    assert listed.read_text("utf-8") == before


def test_the_button_to_update_counts_documents_and_decisions_that_wait(one: RunningDesk) -> None:
    def waiting() -> str:
        found = re.search(r'id="update">更新检索(?:<small>(.*?)</small>)?', one.ask("/").text)
        assert found is not None
        return found[1] or ""

    def undo() -> None:
        number = re.search(r'name="number" value="(\d+)"', one.ask("/").text)
        assert number is not None
        one.ask("/undo", {"number": number[1]})

    def update() -> None:
        one.ask("/update", {})
        one.server._site.updating.wait()

    assert waiting() == ""
    one.press("总结", "accept")
    assert waiting() == "1 篇有改动"
    update()
    assert waiting() == ""
    one.ask("/names", {"act": "accept", "name": "平安前哨工程", "as": "", "kind": "工程"})
    one.ask("/sources", {"name": "南通市公安局", "into": ""})
    assert waiting() == "名称表 2 处有改动"
    undo()
    assert waiting() == "名称表 1 处有改动"
    undo()
    assert waiting() == ""
    undo()  # of the acceptance: the document is gone, the index still has it
    assert waiting() == "1 篇有改动"


def test_files_that_are_sent_wait_as_drafts_and_the_rest_is_named(desk: RunningDesk) -> None:
    text = REPORT.format(year=2021).encode()
    files = {"年报/总结.txt": text, "年报/又一份.txt": text, "年报/片子.mp4": b"\0\0\0\x18ftypmp42"}
    assert desk.send(files).status == 303
    told = desk.ask("/add").text
    assert "整理好 1 篇，1 个已在库中，1 个没能整理" in told
    assert "年报/片子.mp4：" in told
    assert len(list((desk.corpus / "drafts").iterdir())) == 1
    assert not (desk.corpus / "review" / "incoming").exists()
    desk.send(files)
    assert "整理好 0 篇，2 个已在库中" in desk.ask("/add").text


def test_names_of_sent_files_lead_nowhere_else(desk: RunningDesk) -> None:
    text = REPORT.format(year=2021).encode()
    names = (
        "../../../外面.txt",
        "/etc/外面二.txt",
        "..\\..\\外面三.txt",
        "长" * 300 + "甲.txt",
        "长" * 300 + "乙.txt",  # told apart only by what no file system could keep
        "..",
    )
    desk.send({name: text + name.encode() for name in names})
    above = desk.corpus.parent.parent
    assert not [p for p in above.rglob("*外面*") if not p.is_relative_to(desk.corpus)]
    assert len(list((desk.corpus / "drafts").iterdir())) == 5


def test_a_foreign_page_cannot_send_files(desk: RunningDesk) -> None:
    files = {"总结.txt": REPORT.format(year=2021).encode()}
    for headers in ({"Origin": "http://portal.example.cn"}, {"Cookie": None}, {"Host": "a.cn"}):
        assert desk.send(files, headers).status == 403
    assert desk.send(files, key="of another run").status == 403
    assert desk.ask("/names", {"act": "ignore", "name": "x" * (5 << 20)}).status == 413
    assert not list((desk.corpus / "drafts").glob("*"))


def test_nothing_chosen_is_told(desk: RunningDesk) -> None:
    desk.send({})
    assert "没有选到文件" in desk.ask("/add").text
