"""Turn the hazards of a posting into the protected people it must not be given to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from models.data_files import DataFiles, DataTableError, split_list

GROUPS = ("minor", "women", "retired", "uninsured")  # the order is the bit order of the column "barred"
ASKED_GROUPS = ("women_ask", "retired_ask")
"""Groups whose hazards are told of and bar nobody: the law goes by a weight not stated, or is a draft as yet."""


def load_protections(files: DataFiles | None = None) -> Mapping[str, frozenset[str]]:
    """Return the hazard codes barred for each of `GROUPS`, and those told of to `ASKED_GROUPS`.

    They stand in `models/data/protections.tsv`.

    Raises:
        DataTableError: a group is missing or unknown.
    """
    rows = (files or DataFiles()).rows("protections.tsv", ("group",))
    if {row["group"] for row in rows} != {*GROUPS, *ASKED_GROUPS}:
        raise DataTableError(f"数据表“protections.tsv”的 group 列必须正好是：{'、'.join((*GROUPS, *ASKED_GROUPS))}。")
    return {row["group"]: frozenset(split_list(row["hazards"])) for row in rows}


def barred_bits(hazards: Iterable[str], protections: Mapping[str, frozenset[str]]) -> int:
    """Return bit i set when a hazard is barred for group i of `GROUPS`."""
    present = set(hazards)
    return sum(1 << i for i, group in enumerate(GROUPS) if present & protections[group])
