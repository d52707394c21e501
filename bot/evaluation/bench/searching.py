"""What a knowledge base of a given size costs the search: ``python -m bot bench --search``.

Real procedures first; beyond them made-up ones, whose names are words of real names in another order. An edit and a
new procedure are published into a real database and must be found by the next question. Every step runs in
a process of its own, so that memory is told of one that starts as the bot does.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from knowledge_base.clock import now
from knowledge_base.database import Database
from knowledge_base.migrate import upgrade
from knowledge_base.procedures.library import Library
from knowledge_base.procedures.loader import load_folder
from knowledge_base.procedures.models import VersionOrigin
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import add_version, bump_revision, publish_files, published_versions
from knowledge_base.search.stored import Stored
from knowledge_base.search.taught import load_taught
from knowledge_base.understanding.knowledge import Knowledge

SIZES = (242, 1_800, 10_000)
_QUESTIONS = 1_000
_TIMES = 3  # each kind of edit; the slowest counts
_NEW = "9.{:06d}"

type Figures = dict[str, float]


def figures(count: int) -> Figures:
    """Seconds, milliseconds and megabytes for one size."""
    with tempfile.TemporaryDirectory() as folder:
        _run("fill", folder, count)
        return {**_run("first", folder), **_run("again", folder)}


def fill(folder: Path, count: int) -> Figures:
    """Publish as many procedures."""
    with _opened(folder) as database:
        upgrade(database)
        with database.transaction() as session:
            publish_files(session, list(islice(documents(), count)), now())
    return {}


def first(folder: Path) -> Figures:
    """Start for the first time."""
    with _opened(folder) as database:
        return {"first_start_s": _start(database, folder)[1], "first_mb": _megabytes()}


def again(folder: Path) -> Figures:
    """Start again, ask, edit."""
    with _opened(folder) as database:
        knowledge, seconds = _start(database, folder)
        return {"start_s": seconds, "mb": _megabytes(), **_asking(knowledge), **_editing(database, knowledge)}


def _asking(knowledge: Knowledge) -> Figures:
    known = [text for group in load_taught().phrases.values() for text in group]
    chance = random.Random(1)  # noqa: S311 the same questions every time
    times = sorted(_asked(knowledge, question) for question in chance.choices(known, k=_QUESTIONS))
    return {"p50_ms": times[len(times) // 2] * 1000, "p99_ms": times[int(len(times) * 0.99)] * 1000}


def _editing(database: Database, knowledge: Knowledge) -> Figures:
    edited = max(_edited(database, knowledge, turn) for turn in range(_TIMES))
    return {"edit_s": edited, "new_s": max(_added(database, knowledge, turn) for turn in range(_TIMES))}


def _run(step: str, folder: str, *count: int) -> Figures:
    command = [sys.executable, "-m", "bot.evaluation.bench.searching", step, folder, *map(str, count)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)  # noqa: S603 our own command
    read: Figures = json.loads(done.stdout)
    return read


@contextmanager
def _opened(folder: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{folder / 'bench.db'}")
    try:
        yield database
    finally:
        database.dispose()


def _start(database: Database, folder: Path) -> tuple[Knowledge, float]:
    started = perf_counter()
    knowledge = Knowledge(Library(database), load_taught(), Stored.under(folder))
    knowledge.current()
    return knowledge, perf_counter() - started


def documents() -> Iterator[ProcedureDocument]:
    """Without end: the real ones, then ones like them under made-up names."""
    real = load_folder()
    yield from real
    words = [word for document in real for word in document.name.split()]
    chance = random.Random(1)  # noqa: S311 the same ones every time
    for number, like in enumerate(cycle(real)):
        name, alias = (" ".join(chance.choices(words, k=8)).capitalize() for _ in range(2))
        made_up = {"code": _NEW.format(number), "name": name, "official_name": f"Thủ tục {name}", "aliases": [alias]}
        yield like.model_copy(update={**made_up, "phrases": [], "questions": []})


def _asked(knowledge: Knowledge, question: str) -> float:
    started = perf_counter()
    knowledge.current().search(question)
    return perf_counter() - started


def _edited(database: Database, knowledge: Knowledge, turn: int) -> float:
    """Seconds from a commit to the next question being answered by it, for a procedure that gets another name."""
    word = f"hanamichi{'abc'[turn]}"  # stands nowhere else
    with database.transaction() as session:
        older = published_versions(session)
        code = sorted(older)[turn * 7]
        document = ProcedureDocument.model_validate(older[code][-1].document)
        add_version(session, document.model_copy(update={"aliases": [word]}), older[code], VersionOrigin.FILE, now())
        bump_revision(session)
    return _found(knowledge, word, code)


def _added(database: Database, knowledge: Knowledge, turn: int) -> float:
    """The same for a procedure nobody knew before."""
    word, code = f"sakuragi{'abc'[turn]}", _NEW.format(900_000 + turn)
    like = next(iter(knowledge.current().documents.values()))
    named = {"code": code, "name": word, "official_name": word, "aliases": [], "phrases": []}
    with database.transaction() as session:
        add_version(session, like.model_copy(update=named), [], VersionOrigin.FILE, now())
        bump_revision(session)
    return _found(knowledge, word, code)


def _found(knowledge: Knowledge, word: str, code: str) -> float:
    started = perf_counter()
    hits = knowledge.current().search(word)
    if not hits or hits[0].code != code:
        raise LookupError(f"{word} was not found at once")
    return perf_counter() - started


def _megabytes() -> float:
    """The most the process has held since it began, as Linux counts it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: list[str]) -> None:
    """One step, its figures as JSON."""
    step, folder, *count = arguments
    match step:
        case "fill":
            told = fill(Path(folder), int(count[0]))
        case "first":
            told = first(Path(folder))
        case _:
            told = again(Path(folder))
    print(json.dumps({name: round(value, 4) for name, value in told.items()}))


if __name__ == "__main__":
    main(sys.argv[1:])
