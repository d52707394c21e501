"""Results as a table to read and as JSON to compare."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.trials.costs import MIB
from tests.trials.crash import Counted
from tests.trials.load import Measured, percentile
from tests.trials.loading import Phase

NOTES = 20


def table(rows: Iterable[tuple[str, object]]) -> str:
    """Two columns."""
    told = [(name, str(value)) for name, value in rows]
    width = max(len(name) for name, _ in told)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in told)


def of_crash(counted: Counted) -> str:
    """What the crash trial found, in words."""
    found = counted.found
    rows: list[tuple[str, object]] = [
        ("database", counted.database),
        ("seed", counted.seed),
        ("kills", f"{counted.kills.total()} ({_listed(counted.kills)})"),
        ("accepted", f"{counted.accepted.total()} ({_listed(counted.accepted)})"),
        ("lost", found.lost),
        ("order inversions", found.inversions),
        ("extra copies", f"{found.extra} (at most {counted.kills.total()})"),
        ("never decided", found.strange),
        ("tickets confirmed", counted.tickets),
        ("tickets wrong", len(counted.tickets_wrong)),
        ("officers' answers", counted.answers),
        ("still waiting", counted.unsettled),
        ("seconds", f"{counted.seconds:.0f}, of them {counted.settling:.0f} after the last kill"),
    ]
    notes = [*counted.tickets_wrong, *found.notes][:NOTES]
    return "\n".join([table(rows), *(f"  ! {note}" for note in notes), "FAILED" if counted.failed else "passed"])


def write(path: Path, results: Mapping[str, Any]) -> None:
    """As JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")


def crash_results(counted: Counted) -> dict[str, Any]:
    """What ``write`` keeps of a crash trial."""
    told = {name: dict(value) if isinstance(value, dict) else value for name, value in vars(counted).items()}
    return told | {"found": asdict(counted.found), "failed": counted.failed}


def of_load(measured: Measured) -> str:
    """What the load trial measured, in words."""
    lines = [f"{measured.database}, {measured.cores} cores; milliseconds"]
    lines.append(
        f"{'':<16}{'sent':>6}{'lost':>5}{'ack p50':>9}{'p99':>6}{'max':>6}"
        f"{'reply p50':>11}{'p95':>7}{'p99':>7}{'max':>7}{'backlog':>9}"
    )
    lines += [_phase_line(phase) for phase in measured.phases]
    lines.append(f"highest rate at which 99 of 100 were answered within a second: {measured.highest:.0f} messages/s")
    per_message = cost_of_a_message(measured)
    lines += [f"{name}: {told}" for name, told in per_message.items()]
    return "\n".join(lines)


def _phase_line(phase: Phase) -> str:
    acks, replies = phase.acknowledgements(), phase.replies()
    ack = [_ms(percentile(acks, 50)), _ms(percentile(acks, 99)), _ms(percentile(acks, 100))]
    reply = [_ms(percentile(replies, percent)) for percent in (50, 95, 99, 100)]
    return (
        f"{phase.name:<16}{len(phase.sent):>6}{phase.unanswered:>5}{ack[0]:>9}{ack[1]:>6}{ack[2]:>6}"
        f"{reply[0]:>11}{reply[1]:>7}{reply[2]:>7}{reply[3]:>7}{max(phase.backlog, default=0):>9}"
    )


def cost_of_a_message(measured: Measured) -> dict[str, Any]:
    """Processor time, memory and disk, from the steady phase."""
    before, after = measured.before, measured.after
    steady = next((phase for phase in measured.phases if phase.name == "steady"), None)
    if before is None or after is None or steady is None:
        return {}
    sent = len(steady.sent)
    told: dict[str, Any] = {"disk bytes a message": round((after.disk - before.disk) / sent)}
    for name, usage in after.processes.items():
        if known := before.processes.get(name):
            told[f"{name} processor ms a message"] = round((usage.cpu - known.cpu) / sent * 1000, 1)
        told[f"{name} MiB now, at most"] = f"{usage.rss // MIB}, {usage.peak // MIB}"
    return told


def load_results(measured: Measured) -> dict[str, Any]:
    """What ``write`` keeps of a load trial."""
    return {
        "database": measured.database,
        "cores": measured.cores,
        "highest": measured.highest,
        "costs": cost_of_a_message(measured),
        "phases": [_phase_results(phase) for phase in measured.phases],
    }


def _phase_results(phase: Phase) -> dict[str, Any]:
    channels = sorted({message.channel for message in phase.sent})
    return {
        "name": phase.name,
        "rate": phase.rate,
        "sent": len(phase.sent),
        "unanswered": phase.unanswered,
        "seconds": round(phase.seconds, 1),
        "acknowledged_ms": {channel: _spread(phase.acknowledgements(channel)) for channel in channels},
        "replied_ms": _spread(phase.replies()),
        "backlog": phase.backlog,
    }


def _spread(ordered: Sequence[float]) -> dict[str, int]:
    return {f"p{percent}": _ms(percentile(ordered, percent)) for percent in (50, 95, 99, 100)}


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))
