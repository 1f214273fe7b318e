"""The commands search, suggest and evaluate over a small index of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings
from web.cli import main

PARAGRAPHS = [
    ("a#1", "推进“平安前哨”工程，建成指挥室122家。", "南通市公安局", 2021),
    ("a#2", "平安南通建设迈上新台阶。", "南通市公安局", 2021),
    ("b#1", "平安前哨经验得以推广，街面见警率上升。", "海安市公安局", 2024),
    ("c#1", "铁骑三十辆，护送群众就医。", None, None),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("cli")
    lines = [
        json.dumps({"id": id, "text": text, "source": source, "year": year}, ensure_ascii=False)
        for id, text, source, year in PARAGRAPHS
    ]
    (folder / "in.jsonl").write_text("\n".join(lines), "utf-8")
    settings = Settings(index=str(folder / "index"))
    rebuild(str(folder / "in.jsonl"), settings, BuildOptions())
    return settings.index


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin)


def test_search_lists_hits_with_their_ids(index: str) -> None:
    result = run("search", "平安前哨", "--index", index)
    assert result.exit_code == 0
    assert "a#1" in result.stdout and "b#1" in result.stdout
    assert "a#2" not in result.stdout
    assert "\x1b[" not in result.stdout  # colours are for terminals


def test_search_prints_the_body_of_the_api(index: str) -> None:
    body = json.loads(run("search", "平安前哨", "--json", "--index", index).stdout)
    assert body["total"] == 2
    assert body["matches"] == {"phrase": 2, "all": 0, "some": 0}
    assert {hit["id"] for hit in body["hits"]} == {"a#1", "b#1"}
    assert set(body["facets"]) == {"source", "theme", "initiative", "region", "year", "genre"}


def test_filters_page_and_facet_limit_reach_the_searcher(index: str) -> None:
    options = ["--source", "海安市公安局", "--year", "2020..2024", "--facet-limit", "1"]
    body = json.loads(run("search", "平安", *options, "--json", "--index", index).stdout)
    assert [hit["id"] for hit in body["hits"]] == ["b#1"]
    assert len(body["facets"]["year"]) == 1
    beyond = run("search", "平安", "--page", "2", "--size", "10", "--json", "--index", index)
    assert json.loads(beyond.stdout)["hits"] == []


def test_a_list_of_a_facet_is_narrowed_by_a_text(index: str) -> None:
    asked = run("search", "", "--facet-query", "source=海安", "--json", "--index", index)
    body = json.loads(asked.stdout)
    assert [row["value"] for row in body["facets"]["source"]] == ["海安市公安局"]
    assert body["facet_values"]["source"] > 1
    for wrong in ("标题=海", "source=", "海安"):
        assert run("search", "", "--facet-query", wrong, "--index", index).exit_code == 2


def test_empty_query_lists_everything(index: str) -> None:
    assert json.loads(run("search", "", "--json", "--index", index).stdout)["total"] == 4


@pytest.mark.parametrize(
    "arguments",
    [[], ["平安", "--batch", "q.jsonl"], ["平安", "--limit", "5"], ["平安", "--mode", "fuzzy"]],
)
def test_misuse_exits_with_two(index: str, arguments: list[str]) -> None:
    assert run("search", *arguments, "--index", index).exit_code == 2


@pytest.mark.parametrize("arguments", [["平安", "--year", "去年"], ["长" * 1001]])
def test_what_cannot_be_asked_is_one_sentence_and_exit_one(
    index: str, arguments: list[str]
) -> None:
    result = run("search", *arguments, "--index", index)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1


def test_missing_index_is_told(tmp_path: Path) -> None:
    result = run("search", "平安", "--index", str(tmp_path / "none"))
    assert result.exit_code == 1
    assert "rebuild" in result.stderr


def test_batch_writes_a_trec_run_and_goes_on_after_a_query_over_a_cap(index: str) -> None:
    queries = [("q1", "平安前哨"), ("q2", "长" * 1001), ("q3", "龘龘"), ("q4", "铁骑")]
    stdin = "\n".join(json.dumps({"id": id, "text": text}) for id, text in queries)
    result = run("search", "--batch", "-", "--limit", "1", "--index", index, stdin=stdin)
    lines = [line.split() for line in result.stdout.splitlines()]
    assert [line[0] for line in lines] == ["q1", "q4"]
    assert all(line[1] == "Q0" and line[3] == "1" and line[5] == "qianshao" for line in lines)
    assert "q2" in result.stderr
    assert result.exit_code == 1


def test_batch_writes_the_body_a_line_as_json_lines(index: str) -> None:
    stdin = '{"id": "q1", "text": "平安前哨"}\n{"id": "q2", "text": "龘龘"}\n'
    result = run("search", "--batch", "-", "--format", "jsonl", "--index", index, stdin=stdin)
    bodies = [json.loads(line) for line in result.stdout.splitlines()]
    assert [body["id"] for body in bodies] == ["q1", "q2"]
    assert [body["matches"]["phrase"] for body in bodies] == [2, 0]
    assert result.exit_code == 0


def test_batch_ranks_to_depth_and_takes_search_options(index: str) -> None:
    stdin = '{"id": "q1", "text": "平安前哨 铁骑"}\n'
    deep = run("search", "--batch", "-", "--index", index, stdin=stdin)
    assert {line.split()[2] for line in deep.stdout.splitlines()} >= {"a#1", "b#1", "c#1"}
    chosen = run(
        "search", "--batch", "-", "--source", "海安市公安局", "--index", index, stdin=stdin
    )
    assert {line.split()[2] for line in chosen.stdout.splitlines()} == {"b#1"}


def test_batch_lists_after_a_phrase_what_words_it_otherwise_but_a_page_does_not(
    index: str,
) -> None:
    def batch(text: str) -> list[str]:
        stdin = json.dumps({"id": "q", "text": text})
        lines = run("search", "--batch", "-", "--index", index, stdin=stdin).stdout.splitlines()
        return [line.split()[2] for line in lines]

    assert set(batch("平安前哨")[:2]) == {"a#1", "b#1"}
    assert batch("平安前哨")[2:] == ["a#2"]
    assert set(batch('"平安前哨"')) == {"a#1", "b#1"}
    page = json.loads(run("search", "平安前哨", "--json", "--index", index).stdout)
    assert {hit["id"] for hit in page["hits"]} == {"a#1", "b#1"}


def test_suggest_prints_completions(index: str) -> None:
    body = json.loads(run("suggest", "南通", "--json", "--index", index).stdout)
    assert all(set(row) == {"text", "kind", "count"} for row in body["suggestions"])
    assert any(row["text"] == "南通市公安局" for row in body["suggestions"])


def test_evaluate_prints_the_measures(index: str, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": "q1", "text": "平安前哨"}\n', "utf-8")
    (tmp_path / "r.tsv").write_text("q1\ta#1\t1\nq1\tb#1\t1\nq9\ta#1\t1\n", "utf-8")
    files = ["--queries", str(tmp_path / "q.jsonl"), "--qrels", str(tmp_path / "r.tsv")]
    body = json.loads(run("evaluate", *files, "--json", "--index", index).stdout)
    assert body == {
        "queries": 1, "nDCG@10": 1.0, "MRR@10": 1.0, "Recall@10": 1.0, "Recall@100": 1.0,
    }  # fmt: skip
    assert "nDCG@10     1.0000" in run("evaluate", *files, "--index", index).stdout


def test_evaluate_without_judged_queries_fails(index: str, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": "q1", "text": "平安前哨"}\n', "utf-8")
    (tmp_path / "r.tsv").write_text("q1\ta#1\t0\n", "utf-8")
    files = ["--queries", str(tmp_path / "q.jsonl"), "--qrels", str(tmp_path / "r.tsv")]
    result = run("evaluate", *files, "--index", index)
    assert result.exit_code == 1
    assert result.stdout == ""


def test_a_word_that_names_the_source_ranks_its_paragraphs_first(tmp_path: Path) -> None:
    """The report of 海安's police need not say 海安 beside 无人机 to be meant."""
    rows = [
        ("a#1", "海安公安工作，海安经验。", "海安市公安局"),
        ("a#2", "配置各型无人机用于巡逻。", "海安市公安局"),
        ("b#1", "配置各型无人机用于巡逻。", "南京市公安局"),
    ]
    lines = [
        json.dumps({"id": id, "text": text, "source": source}, ensure_ascii=False)
        for id, text, source in rows
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    settings = Settings(index=str(tmp_path / "index"))
    rebuild(str(tmp_path / "in.jsonl"), settings, BuildOptions())
    body = json.loads(run("search", "海安 无人机", "--json", "--index", settings.index).stdout)
    assert body["hits"][0]["id"] == "a#2"
    assert {hit["id"] for hit in body["hits"]} == {"a#1", "a#2", "b#1"}
