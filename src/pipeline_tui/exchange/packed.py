"""Many alike things kept in little room."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

_CHUNK = 1_000


class Packed(Generic[T]):
    """Things put one after another and read back in that order, as often as needed; all but the last
    thousand lie compressed. In memory alone: what a user's file says is written nowhere else."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []
        self._last: list[T] = []

    def append(self, one: T) -> None:
        """Put one more to the end."""
        self._last.append(one)
        if len(self._last) == _CHUNK:
            self._chunks.append(zlib.compress(pickle.dumps(self._last, 5), 1))
            self._last = []

    def __len__(self) -> int:
        return len(self._chunks) * _CHUNK + len(self._last)

    def __iter__(self) -> Iterator[T]:
        for chunk in self._chunks:
            yield from pickle.loads(zlib.decompress(chunk))
        yield from self._last
