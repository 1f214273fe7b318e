"""The taxonomy files: what loads, what is refused, and every problem told at once."""

import os
from pathlib import Path

import pytest

from indexer.errors import TaxonomyError
from indexer.taxonomy.taxonomy import EMPTY, Taxonomy, load_taxonomy
from indexer.text.normalizer import normalize


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(TaxonomyError) as caught:
        load_taxonomy(folder)
    assert caught.value.code == "taxonomy_error"
    return caught.value.problems


def load(folder: Path, **files: str) -> Taxonomy:
    return load_taxonomy(write(folder, **files))


def test_a_missing_folder_is_an_empty_taxonomy(tmp_path: Path) -> None:
    assert load_taxonomy(tmp_path / "nowhere") == EMPTY


def test_empty_files_are_empty_lists(tmp_path: Path) -> None:
    assert load(tmp_path, sources="", themes="# 以后再写\n", synonyms="synonyms:\n") == EMPTY


def test_a_full_set_of_files_loads(tmp_path: Path) -> None:
    taxonomy = load(
        tmp_path,
        sources="- {name: 江州市公安局, aliases: [江州公安, 江州]}\n",
        themes="- name: 反诈\n  definition: 电信网络诈骗\n  strong: [反诈中心]\n- 党建\n",
        initiatives="- name: 蓝盾-2023\n  aliases: 蓝盾行动\n  kind: 行动\n  themes: [反诈]\n",
        synonyms="- [电诈, 电信诈骗]\n- words: [接处警, 110接处警]\n  one_way: true\n",
    )
    assert taxonomy.sources[0].aliases == ("江州公安", "江州")
    assert [theme.name for theme in taxonomy.themes] == ["反诈", "党建"]
    assert taxonomy.themes[0].strong == ("反诈中心",)
    assert taxonomy.initiatives[0].forms == ("蓝盾-2023", "蓝盾行动")
    assert [group.one_way for group in taxonomy.synonyms] == [False, True]


def test_a_section_may_stand_under_its_own_name(tmp_path: Path) -> None:
    assert load(tmp_path, themes="themes:\n- name: 反诈\n").themes[0].name == "反诈"


def test_numbers_and_dates_stay_the_text_that_was_written(tmp_path: Path) -> None:
    taxonomy = load(tmp_path, initiatives="- name: 110\n  aliases: [2021-01-09, 1.50, yes]\n")
    assert taxonomy.initiatives[0].forms == ("110", "2021-01-09", "1.50", "yes")


def test_nothing_written_is_nothing_and_a_quoted_null_is_a_word(tmp_path: Path) -> None:
    taxonomy = load(tmp_path, initiatives="- name: 'null'\n  aliases: ~\n  kind:\n  themes: null\n")
    assert taxonomy.initiatives[0].forms == ("null",)
    assert (taxonomy.initiatives[0].kind, taxonomy.initiatives[0].themes) == ("", ())


def test_byte_order_mark_and_windows_line_ends_load(tmp_path: Path) -> None:
    text = "- name: 反诈\n  definition: 电信网络诈骗\n".replace("\n", "\r\n")
    (tmp_path / "themes.yaml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load_taxonomy(tmp_path).themes[0].definition == "电信网络诈骗"


def test_all_problems_of_all_files_are_listed_with_their_lines(tmp_path: Path) -> None:
    write(
        tmp_path,
        themes="- name: 反诈\n  colour: 红\n- name: 反诈\n",
        initiatives=(
            "- name: 甲行动\n  aliases: [甲专项]\n  themes: [反炸]\n"
            "- name: 乙行动\n  aliases:\n  - “甲专项”\n  kind: [x]\n"
            "- kind: 工程\n"
        ),
    )
    found = problems(tmp_path)
    assert [Path(p.split(": ")[0]).name for p in found] == [
        "initiatives.yaml:3",
        "initiatives.yaml:6",
        "initiatives.yaml:7",
        "initiatives.yaml:8",
        "themes.yaml:2",
        "themes.yaml:3",
    ]
    assert any("反炸" in p for p in found)
    assert any("甲行动" in p and "甲专项" in p for p in found)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- name: 甲\n  name: 乙\n", 2),
        ("- name: 甲\n\taliases: [乙]\n", 2),
        ("- name: 甲\n- !!python/object/apply:os.system [echo]\n", 2),
        ("- name: !secret 甲\n", 1),
        ("- &a\n  name: 甲\n- *a\n", 1),
        ("- name: [甲\n", 2),
        ("- name: 甲\n  aliases: [乙, 乙]\n", 2),
        ("- name: “”\n", 1),
        ("- name: 甲\n  aliases: {乙: 丙}\n", 2),
        ("名称: 甲\n", 1),
        ("- name: 甲\n---\n- name: 乙\n", 3),
        ("- ? [甲]\n  : 乙\n  name: 丙\n", 1),
    ],
)
def test_what_a_curator_may_not_write_is_told_with_its_line(
    tmp_path: Path, text: str, line: int
) -> None:
    write(tmp_path, initiatives=text)
    assert f"initiatives.yaml:{line}: " in problems(tmp_path)[0]


