"""Slows down guessing: five failed sign-ins per quarter of an hour, account and address."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select

from knowledge_base.database import Database
from knowledge_base.staff.models import SignInFailure

LIMIT = 5
WINDOW = timedelta(minutes=15)


class Throttle:
    """Counts the failures of one account from one address, whether the account exists or not."""

    def __init__(self, database: Database, username: str, address: str) -> None:
        self._database = database
        self._subject = hashlib.sha256(f"{username}|{address}".encode()).hexdigest()

    def admits(self, now: datetime) -> bool:
        """Whether one more try is allowed.

        The try is written down and committed as a failure before it is counted, so that tries sent side by side
        cannot all slip through; one turned away is taken back, it does not prolong the wait.
        """
        mine = self._write_down(now)
        recent = select(func.count(SignInFailure.id)).where(
            SignInFailure.subject == self._subject, SignInFailure.at > now - WINDOW
        )
        with self._database.reading() as session:
            admitted = session.scalars(recent).one() <= LIMIT
        if not admitted:
            self._delete(SignInFailure.id == mine)
        return admitted

    def forget(self) -> None:
        """The password was right: nothing failed."""
        self._delete(SignInFailure.subject == self._subject)

    def _write_down(self, now: datetime) -> int:
        with self._database.transaction() as session:
            session.execute(delete(SignInFailure).where(SignInFailure.at <= now - WINDOW))
            row = SignInFailure(subject=self._subject, at=now)
            session.add(row)
            session.flush()
            return row.id

    def _delete(self, condition: ColumnElement[bool]) -> None:
        with self._database.transaction() as session:
            session.execute(delete(SignInFailure).where(condition))
