"""The checklist as a DOCX file, to fill the boxes with a pen."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as DocxDocument
from docx.shared import Cm, Pt

from bot.checklists.page import ChecklistPage
from bot.messages import BulletList, FileLine, LinkLine, MessageBlock, Paragraph
from bot.texts import Texts

FONT = "Times New Roman"
BOX = "☐ "


def to_docx(page: ChecklistPage, texts: Texts) -> bytes:
    """The file's bytes."""
    document = plain_document()
    document.core_properties.title = texts.say("checklist.title", name=page.name)
    document.add_heading(texts.say("checklist.title", name=page.name), level=1)
    document.add_paragraph(texts.say("checklist.told", told="; ".join(page.told)))
    if page.instead:
        document.add_paragraph(texts.say("checklist.instead", name=page.instead.name, code=page.instead.code))
    for other in page.elsewhere:
        document.add_paragraph(texts.say("checklist.also", name=other.name, code=other.code))
    for name, blocks in page.parts.items():
        for block in blocks:
            _add(document, block, box=BOX if name == "papers" else "")
    document.add_paragraph(texts.say("checklist.made", day=page.day, code=page.code))
    return saved(document)


def plain_document() -> DocxDocument:
    """An empty A4 page in the type of official papers."""
    document = Document()
    document.core_properties.author = ""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(13)
    return document


def saved(document: DocxDocument) -> bytes:
    """The document as bytes; nothing is written to a disk."""
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def _add(document: DocxDocument, block: MessageBlock, box: str) -> None:
    match block:
        case Paragraph():
            document.add_paragraph(block.text)
        case BulletList():
            if block.title:
                document.add_heading(block.title, level=2)
            for item in block.items:
                document.add_paragraph(f"{box}{item}", style=None if box else "List Bullet")
        case LinkLine() | FileLine():
            document.add_paragraph(f"{block.label}: {block.url}")
