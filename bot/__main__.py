"""The command line: ``python -m bot COMMAND``."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Callable

from pydantic import ValidationError
from sqlalchemy.orm import Session

from bot import importing, switching, upkeep
from bot.bootstrap import open_database, prepare, prepared_database
from bot.channels import console
from bot.channels.zalo import command as zalo
from bot.evaluation import command as evaluation
from bot.evaluation import confusions
from bot.evaluation.bench import command as bench
from bot.evaluation.measuring import command as measuring
from bot.evaluation.variation import command as variation
from bot.logs import configure
from bot.serve import serve
from bot.settings import Settings
from bot.texts import Texts
from bot.up.supervisor import Supervisor
from knowledge_base.database import Database
from knowledge_base.errors import DataFileError, ThanThienError
from knowledge_base.procedures.loader import load_folder
from knowledge_base.staff.models import Staff
from knowledge_base.staff.service import create_commune_editor, create_editor, create_officer
from knowledge_base.units.service import Units


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        settings = Settings()
    except ValidationError as error:
        names = ", ".join(str(problem["loc"][0]) for problem in error.errors())
        print(Texts.load().say("up.bad_settings", names=names), file=sys.stderr)
        return 2
    configure()
    try:
        return _run(chosen, settings)
    except DataFileError as error:
        print(error, file=sys.stderr)
        return 2
    except ThanThienError as error:
        print(Texts.load().say(error.key, **error.args_for_text), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Thân Thiện")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="start everything on this machine and keep it running")
    commands.add_parser("serve", help="the bot process alone")
    commands.add_parser("prepare", help="create or update the database and load the procedures")
    chat = commands.add_parser("chat", help="talk with the running bot in this terminal")
    chat.add_argument("--url", default="")
    evaluation.add_arguments(commands.add_parser("evaluate", help="send a file of questions and count right answers"))
    variation.add_arguments(commands.add_parser("vary", help="write a file of questions in another spelling"))
    measuring.add_arguments(commands.add_parser("measure", help="every set in every style, against the last figures"))
    confusions.add_arguments(commands.add_parser("confusions", help="which procedures and aspects are mixed up"))
    bench.add_arguments(commands.add_parser("bench", help="our pipeline beside Rasa's default one"))
    importing.add_arguments(commands.add_parser("import-portal", help="take over the national portal's records"))
    officer = commands.add_parser("add-officer", help="create an officer's account; asks for the password")
    officer.add_argument("username")
    officer.add_argument("display_name")
    officer.add_argument("--commune", required=True, help="code of the commune, see knowledge_base/data/communes.yaml")
    editor = commands.add_parser("add-editor", help="create an editor's account; asks for the password")
    editor.add_argument("username")
    editor.add_argument("display_name")
    what = editor.add_mutually_exclusive_group()
    what.add_argument("--approve", action="store_true", help="may approve what others wrote, and switch topics off")
    what.add_argument("--commune", help="edits only what is particular to the commune of this code")
    commands.add_parser("expiring", help="what runs out, and which procedures lean on it")
    commands.add_parser("coverage", help="which parts of the procedures are verified")
    commands.add_parser("places", help="print offices and local fees as YAML")
    switching.add_arguments(commands.add_parser("switch", help="stop or resume telling citizens about a topic"))
    zalo.add_arguments(commands.add_parser("zalo", help="connect the Zalo Official Account"))
    return parser


def _run(chosen: argparse.Namespace, settings: Settings) -> int:
    match chosen.command:
        case "up":
            return asyncio.run(Supervisor(settings, Texts.load()).run())
        case "serve":
            asyncio.run(serve(settings))
        case "prepare":
            _prepare(settings)
        case "chat":
            return asyncio.run(console.run(chosen.url or settings.address, Texts.load()))
        case "evaluate":
            return asyncio.run(evaluation.run(chosen, chosen.url or settings.address, Texts.load()))
        case "vary":
            return variation.run(chosen, Texts.load())
        case "measure":
            return measuring.run(chosen, settings, Texts.load())
        case "confusions":
            names = {document.code: document.name for document in load_folder()}
            return confusions.run(chosen, names, Texts.load())
        case "bench":
            return bench.run(chosen, settings, Texts.load())
        case "import-portal":
            return importing.run(chosen, settings, Texts.load())
        case _:
            with prepared_database(settings) as database:
                return _run_on(chosen, settings, database, Texts.load())
    return 0


def _prepare(settings: Settings) -> None:
    database = open_database(settings)
    try:
        prepare(database, settings)
    finally:
        database.dispose()


def _run_on(chosen: argparse.Namespace, settings: Settings, database: Database, texts: Texts) -> int:
    """The commands that need a prepared database."""
    match chosen.command:
        case "add-officer":
            return _add_account(chosen, database, _make_officer)
        case "add-editor":
            return _add_account(chosen, database, _make_editor)
        case "expiring":
            return upkeep.expiring(database, texts)
        case "coverage":
            return upkeep.print_coverage(database, texts)
        case "places":
            return upkeep.print_places(database)
        case "switch":
            return switching.run(chosen, database, texts)
    return zalo.run(chosen, settings, database, texts)


def _add_account(
    chosen: argparse.Namespace, database: Database, make: Callable[[Session, argparse.Namespace, str], Staff]
) -> int:
    texts = Texts.load()
    password = getpass.getpass(texts.say("up.password_prompt"))
    try:
        with database.transaction() as session:
            make(session, chosen, password)
    except ThanThienError as error:
        print(texts.say(error.key, **error.args_for_text), file=sys.stderr)
        return 1
    print(texts.say("up.account_added", username=chosen.username))
    return 0


def _make_officer(session: Session, chosen: argparse.Namespace, password: str) -> Staff:
    name, units = chosen.display_name, Units.load()
    return create_officer(session, chosen.username, name, password, chosen.commune, units=units)


def _make_editor(session: Session, chosen: argparse.Namespace, password: str) -> Staff:
    name = chosen.display_name
    if chosen.commune:
        return create_commune_editor(session, chosen.username, name, password, chosen.commune, units=Units.load())
    return create_editor(session, chosen.username, name, password, approves=chosen.approve)


if __name__ == "__main__":
    sys.exit(main())
