"""A file is judged by its content: harmless forms pass, everything that runs, hides or fetches does not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.errors import InvalidInputError
from knowledge_base.forms.checking import MAX_SIZE, check_file
from knowledge_base.forms.errors import (
    ActiveContentError,
    BrokenFileError,
    EmptyFileError,
    LockedFileError,
    ReachesOutError,
    TooLargeError,
    UnknownKindError,
    WrongNameError,
)
from tests.knowledge_base.forms.files import OLE, doc, docx, docx_changed, docx_leading_to, docx_with, pdf


def shown(value: object) -> str | None:
    """Not the content of a file, which holds the hour it was made."""
    return "file" if isinstance(value, bytes) else None


MAIN = b"wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("to-khai.pdf", pdf(), "pdf"),
        ("TỜ KHAI.PDF", pdf(packed=b"1 0 <</Type /Page>>"), "pdf"),
        ("to-khai.docx", docx(), "docx"),
        ("to-khai.docx", docx_leading_to("hyperlink", "https://dichvucong.gov.vn"), "docx"),
        ("to-khai.doc", doc("WordDocument", "1Table"), "doc"),
    ],
    ids=shown,
)
def test_forms_as_offices_write_them_are_taken(name: str, data: bytes, kind: str) -> None:
    checked = check_file(name, data)
    assert (checked.kind, checked.data, len(checked.sha256)) == (kind, data, 64)


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.pdf", b"", EmptyFileError),
        ("a.pdf", pdf() + bytes(MAX_SIZE), TooLargeError),
        ("a.pdf", b"MZ\x90\x00", UnknownKindError),
        ("a.docx", b"<html>", UnknownKindError),
        ("a.docx", pdf(), WrongNameError),
        ("a.pdf", docx(), WrongNameError),
        ("a.pdf.exe", pdf(), WrongNameError),
        ("pdf", pdf(), WrongNameError),
        ("a.pdf", pdf()[:40], BrokenFileError),
        ("a.pdf", pdf(b"/OpenAction <</S /JavaScript /JS (app.alert)>>"), ActiveContentError),
        ("a.pdf", pdf(b"/S /J#61vaScript"), ActiveContentError),
        ("a.pdf", pdf(b"/Names <</EmbeddedFiles 4 0 R>>"), ActiveContentError),
        ("a.pdf", pdf(b"/A <</S /Launch /F (cmd.exe)>>"), ActiveContentError),
        ("a.pdf", pdf(packed=b"1 0 <</S /JavaScript /JS (x)>>"), ActiveContentError),
        ("a.pdf", pdf(packed=bytes(40 * 1024 * 1024)), BrokenFileError),
        ("a.pdf", pdf(b"/Encrypt 5 0 R"), LockedFileError),
        ("a.docx", docx()[:-200], BrokenFileError),
        ("a.docx", docx_with("/word/vbaProject.bin", "application/vnd.ms-office.vbaProject"), ActiveContentError),
        ("a.docx", docx_with("/word/embeddings/oleObject1.bin", "application/octet-stream"), ActiveContentError),
        ("a.docx", docx_with("/word/activeX/activeX1.xml", "application/xml"), ActiveContentError),
        ("a.docx", docx_leading_to("attachedTemplate", "https://evil.example/t.dotm"), ReachesOutError),
        ("a.docx", docx_leading_to("image", "https://evil.example/pixel.png"), ReachesOutError),
        ("a.docx", docx_leading_to("oleObject", "https://evil.example/x"), ActiveContentError),
        (
            "a.docx",
            docx_changed("[Content_Types].xml", MAIN, b"ms-word.document.macroEnabled.main+xml"),
            ActiveContentError,
        ),
        ("a.docx", docx_changed("[Content_Types].xml", MAIN, b"wordprocessingml.template.main+xml"), UnknownKindError),
        ("a.docx", docx_changed("[Content_Types].xml", b"<Types", b"<!DOCTYPE a><Types"), BrokenFileError),
        ("a.doc", doc("Workbook"), UnknownKindError),
        ("a.doc", doc("WordDocument", "Macros", "_VBA_PROJECT"), ActiveContentError),
        ("a.doc", doc("EncryptedPackage"), LockedFileError),
        ("a.doc", doc("WordDocument", "https://evil.example/mau.dotm"), ReachesOutError),
        ("a.doc", OLE + b"\0" + doc("WordDocument", "\\\\evil\\mau.dot")[512:], ReachesOutError),
    ],
    ids=shown,
)
def test_everything_else_is_refused_with_its_reason(name: str, data: bytes, error: type[InvalidInputError]) -> None:
    with pytest.raises(error):
        check_file(name, data)


ORIGINALS = st.deferred(lambda: st.sampled_from([("a.docx", docx()), ("a.pdf", pdf(packed=b"1 0 <<>>"))]))
PLACES = st.lists(st.tuples(st.integers(0, 3000), st.booleans(), st.integers(0, 255)), max_size=12)


@settings(max_examples=300, deadline=None)
@given(ORIGINALS, PLACES, st.integers(0, 400))
def test_damaged_files_are_refused_or_taken_but_never_break_anything(
    original: tuple[str, bytes], changes: list[tuple[int, bool, int]], lost: int
) -> None:
    name, data = original[0], bytearray(original[1])
    for place, from_the_end, value in changes:
        data[(-place - 1 if from_the_end else place) % len(data)] = value
    with suppress(InvalidInputError):
        check_file(name, bytes(data[: len(data) - lost]))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([b"PK\x03\x04", b"%PDF-", OLE[:8], b""]), st.binary(max_size=400))
def test_no_bytes_break_it(head: bytes, rest: bytes) -> None:
    with suppress(InvalidInputError):
        check_file("a.docx", head + rest + b"%%EOF")


def test_a_damaged_part_is_noticed() -> None:
    data = bytearray(docx())
    data[len(data) // 2] ^= 0xFF
    with pytest.raises(BrokenFileError):
        check_file("a.docx", bytes(data))
