"""What the processes of a running system use: processor seconds and memory, as Linux tells, and disk."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from tests.trials.world import World

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
MIB = 1024 * 1024


@dataclass(frozen=True)
class Usage:
    """Of one process, its children included in none of it."""

    cpu: float  # seconds since it started
    rss: int  # bytes now
    peak: int  # bytes at most


@dataclass(frozen=True)
class Costs:
    """Of the whole system at one moment."""

    processes: Mapping[str, Usage]
    disk: int  # bytes of the database


def costs(world: World) -> Costs:
    """Now."""
    usages = {name: usage(pid) for name, pid in world.pids().items()}
    return Costs({name: used for name, used in usages.items() if used}, disk(world))


def usage(pid: int) -> Usage | None:
    """None if it is gone."""
    try:
        # The name in brackets may hold anything, so the fields are counted from behind it.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    cpu = (int(fields[11]) + int(fields[12])) / TICKS
    return Usage(cpu, _kilobytes(status, "VmRSS") * 1024, _kilobytes(status, "VmHWM") * 1024)


def disk(world: World) -> int:
    """Bytes the database takes, what was not yet folded into SQLite's file included."""
    if world.database.engine.name == "sqlite":
        return sum(path.stat().st_size for path in world.var.glob("thanthien.db*"))
    try:
        with world.database.reading() as session:
            size = session.connection().exec_driver_sql("SELECT pg_database_size(current_database())").scalar()
    except SQLAlchemyError:
        return 0
    return int(size or 0)


def _kilobytes(status: str, name: str) -> int:
    line = next((line for line in status.splitlines() if line.startswith(name)), "0 0")
    return int(line.split()[1])
