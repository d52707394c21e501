"""The draft as DOCX and PDF: every Vietnamese letter, the mark on every page, and quickly made."""

from __future__ import annotations

import io
import logging
import re
from io import BytesIO

import docx
import pytest

from bot.drafts.docx_file import to_docx
from bot.drafts.pdf_file import to_pdf
from bot.drafts.words import Words
from bot.texts import Texts
from knowledge_base.drafts.loader import load_drafts
from knowledge_base.drafts.paper import Paper, Signer, fill
from tests.knowledge_base.drafts.test_data import filled

WORDS = Words.of(Texts.load())
LETTERS = "ăâđêôơư ĂÂĐÊÔƠƯ " + "".join(map(chr, range(0x1EA0, 0x1EFA)))


def paper(code: str) -> Paper:
    draft = load_drafts()[code]
    return fill(draft, filled(draft))


@pytest.mark.parametrize("code", ["1.001193", "1.000656", "1.004873", "1.004222"])
def test_the_word_file_holds_every_line_and_the_mark(code: str) -> None:
    document = docx.Document(BytesIO(to_docx(paper(code), WORDS)))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert [part for part in paper(code).parts if isinstance(part, str) and part not in lines] == []
    assert document.sections[0].header.paragraphs[0].text == WORDS.mark
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any(paper(code).signers[-1].title in cell for cell in cells)


@pytest.mark.parametrize("code", ["1.001193", "1.000656", "1.004873", "1.004222"])
def test_the_pdf_prints_without_a_missing_letter(code: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        body = to_pdf(paper(code), WORDS)
    assert body.startswith(b"%PDF-")
    assert caplog.records == []


def test_every_vietnamese_letter_is_in_the_type(caplog: pytest.LogCaptureFixture) -> None:
    every = Paper(LETTERS, LETTERS, (LETTERS,), (Signer(LETTERS, LETTERS, LETTERS),))
    with caplog.at_level(logging.WARNING):
        to_pdf(every, WORDS)
    assert caplog.records == []


def test_the_type_travels_inside_the_file() -> None:
    body = to_pdf(paper("1.001193"), WORDS)
    assert body.count(b"/FontFile2") >= 3
    assert all(name.startswith(b"DejaVuSerif") for name in re.findall(rb"/BaseFont /\w+\+(\w+)", body))


def test_a_long_draft_goes_on_to_the_next_page() -> None:
    long = Paper("TỜ KHAI", None, tuple(f"Dòng {number}" for number in range(80)), paper("1.001193").signers)
    assert to_pdf(long, WORDS).count(b"/Type /Page\n") >= 2
    assert io.BytesIO(to_docx(long, WORDS)).getbuffer().nbytes > 0
