from __future__ import annotations

from pathlib import Path

import pytest

from models.encoder import load_encoder
from models.model_choices import EncoderUnavailable
from models.onnx_encoder import MODEL_FILE, onnx_file
from models.sentence_encoder import SentenceEncoder
from models.static_encoder import StaticEncoder
from tests.models.small_models import write_bert, write_static


def test_no_name_means_the_bundled_model() -> None:
    assert isinstance(load_encoder(""), StaticEncoder)
    assert isinstance(load_encoder(), StaticEncoder)


def test_a_static_folder_is_read_without_torch_and_any_other_by_sentence_transformers(tmp_path: Path) -> None:
    write_static(tmp_path / "static")
    write_bert(tmp_path / "bert")
    assert isinstance(load_encoder(str(tmp_path / "static")), StaticEncoder)
    assert isinstance(load_encoder(str(tmp_path / "bert")), SentenceEncoder)


@pytest.mark.parametrize(
    ("files", "graph"),
    [
        ([MODEL_FILE], MODEL_FILE),
        ([MODEL_FILE, "model.safetensors"], MODEL_FILE),
        (["onnx/model.onnx", "onnx/model_quantized.onnx"], "onnx/model_quantized.onnx"),
        (["onnx/model.onnx", "model.safetensors"], None),
        (["onnx/model.onnx", "pytorch_model.bin"], None),
        (["model.safetensors"], None),
    ],
)
def test_a_graph_counts_unless_torch_weights_lie_above_it(tmp_path: Path, files: list[str], graph: str | None) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert onnx_file(tmp_path) == (None if graph is None else tmp_path / graph)


@pytest.mark.parametrize("asked", [{"dim": 4}, {"max_tokens": 64}, {"query_prompt": "查询："}])
def test_a_static_model_refuses_settings_that_it_could_not_follow(tmp_path: Path, asked: dict[str, int]) -> None:
    write_static(tmp_path)
    with pytest.raises(EncoderUnavailable, match=r"固定 8 维.*ZUNPEI_MODEL_DIM"):
        load_encoder(str(tmp_path), **asked)  # type: ignore[arg-type]
    assert load_encoder(str(tmp_path), dim=8, query_prompt="").card.dim == 8
