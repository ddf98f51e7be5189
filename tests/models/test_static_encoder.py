from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from models.encoder import BUNDLED
from models.static_encoder import (
    UNKNOWN,
    WEIGHTS_FILE,
    ModelDamaged,
    StaticEncoder,
    fingerprint_of,
    known_tokens,
    pieces,
    write_static_model,
)
from tests.models.small_models import TOKENS, write_static

VOCABULARY = {token: i for i, token in enumerate(TOKENS)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_static(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def bundled() -> StaticEncoder:
    return StaticEncoder.load(BUNDLED)


def test_a_word_is_made_of_its_characters_and_pairs() -> None:
    assert pieces("砌砖工") == ["砌", "砖", "工", "##砌砖", "##砖工"]
    assert pieces("砌") == ["砌"]


def test_latin_letters_and_digits_have_no_parts() -> None:
    assert pieces("cnc") == pieces("a2") == []


def test_a_known_word_stands_for_itself_and_an_unknown_one_is_read_through_its_parts() -> None:
    assert list(known_tokens(["砌砖", "砌砖匠", "会"], VOCABULARY)) == ["砌砖", "砌", "砖", "##砌砖", "会"]


def test_single_characters_side_by_side_are_read_as_one_word() -> None:
    assert list(known_tokens(["烤", "酒", "叉车"], VOCABULARY)) == ["烤", "酒", "##烤酒", "叉车"]
    assert list(known_tokens(["烤", "叉车", "酒"], VOCABULARY)) == ["烤", "叉车", "酒"]


def test_a_vector_is_the_direction_of_the_sum_of_its_rows(folder: Path) -> None:
    encoder = StaticEncoder.load(folder)
    table = np.random.default_rng(7).normal(size=(len(TOKENS), 8)).astype(np.float16).astype(np.float64)
    total = table[VOCABULARY["砌砖"]] * 2 + table[VOCABULARY["会"]]
    vector = encoder.encode_queries(["砌砖，会砌砖"])[0]
    np.testing.assert_allclose(vector, total / np.linalg.norm(total), atol=1e-5)


def test_a_text_without_a_known_token_is_similar_to_nothing(folder: Path) -> None:
    assert not StaticEncoder.load(folder).encode_queries(["hello 123", ""]).any()


def test_a_damaged_copy_is_told(folder: Path) -> None:
    StaticEncoder.load(folder, verify=True)
    weights = folder / WEIGHTS_FILE
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    with pytest.raises(ModelDamaged, match="重新拷贝"):
        StaticEncoder.load(folder, verify=True)


def test_the_bundled_files_are_those_of_the_card(bundled: StaticEncoder) -> None:
    assert fingerprint_of(BUNDLED) == bundled.card.sha256


def test_the_first_token_must_be_the_unknown_one(tmp_path: Path, bundled: StaticEncoder) -> None:
    with pytest.raises(ValueError, match="unknown"):
        write_static_model(tmp_path, bundled.card, [UNKNOWN], np.ones((1, 4), dtype=np.float32), [])
    with pytest.raises(ValueError, match="unknown"):
        write_static_model(tmp_path, bundled.card, ["砌"], np.zeros((1, 4), dtype=np.float32), [])


def test_the_bundled_model_runs_without_torch() -> None:
    code = (
        "import sys; from models.encoder import load_encoder; load_encoder('').encode_queries(['砌砖']); "
        "print([m for m in ('torch', 'sentence_transformers', 'transformers', 'tokenizers') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_bundled_model_fits_into_the_repository() -> None:
    assert sum(path.stat().st_size for path in BUNDLED.rglob("*") if path.is_file()) <= 30_000_000


# Words that look alike and mean other work, and words that look different and mean the same; written for this test.
@pytest.mark.parametrize(
    ("asked", "right", "wrong"),
    [
        ("烤酒", "岗位：白酒酿造工。上甑、摊晾、接酒", "岗位：烟叶调制员。编烟、看火烘烤"),
        ("烤烟", "岗位：烟叶调制员。编烟、看火烘烤", "岗位：白酒酿造工。上甑、摊晾、接酒"),
        ("低压电工", "岗位：维修电工。设备线路检修", "岗位：电子工程师。电路设计"),
        ("医院护工", "岗位：陪护。照顾住院病人", "岗位：内科护士。输液打针"),
        ("服侍老人", "岗位：养老护理员。翻身擦洗喂饭", "岗位：幼儿园老师。带班"),
        ("保安", "岗位：门卫。巡逻值守", "岗位：保险业务员。销售保险"),
        ("卖保险", "岗位：保险代理人。开发客户", "岗位：小区保安。门岗登记"),
        ("泥水匠", "岗位：砌筑工。砌砖抹灰", "岗位：水产养殖工。喂鱼"),
        ("踩衣车", "岗位：缝纫工。平车缝制", "岗位：汽车司机。送货"),
        ("开挖机", "岗位：挖掘机司机。土石方开挖", "岗位：公司司机。开小车"),
        ("带月子", "岗位：母婴护理员。照顾产妇新生儿", "岗位：客房服务员。打扫房间"),
        ("摘茶", "岗位：采茶工。一芽一叶采摘", "岗位：茶艺师。泡茶表演"),
        ("扫大街", "岗位：环卫工人。道路清扫", "岗位：公司前台。接待"),
        ("跑外卖", "岗位：网约配送员。取餐送餐", "岗位：外贸业务员。开发客户"),
        ("会做账", "岗位：会计。记账报税", "岗位：木工。做家具"),
        ("汽修专业", "岗位：汽车维修工。发动机检修", "岗位：汽车销售顾问。接待看车客户"),
    ],
)
def test_the_bundled_model_understands_the_trades(bundled: StaticEncoder, asked: str, right: str, wrong: str) -> None:
    query = bundled.encode_queries([asked])[0]
    near, far = bundled.encode_passages([right, wrong]) @ query
    assert near > far
