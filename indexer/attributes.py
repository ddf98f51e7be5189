"""Turn cells into columns: one NumPy array per attribute, row-aligned with the vectors, for rules and ranking.

A rule is written once over columns and judges one pair or a million by broadcasting: either side may have one row.

Encodings, the same in every column: a day is `date.toordinal()` (0 unknown); a yes/no is int8 (-1 unknown, 0 no,
1 yes); an area is its GB/T 2260 code as an integer (0 unknown), a township its 9-digit code; an occupation "6-29-01-01"
is 6290101 (0 unknown), a trade within it its place in `trades.tsv` from 1 (0 not told); minutes count from midnight
(-1 unknown); an enum is its position in `models.records` (settlement from 1, 0 unknown); money is yuan per month as
float32 (NaN unknown).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.records import OccupationLink, Place
from models.understand.trades import trade_number
from models.vocabulary import Vocabulary

Array = NDArray[Any]

N_OCCUPATIONS = 4
N_AREAS = 4
NO_EXPIRY = 2**31 - 1


@dataclass(frozen=True)
class Columns:
    """Row-aligned arrays by name. `len()` is the number of rows."""

    arrays: Mapping[str, Array]

    def __len__(self) -> int:
        return len(next(iter(self.arrays.values())))

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]

    def take(self, rows: Any) -> Columns:
        """Return the rows selected by a slice, mask or index array, in that order."""
        return Columns({name: array[rows] for name, array in self.arrays.items()})

    def save(self, path: Path) -> None:
        """Write all columns to one uncompressed `.npz`."""
        with path.open("wb") as file:
            np.savez(file, allow_pickle=False, **{name: np.ascontiguousarray(a) for name, a in self.arrays.items()})


def load_columns(path: Path) -> Columns:
    """Read what `Columns.save` wrote."""
    with np.load(path, allow_pickle=False) as archive:
        return Columns({name: archive[name] for name in archive.files})


def concatenate(parts: Sequence[Columns]) -> Columns:
    """Join columns of the same names, row after row."""
    return Columns({name: np.concatenate([part[name] for part in parts]) for name in parts[0].arrays})


def occupation_number(code: str) -> int:
    """Return "6-29-01-01" as 6290101; "" and anything that is no full code as 0."""
    digits = code.replace("-", "")
    return int(digits) if len(digits) == 7 and digits.isdigit() else 0


def area_number(code: str) -> int:
    """Return an area code as an integer, "" as 0."""
    return int(code) if code.isdigit() else 0


def assemble(rows: Sequence[Mapping[str, Any]], dtypes: Mapping[str, tuple[Any, tuple[int, ...]]]) -> Columns:
    """Turn rows of cells into columns of the given types and shapes."""
    arrays: dict[str, Array] = {}
    for name, (dtype, shape) in dtypes.items():
        array = np.zeros((len(rows), *shape), dtype=dtype)
        for i, row in enumerate(rows):
            array[i] = row[name]
        arrays[name] = array
    return Columns(arrays)


def place_cells(place: Place | None, county_code: str) -> dict[str, Any]:
    """Return where something is: the place read, else the county written."""
    return {
        "county": area_number(place.county_code if place and place.county_code else county_code),
        "township": area_number(place.township_code) if place else 0,
        "lng": np.nan if place is None or place.lng is None else place.lng,
        "lat": np.nan if place is None or place.lat is None else place.lat,
    }


def code_cells(codes: Sequence[str]) -> list[int]:
    """Return up to `N_OCCUPATIONS` occupation numbers, the rest 0."""
    numbers = [occupation_number(code) for code in codes][:N_OCCUPATIONS]
    return numbers + [0] * (N_OCCUPATIONS - len(numbers))


def sureness_cells(links: Sequence[OccupationLink]) -> list[int]:
    """Return the confidence of up to `N_OCCUPATIONS` links in hundredths, the rest 0."""
    hundredths = [round(100 * min(max(link.confidence, 0.0), 1.0)) for link in links][:N_OCCUPATIONS]
    return hundredths + [0] * (N_OCCUPATIONS - len(hundredths))


def trade_cells(links: Sequence[OccupationLink], vocabulary: Vocabulary) -> list[int]:
    """Return which trade within its occupation each of up to `N_OCCUPATIONS` links tells of, from 1; the rest 0."""
    told = [trade_number(link.words, link.code, vocabulary) for link in links][:N_OCCUPATIONS]
    return told + [0] * (N_OCCUPATIONS - len(told))


def area_cells(codes: Sequence[str]) -> list[int]:
    """Return up to `N_AREAS` area numbers, the rest 0."""
    numbers = [area_number(code) for code in codes][:N_AREAS]
    return numbers + [0] * (N_AREAS - len(numbers))


def bit_mask(bits: Sequence[int]) -> int:
    """Return the integer in which `bits` are set."""
    total = 0
    for bit in bits:
        total |= 1 << bit
    return total


def ordinal(value: date | None) -> int:
    """Return the ordinal of a day, 0 for none."""
    return 0 if value is None else value.toordinal()


def yes_no(value: bool | None) -> int:
    """Return 1, 0 or -1 for unknown."""
    return -1 if value is None else int(value)


def yuan(value: float | None) -> float:
    """Return the amount, NaN for none."""
    return float("nan") if value is None else value
