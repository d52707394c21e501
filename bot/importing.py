"""``python -m bot import-portal``: takes over a dump of the national portal and tells what became of each record."""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from bot.bootstrap import open_database, prepare
from bot.settings import Settings
from bot.texts import Texts
from knowledge_base.clock import now
from knowledge_base.errors import DataFileError, ThanThienError
from knowledge_base.portal.importer import Progress, import_portal
from knowledge_base.portal.report import ImportReport
from knowledge_base.vocabulary import TimeUnit

MOST_LINES = 30  # of one kind on the terminal; the report file has all
_TIME = re.compile(rf"(\S+) ({'|'.join(TimeUnit)})\b")
_EVERY = 50  # records between two signs of progress
_EXPECTED = {"not_commune", "other_province"}  # no fault of the dump


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("dump", type=Path, help="folder or tar file of the portal's records, one JSON file a code")
    parser.add_argument("--day", type=date.fromisoformat, help="day of the dump; else from its name or its own date")
    parser.add_argument("--partial", action="store_true", help="a part of a dump: nothing is withdrawn")
    parser.add_argument("--report", type=Path, help="write everything as JSON to this file")


def run(chosen: argparse.Namespace, settings: Settings, texts: Texts) -> int:
    """Import, tell; 1 if nothing was changed because of the dump, 2 if the report could not be written."""
    database = open_database(settings)
    started = time.monotonic()
    try:
        prepare(database, settings)
        report = import_portal(
            database, chosen.dump, now(), day=chosen.day, partial=chosen.partial, progress=_progress(texts)
        )
    except DataFileError:
        raise
    except ThanThienError as error:
        print(texts.say(error.key, **error.args_for_text), file=sys.stderr)
        return 1
    finally:
        database.dispose()
    print("\n".join(_told(report, time.monotonic() - started, texts)))
    return _written(report, chosen.report, texts) if chosen.report else 0


def _progress(texts: Texts) -> Progress:
    def show(done: int, total: int) -> None:
        if done % _EVERY == 0 or done == total:
            line = texts.say("import.reading", done=done, total=total)
            print(f"\r{line}", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return show


def _told(report: ImportReport, seconds: float, texts: Texts) -> Iterator[str]:
    yield texts.say(
        "import.done",
        total=report.total,
        day=report.day.strftime("%d/%m/%Y"),
        mapped=len(report.mapped),
        skipped=len(report.skipped),
        seconds=f"{seconds:.1f}".replace(".", ","),
    )
    stored = report.stored
    counts = ("added", "changed", "withdrawn", "confirmed", "unchanged", "kept")
    yield texts.say("import.changes", **{name: len(getattr(stored, name)) for name in counts})
    yield from _listed("import.reasons", list(_reasons(report, texts)), texts)
    yield from _listed("import.problems", list(_problems(report, texts)), texts)
    yield from _listed("import.changed", list(_changes(report, texts)), texts)
    yield from _listed("import.kept", list(_kept(report, texts)), texts)


def _listed(title: str, lines: Sequence[str], texts: Texts) -> Iterator[str]:
    if lines:
        yield f"\n{texts.say(title)}"
        yield from islice(lines, MOST_LINES)
    if len(lines) > MOST_LINES:
        yield texts.say("import.more", count=len(lines) - MOST_LINES)


def _reasons(report: ImportReport, texts: Texts) -> Iterator[str]:
    for reason, count in report.reasons().most_common():
        yield texts.say("import.reason_line", count=count, reason=texts.say(f"import.reason.{reason}"))


def _problems(report: ImportReport, texts: Texts) -> Iterator[str]:
    for record in report.skipped:
        if record.reason not in _EXPECTED:
            reason = texts.say(f"import.reason.{record.reason}")
            yield texts.say("import.problem_line", file=record.file, reason=reason, detail=record.detail).rstrip(" .")


def _changes(report: ImportReport, texts: Texts) -> Iterator[str]:
    for code, fields in report.stored.changed.items():
        named = ", ".join(dict.fromkeys(_field(name, texts) for name in fields))
        yield texts.say("import.changed_line", code=code, fields=named)
    yield from (texts.say("import.withdrawn_line", code=code) for code in report.stored.withdrawn)
    yield from (texts.say("import.added_line", code=code) for code in report.stored.added)


def _kept(report: ImportReport, texts: Texts) -> Iterator[str]:
    for code, differing in report.stored.kept.items():
        for item in differing:
            field = _field(item.field, texts)
            ours, portal = (_TIME.sub(partial(_time, texts), said) for said in (item.ours, item.portal))
            yield texts.say("import.kept_line", code=code, field=field, ours=ours, portal=portal)


def _time(texts: Texts, found: re.Match[str]) -> str:
    return texts.say(f"answer.time.{found[2]}", count=found[1])


def _field(name: str, texts: Texts) -> str:
    key = f"import.field.{name}"
    return texts.say(key if key in texts else "import.field.other")


def _written(report: ImportReport, path: Path, texts: Texts) -> int:
    try:
        path.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        print(texts.say("import.bad_report", path=str(path), reason=str(error)), file=sys.stderr)
        return 2
    print("\n" + texts.say("import.report_written", path=str(path)))
    return 0
