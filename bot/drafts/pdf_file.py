"""A filled-in declaration as a PDF file, its type embedded so that every Vietnamese letter prints everywhere."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fpdf import FPDF, XPos, YPos

from bot.drafts.words import Words
from knowledge_base.drafts.paper import Paper, Rows, Signer

FAMILY = "DejaVu"
MARGIN, LINE = 20, 6.2  # millimetres
WIDTHS = (8, 48, 28, 18, 36, 32)  # of the table's columns


def to_pdf(paper: Paper, words: Words) -> bytes:
    """The file's bytes."""
    pdf = _Pages(words)
    pdf.set_title(paper.title)
    pdf.add_page()
    if paper.form:
        pdf.line_of(f"{words.copied_to} {paper.form}", align="R", style="I", size=9)
    for text in (words.state, words.motto):
        pdf.line_of(text, align="C", style="B")
    pdf.ln(3)
    pdf.line_of(paper.title, align="C", style="B", size=13)
    pdf.ln(3)
    for part in paper.parts:
        if isinstance(part, Rows):
            _table(pdf, part)
        else:
            pdf.line_of(part)
    pdf.ln(2)
    _signatures(pdf, words, paper.signers)
    return bytes(pdf.output())


class _Pages(FPDF):
    """A4 pages that say on each that they are a draft."""

    def __init__(self, words: Words) -> None:
        super().__init__(format="A4")
        self._words = words
        self.set_margins(MARGIN, 16, MARGIN)
        self.set_auto_page_break(True, margin=18)
        self.set_lang("vi")
        for style, file in _fonts().items():
            self.add_font(FAMILY, style, file)

    def header(self) -> None:
        """The mark on top."""
        self._mark()
        self.ln(2)

    def footer(self) -> None:
        """The mark at the bottom."""
        self.set_y(-14)
        self._mark()

    def line_of(self, text: str, *, align: str = "L", style: str = "", size: float = 10.5) -> None:
        """A paragraph."""
        self.set_font(FAMILY, style, size)
        self.multi_cell(0, LINE, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _mark(self) -> None:
        self.set_text_color(150, 40, 30)
        self.line_of(self._words.mark, align="C", style="I", size=8.5)
        self.set_text_color(0)


def _table(pdf: _Pages, rows: Rows) -> None:
    pdf.set_font(FAMILY, "", 9)
    pdf.ln(1)
    with pdf.table(col_widths=WIDTHS[: len(rows.head)], line_height=5, text_align="LEFT") as table:
        for cells in (rows.head, *rows.rows):
            row = table.row()
            for text in cells:
                row.cell(text)


def _signatures(pdf: _Pages, words: Words, signers: tuple[Signer, ...]) -> None:
    """Side by side and never torn from their date; one signer alone stands on the right."""
    if pdf.will_page_break(48):
        pdf.add_page()
    pdf.line_of(words.place_and_day, align="R", style="I")
    width = pdf.epw / max(2, len(signers))
    left = pdf.l_margin + (pdf.epw - width if len(signers) == 1 else 0)
    top = pdf.get_y()
    for number, signer in enumerate(signers):
        below = 5.0 if len(signers) == 1 else 15.0  # a title in a narrow column takes three lines
        for style, text, down in (("B", signer.title, 0.0), ("I", signer.remark, below), ("", signer.name, 34.0)):
            pdf.set_xy(left + number * width, top + down)
            pdf.set_font(FAMILY, style, 9)
            pdf.multi_cell(width, 4.6, text, align="C")


@cache
def _fonts() -> dict[str, Path]:
    """DejaVu Serif as matplotlib brings it; found without importing that library."""
    spec = find_spec("matplotlib")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    folder = Path(spec.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
    names = {"": "DejaVuSerif", "B": "DejaVuSerif-Bold", "I": "DejaVuSerif-Italic"}
    return {style: folder / f"{name}.ttf" for style, name in names.items()}
