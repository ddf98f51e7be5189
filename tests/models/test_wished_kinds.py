"""The kinds of posting that a person wishes for in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.data_files import DataFiles, DataTableError
from models.records import PostingKind
from models.wished_kinds import kind_bit, load_wished_kinds, wished_kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("接娃煮饭的零活", {PostingKind.GIG}),
        ("有没得见习岗位", {PostingKind.INTERNSHIP}),
        ("公益性岗位，轻松点的", {PostingKind.PUBLIC_WELFARE}),
        ("长期做的保洁", {PostingKind.REGULAR}),
        ("不打零工", set()),
        ("电焊", set()),
        ("零活也行，见习也行", {PostingKind.GIG, PostingKind.INTERNSHIP}),
    ],
)
def test_the_kinds_people_name(text: str, kinds: set[PostingKind]) -> None:
    assert wished_kinds([text], load_wished_kinds()) == sum(kind_bit(kind) for kind in kinds)


@pytest.mark.parametrize("row", ["零活\tgigs\t本县", "(零活\tgig\t本县"])
def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, row: str) -> None:
    (tmp_path / "wished_kinds.tsv").write_text(f"pattern\tkind\tsource\n{row}\n", "utf-8")
    with pytest.raises(DataTableError, match=r"wished_kinds\.tsv"):
        load_wished_kinds(DataFiles(folder=tmp_path))
