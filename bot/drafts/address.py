"""Where a declaration's draft is filled in."""

from __future__ import annotations

from knowledge_base.drafts.loader import load_drafts

PATH = "/to-khai"


def draft_path(code: str) -> str | None:
    """The page of a procedure's declaration, if there is one."""
    return f"{PATH}/{code}" if code in load_drafts() else None
