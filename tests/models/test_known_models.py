from __future__ import annotations

from pathlib import Path

from models.data_files import DATA, DataFiles
from models.known_models import KnownModel, known_model


def test_a_model_is_told_by_the_last_part_of_its_name_in_any_case() -> None:
    assert known_model("BAAI/bge-small-zh-v1.5") == known_model("/models/BGE-small-zh-v1.5")
    assert known_model("BAAI/bge-small-zh-v1.5").query_prompt == "为这个句子生成表示以用于检索相关文章："
    assert known_model("somebody/else") == KnownModel()


def test_both_sides_of_e5_have_a_prefix_with_its_blank() -> None:
    known = known_model("intfloat/multilingual-e5-base")
    assert (known.query_prompt, known.passage_prompt) == ("query: ", "passage: ")


def test_the_instruction_of_qwen3_ends_on_a_line_of_its_own() -> None:
    known = known_model("Qwen/Qwen3-Embedding-0.6B")
    first, second = known.query_prompt.split("\n")
    assert first.startswith("Instruct: ")
    assert second == "Query:"
    assert known.passage_prompt == ""


def test_vectors_may_be_cut_only_to_the_lengths_that_the_makers_name() -> None:
    assert [known_model("Qwen3-Embedding-0.6B").allows(dim) for dim in (31, 32, 256, 1024, 1025)] == [
        False,
        True,
        True,
        True,
        False,
    ]
    assert not known_model("bge-m3").allows(256)
    assert KnownModel(dims=("128", "256")).allows(256)
    assert not KnownModel(dims=("128", "256")).allows(200)


def test_a_row_of_the_bureau_comes_before_ours(tmp_path: Path) -> None:
    heading = "name\tquery_prompt\tpassage_prompt\tdims\tsource\n"
    (tmp_path / "encoders.tsv").write_text(
        heading + "市局/bge-small-zh-v1.5\t找活：\t\t128\t本局试过\n", encoding="utf-8"
    )
    assert known_model("/models/bge-small-zh-v1.5", tmp_path) == KnownModel(query_prompt="找活：", dims=("128",))
    assert known_model("/models/bge-base-zh-v1.5", tmp_path) == known_model("/models/bge-base-zh-v1.5")


def test_every_row_names_its_source() -> None:
    rows = DataFiles(folder=DATA).rows("encoders.tsv", ("name",))
    assert rows
    assert all(row["source"] for row in rows)
