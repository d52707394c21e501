"""Small files of every kind, harmless and not, made on the spot."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from docx import Document
from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)


def pdf(inside: bytes = b"", *, packed: bytes = b"") -> bytes:
    """A page, with something inside; ``packed``: in a compressed stream of objects."""
    body = b"%PDF-1.7\n1 0 obj <</Type /Catalog " + inside + b">> endobj\n"
    if packed:
        data = zlib.compress(packed)
        body += b"2 0 obj <</Type /ObjStm /N 1 /First 4>>\nstream\n" + data + b"\nendstream endobj\n"
    picture = b"3 0 obj <</Subtype /Image>>\nstream\n\x00/JS (no script)\xff\nendstream endobj\n"
    return body + picture + b"trailer <<>>\n%%EOF\n"


def docx(text: str = "TỜ KHAI") -> bytes:
    """As Word writes it."""
    return _saved(_document(text))


def docx_leading_to(kind: str, target: str) -> bytes:
    """With a relation of that kind to somewhere else."""
    document = _document("TỜ KHAI")
    document.part.relate_to(target, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}", True)
    return _saved(document)


def docx_with(name: str, content_type: str, content: bytes = b"x") -> bytes:
    """With one more part."""
    document = _document("TỜ KHAI")
    part = Part(PackURI(name), content_type, content, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    return _saved(document)


def docx_changed(name: str, old: bytes, new: bytes) -> bytes:
    """With other bytes in a part."""
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(docx())) as before, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.namelist():
            data = before.read(part)
            after.writestr(part, data.replace(old, new) if part == name else data)
    return held.getvalue()


def doc(*names: str) -> bytes:
    """The old container, with these names in its directory."""
    return OLE + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *names))


def _document(text: str) -> DocxDocument:
    document = Document()
    document.add_paragraph(text)
    return document


def _saved(document: DocxDocument) -> bytes:
    held = BytesIO()
    document.save(held)
    return held.getvalue()
