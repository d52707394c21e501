"""Papers: sections with a heading, rows that end with a count ("1 bản chính,1 bản sao"), all glued together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge_base.language.fold import fold
from knowledge_base.portal.text import LONGEST_FACT, LOWER, UPPER, bare, capital, is_nothing, pieces
from knowledge_base.procedures.schema import Fact, Form, Paper
from knowledge_base.vocabulary import Certainty

HEADER = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
# A count is glued to the name before it (even to a year) and to the row after it; "01 bản sao có chứng thực" is running
# text. It is not certain where digits of the name run into it ("mẫu 20.031 bản chính").
_COUNT = re.compile(
    r"(?:((?:19|20)\d\d)|(?<![\s/\d]))(\d{1,6}) bản (?:chính(?:, ?(\d{1,2}) bản sao)?|(sao))(?=[^\s,;.:)]|\s*$)"
)
_FILE = re.compile(r"\.(?:docx?|pdf|xlsx?|rar|zip|jpe?g|png)\b", re.IGNORECASE)
_FILE_STARTS = re.compile(
    rf"(?<=[{LOWER}\d.;:)])(?=[{UPPER}])|(?<=[{UPPER}])(?=[{UPPER}][{LOWER}])|(?<=[;:)])(?=\w)|(?<=[{LOWER})]\.)(?=\w)"
)
_SENTENCE_GOES_ON = re.compile(r"[;,.:]\s")
_LONGEST_FILE_NAME = 90
_FORM_NUMBER = re.compile(r"(?i)\bmẫu(?: số)? ((?:[A-Z]{0,5}\d+[\w./-]*|[A-Z]{1,5}\d[\w./-]*))")
_SHOWN = re.compile(r"xuat trinh")
_REMARKS = re.compile(r"^(?:luu y|ghi chu)")
_NO_CASE = re.compile(
    r"^(?:thanh phan ho so|ho so(?! cua)|bao gom|giay to phai|nguoi yeu cau|so luong)\b(?!.*\b(?:truong hop|doi voi)\b)"
)
_IS_A_REMARK = re.compile(
    r"^(?:truong hop|luu y|doi voi|nguoi |ca nhan |co quan |khi |neu |ban chup|ghi chu|viec |vi du)"
)
_LEADS_ON = re.compile(r"(?:\bgom|\bsau|:)$")
_ENDS_LIKE_HEADING = re.compile(r"(?:,? ?(?:bao )?gồm|,? hồ sơ(?: bao)? gồm|cần có|sau đây|sau)? ?:?$")


@dataclass
class Papers:
    """What the table holds, sorted by what a citizen does with it."""

    papers: list[Paper] = field(default_factory=list)
    to_show: list[Fact] = field(default_factory=list)
    remarks: list[Fact] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    text: str
    originals: int | None
    copies: int | None
    certain: bool
    form: str | None


def papers(table: str, url: str) -> Papers:
    """The whole table."""
    found = Papers()
    parts = table.split(HEADER)
    heading = parts[0]
    for part in parts[1:]:
        rows, rest = _rows(part)
        for row in rows:
            _sort(row, bare(heading), found, url)
        heading = rest
    _once(found)
    return found


def _rows(part: str) -> tuple[list[_Row], str]:
    """The rows of a section, and what follows its last count: the next heading."""
    rows: list[_Row] = []
    start = 0
    for match in _COUNT.finditer(part):
        year, digits, also_copies, only_copies = match.groups()
        glued = year or digits[:-1]  # what ran into the count belongs to the name
        text, form = _without_file(f"{part[start : match.start()]}{glued}")
        count, certain = int(digits[-1]), len(digits) == 1
        originals, copies = (None, count) if only_copies else (count, int(also_copies or 0))
        rows.append(_Row(text, originals, copies, certain, form))
        start = match.end()
    return rows, part[start:]


def _without_file(text: str) -> tuple[str, str | None]:
    """The name of the paper and its official form, if a file of one is attached or its number is named."""
    end = _FILE.search(text)
    if end is not None:
        start = _file_start(text, end.start())
        file, text = text[start : end.start()], text[:start]
        return text, _form_number(text) or bare(file) or None
    return text, _form_number(text)


def _file_start(text: str, end: int) -> int:
    """Where the glued name of a file begins: the first seam that nothing but a file name follows."""
    for seam in _FILE_STARTS.finditer(text, max(1, end - _LONGEST_FILE_NAME), end):
        if not _SENTENCE_GOES_ON.search(text[seam.start() : end]):
            return seam.start()
    return end


def _form_number(text: str) -> str | None:
    found = _FORM_NUMBER.search(text)
    return f"Mẫu {found[1].rstrip('.-/')}" if found else None


def _sort(row: _Row, heading: str, found: Papers, url: str) -> None:
    text = bare(row.text)
    if not text or is_nothing(text) or _LEADS_ON.search(fold(row.text.rstrip(" .;"))):
        return
    folded, about = fold(text), fold(heading)
    counted = bool(row.originals or row.copies)
    if _REMARKS.match(about) or (not counted and _IS_A_REMARK.match(folded)):
        found.remarks += _facts(text)
    elif _SHOWN.search(about) or folded.startswith("xuat trinh"):
        found.to_show += _facts(text)
    else:
        found.papers.append(_paper(row, text, _case(heading), counted=counted))
        if row.form is not None and len(text) <= LONGEST_FACT:
            found.forms.append(Form(name=capital(text), number=row.form, url=url or None, certainty=Certainty.VERIFIED))


def _paper(row: _Row, text: str, case: str | None, *, counted: bool) -> Paper:
    first, *rest = pieces(text)
    certain = row.certain and counted
    return Paper(
        name=capital(first),
        originals=min(row.originals or 0, 20) if certain else None,
        copies=min(row.copies or 0, 20) if certain else None,
        when=case,
        note=" ".join(f"{part}." for part in rest) or None,
        form=row.form,
        certainty=Certainty.VERIFIED,
    )


def _case(heading: str) -> str | None:
    """The heading as the case in which its papers are needed; None where it only announces papers."""
    text = _ENDS_LIKE_HEADING.sub("", heading).strip(" ,;:")
    if len(text) < 4 or _NO_CASE.match(fold(text)):
        return None
    return capital(pieces(text)[0]) if pieces(text) else None


def _facts(text: str) -> list[Fact]:
    return [Fact(text=capital(piece), certainty=Certainty.VERIFIED) for piece in pieces(text)]


def _once(found: Papers) -> None:
    found.papers = list(dict.fromkeys(found.papers))
    found.to_show = list(dict.fromkeys(found.to_show))
    found.remarks = list(dict.fromkeys(found.remarks))
    found.forms = list({form.name: form for form in found.forms}.values())
