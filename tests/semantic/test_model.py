"""A model folder is read strictly; whatever else lies there is told in one sentence."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest
from tiny_model import DIMENSIONS, gather_model, write_tiny_model

from indexer.errors import SemanticModelError
from indexer.semantic.encoder import Encoder, quantized
from indexer.semantic.model import ModelOptions, read_model


@pytest.fixture
def folder(tiny: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny, tmp_path / "model"))


def refusal(folder: Path) -> str:
    with pytest.raises(SemanticModelError) as caught:
        Encoder(read_model(str(folder)))
    assert caught.value.folder == str(folder)
    assert "\n" not in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ModelOptions()),
        ("pooling: mean\n", ModelOptions(pooling="mean")),
        (
            "weight: .5\nthreshold: 0.7\nmax_tokens: 128\n",
            ModelOptions("cls", "", "", 128, 0.5, 0.7),
        ),
        ("query_prefix: '查询：'\n", ModelOptions(query_prefix="查询：")),
        ("passage_prefix: 'passage:'\n", ModelOptions(passage_prefix="passage: ")),
    ],
)
def test_options_are_read_and_default_to_those_of_the_measured_model(folder, text, expected):
    (folder / "qianshao-model.yaml").write_text(text, "utf-8")
    assert read_model(str(folder)).options == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pooling: max\n", "第 1 行"),
        ("max_tokens: 0\n", "max_tokens"),
        ("max_tokens: many\n", "max_tokens"),
        ("weight: 2\n", "weight"),
        ("weight: [1]\n", "weight"),
        ("weight: nan\n", "weight"),
        ("threshold:\n", "threshold"),
        ("dimension: 512\n", "dimension"),
        ("- pooling\n", "列表"),
        ("pooling: &a cls\n", "锚点"),
        ("pooling: cls\npooling: mean\n", "重复"),
        ("a: [\n", "YAML"),
    ],
)
def test_a_wrong_option_is_told_by_name_or_line(folder, text, told):
    (folder / "qianshao-model.yaml").write_text(text, "utf-8")
    assert told in refusal(folder)


def test_a_missing_folder_or_file_is_told(folder, tmp_path):
    assert "没有这个文件夹" in refusal(tmp_path / "nowhere")
    (folder / "tokenizer.json").unlink()
    assert "tokenizer.json" in refusal(folder)
    (folder / "tiny.onnx").unlink()
    assert ".onnx" in refusal(folder)


def test_two_models_in_one_folder_are_refused(folder):
    shutil.copy(folder / "tiny.onnx", folder / "other.onnx")
    assert "other.onnx" in refusal(folder)


def test_what_is_no_regular_file_is_never_opened(folder):
    (folder / "tokenizer.json").unlink()
    os.mkfifo(folder / "tokenizer.json")
    assert "不是普通文件" in refusal(folder)


@pytest.mark.parametrize("kept", [0, 1, 40, 2_000, 100_000])
def test_a_cut_model_is_refused(folder, kept):
    content = (folder / "tiny.onnx").read_bytes()
    (folder / "tiny.onnx").write_bytes(content[:kept])
    assert refusal(folder)


@pytest.mark.parametrize(
    "content", [b"\0" * 1000, b"PK\x03\x04" + b"x" * 100, b"{}", os.urandom(5000)]
)
@pytest.mark.parametrize("name", ["tiny.onnx", "tokenizer.json"])
def test_another_file_under_the_name_is_refused(folder, name, content):
    (folder / name).write_bytes(content)
    assert refusal(folder)


def test_a_model_of_another_kind_is_refused(folder):
    table = np.ones((5, DIMENSIONS), np.float32)
    renamed = gather_model(table).replace(b"input_ids", b"pixels_in")
    (folder / "tiny.onnx").write_bytes(renamed)
    assert "input_ids" in refusal(folder)


@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0])
def test_vectors_without_a_direction_are_refused(folder, value):
    table = np.full((30_000, DIMENSIONS), value, np.float32)
    (folder / "tiny.onnx").write_bytes(gather_model(table))
    assert "没有有效的数" in refusal(folder)


def test_a_vocabulary_larger_than_the_model_is_refused_when_it_shows(folder):
    (folder / "tiny.onnx").write_bytes(gather_model(np.ones((2, DIMENSIONS), np.float32)))
    assert refusal(folder)


def test_a_model_that_changes_after_it_was_read_is_not_loaded(folder):
    model = read_model(str(folder))
    with open(folder / "tiny.onnx", "ab") as file:
        file.write(b"\0")
    with pytest.raises(SemanticModelError, match=r"tiny\.onnx"):
        Encoder(model)


def test_the_error_survives_the_way_between_processes():
    error = pickle.loads(pickle.dumps(SemanticModelError("目录", "原因")))
    assert (error.folder, error.reason) == ("目录", "原因")


def test_only_what_decides_a_vector_is_in_the_digest(folder, tmp_path):
    before = read_model(str(folder)).digest
    (folder / "qianshao-model.yaml").write_text("pooling: mean\nweight: .9\nquery_prefix: 问\n")
    assert read_model(str(folder)).digest == before
    (folder / "qianshao-model.yaml").write_text("pooling: cls\n")
    assert read_model(str(folder)).digest != before
    other = write_tiny_model(tmp_path / "other", extra="①")
    assert read_model(str(other)).digest != before


@pytest.mark.parametrize("text", ["", "报警后多久能到", "快" * 5000, "\ud800", "😀\0\n", "ABC"])
def test_a_text_gives_the_same_bits_again_whatever_it_is(tiny, text):
    encoder = Encoder(read_model(str(tiny)))
    again = Encoder(read_model(str(tiny)))
    assert encoder.passage(text).tolist() == again.query(text).tolist()
    # This tokenizer adds no token of its own, so the empty text has no direction.
    assert np.abs(encoder.passage(text)).max() == (127 if text else 0)


def test_pooling_takes_the_first_token_or_the_mean(tiny, folder):
    (folder / "qianshao-model.yaml").write_text("pooling: cls\n")
    first = Encoder(read_model(str(folder)))
    mean = Encoder(read_model(str(tiny)))
    assert first.passage("快水水").tolist() == first.passage("快").tolist()
    assert mean.passage("快水水").tolist() != mean.passage("快").tolist()


def test_a_quantized_vector_keeps_its_direction():
    vector = np.random.default_rng(1).normal(size=512).astype(np.float32)
    whole = quantized(vector).astype(float)
    assert whole @ vector / np.linalg.norm(whole) / np.linalg.norm(vector) > 0.9999
