"""Logs: one JSON line an event, without personal data or secrets."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

# Telegram tokens, our bearer tokens, Vietnamese phone numbers, identity-card numbers.
_SECRET = re.compile(r"(?<!\d)\d{6,12}:[\w-]{30,}\b|Bearer\s+[\w.-]+|(?<!\d)(?:\+?84|0)\d{9}(?!\d)|(?<!\d)\d{12}(?!\d)")


def redact(text: str) -> str:
    """The text with everything that looks like a secret or a person's number taken out."""
    return _SECRET.sub("[…]", text)


def _redact_event(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    return {key: redact(value) if isinstance(value, str) else value for key, value in event.items()}


class RedactingFilter(logging.Filter):
    """Redacts what libraries log, exceptions included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; never drop it."""
        record.msg, record.args = redact(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
        return True


def configure(level: int = logging.INFO) -> None:
    """Set up our own and the libraries' logs, once per process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(RedactingFilter())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore", "telegram", "aiohttp.access", "fontTools", "fpdf"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    processors: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        _redact_event,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
