"""What took seconds to learn, kept on disk under the hash of what it was learned from."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

_MOST_KEPT = 4  # files; every process and every recent state of the knowledge needs one

type _Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Stored:
    """A folder that may be emptied at any time, shared by all processes of an installation."""

    folder: Path

    @classmethod
    def under(cls, var: Path) -> Self:
        """The folder for it where an installation keeps its state."""
        return cls(var / "search")

    def get(self, key: str, learn: Callable[[], _Matrix], shape: tuple[int, int]) -> _Matrix:
        """What is kept under a key, or, if nothing usable is, what is learned now."""
        path = self.folder / f"{key}.npy"
        with suppress(OSError, ValueError, EOFError):
            kept: _Matrix = np.load(path, allow_pickle=False)
            if kept.shape == shape and kept.dtype == np.float32:
                os.utime(path)
                return kept
        learned = learn()
        with suppress(OSError):  # a full or read-only disk costs time at the next start, nothing else
            self._put(path, learned)
        return learned

    def _put(self, path: Path, learned: _Matrix) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as file:
            np.save(file, learned, allow_pickle=False)
        unfinished.replace(path)
        newest = sorted(self.folder.glob("*.npy"), key=lambda kept: kept.stat().st_mtime, reverse=True)
        for old in newest[_MOST_KEPT:]:
            old.unlink(missing_ok=True)
