"""Turn arrays into arrays that take more rows at the end while every earlier view of them stays as it was.

A `Growing` is a view on the first rows of a shared buffer with spare room. Appending writes only behind what any view
shows, so a reader needs no lock and nothing is copied until the room runs out. One thread at a time may append.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, SupportsIndex, overload

import numpy as np
from numpy.typing import NDArray


class _Buffer:
    """The shared memory: the first `used` rows are written."""

    def __init__(self, array: NDArray[Any], used: int) -> None:
        self.array = array
        self.used = used


class Growing:
    """The first `len()` rows of a buffer."""

    def __init__(self, rows: NDArray[Any], *, spare: int = 0) -> None:
        array = np.zeros((len(rows) + spare, *rows.shape[1:]), dtype=rows.dtype)
        array[: len(rows)] = rows
        self._buffer = _Buffer(array, len(rows))
        self._n = len(rows)

    def __len__(self) -> int:
        return self._n

    @property
    def view(self) -> NDArray[Any]:
        """The rows, read only."""
        view = self._buffer.array[: self._n]
        view.flags.writeable = False
        return view

    def appended(self, rows: NDArray[Any]) -> Growing:
        """Return this with `rows` at the end.

        Copies when the room is used up, or when something else was appended to the same rows before.
        """
        end = self._n + len(rows)
        if self._buffer.used != self._n or end > len(self._buffer.array):
            return Growing(self.view, spare=max(2 * len(rows), self._n // 8, 256)).appended(rows)
        self._buffer.array[self._n : end] = rows
        self._buffer.used = end
        after = object.__new__(Growing)
        after._buffer, after._n = self._buffer, end
        return after


class GrowingIds(Sequence[str]):
    """A sequence of ids with the same promise: the first `len()` entries of a shared list."""

    def __init__(self, ids: list[str], n: int | None = None) -> None:
        self._ids = ids
        self._n = len(ids) if n is None else n

    @classmethod
    def of(cls, ids: Sequence[str]) -> GrowingIds:
        """Return `ids` itself when it can grow already, else a copy that can."""
        return ids if isinstance(ids, GrowingIds) else cls(list(ids))

    def __len__(self) -> int:
        return self._n

    @overload
    def __getitem__(self, row: SupportsIndex) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> list[str]: ...
    def __getitem__(self, row: SupportsIndex | slice) -> str | list[str]:
        if isinstance(row, slice):
            return self._ids[: self._n][row]
        at = row.__index__()
        if not -self._n <= at < self._n:
            raise IndexError(at)
        return self._ids[at if at >= 0 else at + self._n]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids[: self._n])

    def appended(self, ids: Sequence[str]) -> GrowingIds:
        """Return this with `ids` at the end. Who appends the same ids to the same entries shares them."""
        end = self._n + len(ids)
        if len(self._ids) == self._n:
            self._ids.extend(ids)
        elif self._ids[self._n : end] != list(ids):
            return GrowingIds([*self, *ids])
        return GrowingIds(self._ids, end)
