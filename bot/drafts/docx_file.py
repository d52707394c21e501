"""A filled-in declaration as a DOCX file."""

from __future__ import annotations

from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from bot.checklists.document import plain_document, saved
from bot.drafts.words import Words
from knowledge_base.drafts.paper import Paper, Rows, Signer


def to_docx(paper: Paper, words: Words) -> bytes:
    """The file's bytes."""
    document = plain_document()
    document.core_properties.title = paper.title
    for part in (document.sections[0].header, document.sections[0].footer):
        mark = _centred(part.paragraphs[0], words.mark)
        mark.runs[0].italic, mark.runs[0].font.size = True, Pt(10)
    if paper.form:
        document.add_paragraph(f"{words.copied_to} {paper.form}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for text in (words.state, words.motto, paper.title):
        _centred(document.add_paragraph(), text).runs[0].bold = True
    for part_ in paper.parts:
        if isinstance(part_, Rows):
            _table(document, part_)
        else:
            document.add_paragraph(part_).paragraph_format.space_after = Pt(4)
    document.add_paragraph(words.place_and_day).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _signatures(document, paper.signers)
    return saved(document)


def _centred(paragraph: Paragraph, text: str) -> Paragraph:
    paragraph.add_run(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _table(document: DocxDocument, rows: Rows) -> None:
    table = document.add_table(rows=0, cols=len(rows.head), style="Table Grid")
    for cells in (rows.head, *rows.rows):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(11)


def _signatures(document: DocxDocument, signers: tuple[Signer, ...]) -> None:
    """Side by side; one signer alone stands on the right, as on paper."""
    places = [None, *signers] if len(signers) == 1 else [*signers]
    table = document.add_table(rows=1, cols=len(places))
    for cell, signer in zip(table.rows[0].cells, places, strict=True):
        if signer is not None:
            _centred(cell.paragraphs[0], signer.title).runs[0].bold = True
            _centred(cell.add_paragraph(), signer.remark).runs[0].italic = True
            _centred(cell.add_paragraph(), f"\n\n{signer.name}")
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(11)