def test_an_alias_bomb_is_refused_at_once(tmp_path: Path) -> None:
    levels = ["- &a0 [笑, 笑, 笑, 笑, 笑, 笑, 笑, 笑, 笑]"]
    levels += [f"- &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    write(tmp_path, synonyms="\n".join(levels) + "\n")
    assert "synonyms.yaml:1: " in problems(tmp_path)[0]


def test_bytes_that_are_not_utf8_are_told_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "themes.yaml").write_bytes("- 反诈\n".encode() + "- 党建\n".encode("gbk"))
    assert "themes.yaml:2: " in problems(tmp_path)[0]


def test_one_synonym_alone_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, synonyms="- [电诈, “电诈”]\n")
    assert "synonyms.yaml:1: " in problems(tmp_path)[0]


def test_dictionary_words_are_names_a_segmenter_can_use(tmp_path: Path) -> None:
    taxonomy = load(
        tmp_path,
        initiatives=(
            "- name: “江海前哨”\n  aliases: [1、2、4分钟, T-90, 三横四纵]\n"
            "- name: 长名字的一个又一个的平台系统\n"
        ),
        synonyms="- [电诈, 电信 诈骗]\n",
    )
    assert taxonomy.dictionary_words() == ("三横四纵", "江海前哨", "电信诈骗", "电诈")


def test_sources_and_initiatives_are_found_as_people_type_them(tmp_path: Path) -> None:
    taxonomy = load(
        tmp_path,
        sources=(
            "- name: 江州市公安局\n  aliases: [江州公安]\n"
            "- name: 河州市公安局\n- name: 河东区公安局\n"
        ),
        initiatives="- name: 江海前哨\n  aliases: [“江海·前哨”]\n",
    )
    found = taxonomy.source_named("江州")
    assert found is not None and found.name == "江州市公安局"
    assert taxonomy.source_named("河") is None
    assert taxonomy.source_named("江海") is None
    assert taxonomy.initiative_forms() == {"江海前哨": ("江海前哨", "“江海·前哨”")}


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "{a: " * 50_000, "- " * 20_000, "\0", "%YAML 9.9\n---\n"]
)
def test_hostile_files_are_problems_and_not_crashes(tmp_path: Path, text: str) -> None:
    write(tmp_path, themes=text)
    assert "themes.yaml" in problems(tmp_path)[0]


def test_what_is_no_regular_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "themes.yaml").mkdir()
    os.mkfifo(tmp_path / "sources.yaml")
    assert len(problems(tmp_path)) == 2


def test_the_bundled_taxonomy_loads_and_is_whole() -> None:
    taxonomy = load_taxonomy(Path(__file__).parents[3] / "corpus" / "taxonomy")
    assert len(taxonomy.themes) == 16 and len(taxonomy.initiatives) > 300
    assert all(t.definition and t.strong and t.weak for t in taxonomy.themes)
    found = taxonomy.source_named("南通")
    assert found is not None and found.name == "南通市公安局"
    forms = {normalize(form) for i in taxonomy.initiatives for form in (*i.forms, *i.parts)}
    for written in ("“平安前哨”", "1、3、5分钟", "1.35分钟", "135分钟", "蓝剑—2024", "皖警“E网通”"):
        assert normalize(written) in forms, written
