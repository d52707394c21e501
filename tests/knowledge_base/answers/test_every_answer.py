"""Whatever is asked about whichever of our procedures: it can be read, is sourced, and promises nothing unproved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from bot.messages import BulletList, Message
from bot.render import PLAIN_LIMIT, render_reply, to_plain, to_text
from bot.texts import Texts
from knowledge_base.answers.compose import OFFERED, answer
from knowledge_base.procedures.loader import load_folder
from knowledge_base.procedures.schema import Fact, ProcedureDocument
from knowledge_base.replies import Context, Reply
from knowledge_base.vocabulary import Aspect, Certainty, Outcome

TEXTS = Texts.load()
DOCUMENTS = {document.code: document for document in load_folder()}
REMARK = "cán bộ sẽ xác nhận"

FIELDS = sorted({document.field for document in DOCUMENTS.values()})
everywhere = pytest.mark.parametrize("field", FIELDS)


@cache
def replies(code: str) -> dict[Aspect, Reply]:
    return {aspect: answer(DOCUMENTS[code], [aspect], Context()) for aspect in Aspect}


@cache
def messages(code: str) -> dict[Aspect, Message]:
    return {aspect: render_reply(reply, TEXTS)[0] for aspect, reply in replies(code).items()}


def of(field: str) -> list[ProcedureDocument]:
    return [document for document in DOCUMENTS.values() if document.field == field]


def answers(field: str) -> Iterator[tuple[ProcedureDocument, Aspect, Message]]:
    for document in of(field):
        for aspect, message in messages(document.code).items():
            yield document, aspect, message


def lines(message: Message) -> list[tuple[str, str]]:
    """Every line a citizen reads, with the heading it stands under."""
    found: list[tuple[str, str]] = []
    for block in message.blocks:
        if isinstance(block, BulletList):
            found += [(item, block.title or "") for item in block.items]
        else:
            found += [(line, "") for line in to_text(Message(blocks=[block], meta=message.meta)).split("\n")]
    return found


def under(message: Message, title: str) -> list[str]:
    return [line for line, heading in lines(message) if heading == title]


def unverified(document: ProcedureDocument) -> set[str]:
    """Every sentence of a record that nobody could verify and that a verified one does not repeat."""
    facts: list[Fact] = [
        *document.applicants,
        *document.conditions,
        *document.papers_to_show,
        *document.steps,
        *document.authority,
        *document.results,
        *document.notes,
        *document.fees.exemptions,
        *document.fees.notes,
        *(fact for fact in (document.summary, document.place) if fact),
    ]
    named = [(fact.text, fact.certainty) for fact in facts]
    named += [(paper.name, paper.certainty) for paper in document.papers]
    named += [(form.name, form.certainty) for form in document.forms]
    sure = {text for text, certainty in named if certainty is Certainty.VERIFIED}
    return {text for text, certainty in named if certainty is not Certainty.VERIFIED} - sure


@everywhere
def test_it_can_be_read_aloud(field: str) -> None:
    slips = re.compile(r"\bNone\b|[{}\[\]]|\bnull\b|\bTrue\b|\(\)|\.\.(?!\.)|;;|, ,")
    for document, aspect, message in answers(field):
        text = to_text(message)
        assert re.search(r"[à-ỹđ]", text), (document.code, aspect)
        assert not slips.search(text), (document.code, aspect, text)
        assert all(block.items for block in message.blocks if isinstance(block, BulletList)), (document.code, aspect)
        assert all(line.strip() for line, _ in lines(message)), (document.code, aspect)


@everywhere
def test_it_names_source_day_and_legal_basis(field: str) -> None:
    for document, aspect, message in answers(field):
        last = to_text(message).rsplit("\n\n", 1)[1]
        assert f"Kiểm tra lần cuối ngày {document.last_checked:%d/%m/%Y}" in last, (document.code, aspect)
        assert re.search(r"Nguồn: \w", last), (document.code, aspect)
        if document.legal_bases or document.decision:
            assert re.match(r"Căn cứ: .*\d+(\.\d+)?/", last), (document.code, last)
        else:
            assert REMARK in last, document.code


@everywhere
def test_what_nobody_verified_is_never_shown_as_certain(field: str) -> None:
    for document, aspect, message in answers(field):
        doubtful = unverified(document)
        for line, title in lines(message):
            if any(line.startswith(text) or f": {text}" in line for text in doubtful):
                assert REMARK in line or REMARK in title, (document.code, aspect, line)


@everywhere
def test_an_amount_nobody_verified_is_never_shown(field: str) -> None:
    for document in of(field):
        shown = under(messages(document.code)[Aspect.FEE], "Phí, lệ phí")
        for fee, line in zip(document.fees.items, shown, strict=True):
            if fee.amount is None or fee.certainty is not Certainty.VERIFIED:
                assert line.endswith("mức thu cán bộ sẽ xác nhận"), (document.code, line)
            else:
                amount = "miễn phí" if fee.amount == 0 else f"{fee.amount:,} đồng".replace(",", ".")
                assert line.startswith(fee.what), (document.code, line)
                assert amount in line, (document.code, line)


@everywhere
def test_a_time_nobody_verified_is_marked(field: str) -> None:
    for document in of(field):
        shown = under(messages(document.code)[Aspect.TIME], "Thời gian giải quyết")
        if not document.times:
            assert shown == ["Thời gian giải quyết cán bộ sẽ xác nhận"]
            continue
        for duration, line in zip(document.times, shown, strict=True):
            assert (REMARK in line) is (duration.certainty is not Certainty.VERIFIED), (document.code, line)


@everywhere
def test_the_rest_is_one_tap_away_and_a_person_too(field: str) -> None:
    for document in of(field):
        for aspect, reply in replies(document.code).items():
            payloads = [choice.payload for choice in reply.choices]
            assert payloads[-1] == "#handover"
            assert len(payloads) == len(set(payloads)) == len(set(OFFERED) - {aspect}) + 1
            assert all(f'"procedure": "{document.code}"' in payload for payload in payloads[:-1])


@everywhere
def test_it_fits_a_phone(field: str) -> None:
    for document, aspect, message in answers(field):
        parts = to_plain(message)
        assert all(len(part) <= PLAIN_LIMIT for part in parts), (document.code, aspect)
        assert len(parts) <= 3, (document.code, aspect)
        assert parts[-1].endswith("Gặp cán bộ")


@everywhere
def test_machines_are_told_what_it_is_about(field: str) -> None:
    for document in of(field):
        for aspect, reply in replies(document.code).items():
            meta = reply.meta
            outcome = Outcome.DECLINED if document.level == "signpost" else Outcome.ANSWERED
            assert (meta.outcome, meta.procedure, meta.aspects) == (outcome, document.code, [aspect])
            assert (reply.context.procedure, reply.context.aspects) == (document.code, [aspect])
            assert Reply.model_validate_json(reply.model_dump_json()) == reply  # the way through Rasa


NO_LONGER_SAID = {
    "a district": r"(?i)\b(?:UBND|ủy ban nhân dân|phòng [\w ]{3,20}?|công an|cấp) huyện\b|\bhuyện (?!đảo)",
    "the paper household book as a paper to bring": r"(?i)\bsổ (?:hộ khẩu|tạm trú)\b",
    "the old identity card": r"\bCMND\b",
    "the province": r"(?i)\btỉnh Đồng Nai\b(?! trước đây)",
    "the old base rate of assistance": r"\b500\.000 đồng/tháng",
    "the old base salary": r"\b2\.340\.000\b",
    "the old rate for people of merit": r"\b2\.789\.000\b",
    "notes of whoever compiled it": r"(?i)\b(?:recalled|github|OCR|trí nhớ|bản ghi cổng|cấu hình)\b|chưa đọc",
    "our abbreviations": r"\b(?:TTHC|PVHCC|CSDL|DVCQG|HĐND|BHYT|BHXH|CCCD|NKT|HTX)\b",
}


@pytest.mark.parametrize("what", list(NO_LONGER_SAID))
def test_what_must_no_longer_be_said_is_not_said(what: str) -> None:
    said = [
        (code, aspect.value, match[0])
        for code in DOCUMENTS
        for aspect, message in messages(code).items()
        for line, _ in lines(message)
        if aspect is not Aspect.LEGAL_BASIS and not line.startswith("Căn cứ")
        for match in [re.search(NO_LONGER_SAID[what], line)]
        if match
    ]
    assert said == []
