"""Hazards are found in the words of the trade, and denied hazards are not."""

from __future__ import annotations

import pytest

from models.understand.hazards import find_hazards
from models.vocabulary import Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.mark.parametrize(
    ("text", "hazard"),
    [
        ("外墙清洗，吊篮作业", "heights"),
        ("屋面作业，须登高证", "heights"),
        ("50公斤麻袋，两人抬", "heavy_load"),
        ("三室两厅搬家上五楼", "lifting"),
        ("崖上采石斛，系安全绳", "heights"),
        ("下井采煤", "mine"),
        ("茶园打药", "toxic"),
        ("石材切割", "dust"),
        ("上甑摊晾，车间高温", "heat"),
        ("三班倒", "night"),
        ("风镐破碎", "vibration"),
        ("流水线插件", "forced_pace"),
        ("须低压电工证，配电房值班", "live_wire"),
        ("焊栏杆", "hot_work"),
        ("冷库搬货", "cold"),
        ("冲压工", "machinery"),
    ],
)
def test_words_of_the_trade_tell_the_hazard(text: str, hazard: str, vocabulary: Vocabulary) -> None:
    assert hazard in find_hazards(text, vocabulary)


@pytest.mark.parametrize(
    ("text", "hazard"),
    [
        ("无需登高", "heights"),
        ("开自卸车拉土", "heavy_load"),
        ("不上夜班", "night"),
        ("不涉及高处作业", "heights"),
        ("无粉尘", "dust"),
        ("架上作业2米以下", "heights"),
        ("有限空间不得进入", "confined_space"),
        ("收银、理货", "heavy_load"),
    ],
)
def test_denied_and_absent_hazards_do_not_count(text: str, hazard: str, vocabulary: Vocabulary) -> None:
    assert hazard not in find_hazards(text, vocabulary)


def test_hazards_come_in_table_order_without_repeats(vocabulary: Vocabulary) -> None:
    found = find_hazards("夜班，高处作业，夜班，登高", vocabulary)
    assert list(found) == sorted(found, key=vocabulary.hazards.index)
    assert len(found) == len(set(found))
