"""How an answer is put together, on small records made for the purpose."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.render import render_reply, to_text
from bot.texts import Texts
from knowledge_base.answers.bases import named, weightiest
from knowledge_base.answers.compose import MOST_ASPECTS, answer, choose, clarify, not_found
from knowledge_base.procedures.schema import LegalBasis, ProcedureDocument, Question
from knowledge_base.replies import Context, Reply
from knowledge_base.vocabulary import Act, Aspect, Certainty, Outcome

TEXTS = Texts.load()
SURE = {"certainty": "verified"}


def record(**fields: Any) -> ProcedureDocument:
    return ProcedureDocument.model_validate(
        {
            "code": "1.000001",
            "name": "Đăng ký thử",
            "official_name": "Thủ tục đăng ký thử",
            "field": "ho_tich",
            "sources": ["Cổng Dịch vụ công quốc gia, thủ tục 1.000001 (https://dichvucong.gov.vn/x)"],
            "last_checked": date(2026, 7, 18),
            "effective_from": date(2026, 1, 1),
            **fields,
        }
    )


def read(reply: Reply) -> str:
    return to_text(render_reply(reply, TEXTS)[0])


def told(aspect: Aspect, **fields: Any) -> list[str]:
    """The lines of the answer between its opening and its source."""
    return read(answer(record(**fields), [aspect], Context())).split("\n\n", 1)[1].rsplit("\n\n", 1)[0].split("\n")


def test_papers_come_with_their_counts_those_for_a_case_apart() -> None:
    papers = [
        {"name": "Tờ khai", "originals": 1, "copies": 2, **SURE},
        {"name": "Giấy chứng sinh", "originals": 1, "copies": 0, "note": "Nếu có", **SURE},
        {"name": "Văn bản ủy quyền", "when": "Nhờ người khác", **SURE},
    ]
    assert told(Aspect.PAPERS, papers=papers) == [
        "Giấy tờ cần nộp",
        "1. Tờ khai (1 bản chính, 2 bản sao)",
        "2. Giấy chứng sinh (1 bản chính). Nếu có",
        "",
        "Chỉ cần thêm trong trường hợp riêng",
        "• Nhờ người khác: Văn bản ủy quyền",
    ]


def test_a_list_that_nobody_verified_says_so_once_a_mixed_one_at_each_line() -> None:
    doubtful = [{"name": "Đơn"}, {"name": "Ảnh"}]
    assert told(Aspect.PAPERS, papers=doubtful) == [
        "Giấy tờ cần nộp (tham khảo, cán bộ sẽ xác nhận)",
        "1. Đơn",
        "2. Ảnh",
    ]
    assert told(Aspect.PAPERS, papers=[{"name": "Đơn", **SURE}, {"name": "Ảnh"}])[1:] == [
        "1. Đơn",
        "2. Ảnh (tham khảo, cán bộ sẽ xác nhận)",
    ]


@pytest.mark.parametrize(
    ("fee", "line"),
    [
        ({"what": "Lệ phí", "amount": 8000, "unit": "bản", **SURE}, "Lệ phí: 8.000 đồng/bản"),
        ({"what": "Lệ phí", "amount": 1250000, **SURE}, "Lệ phí: 1.250.000 đồng"),
        ({"what": "Lệ phí", "amount": 0, **SURE}, "Lệ phí: miễn phí"),
        ({"what": "Lệ phí", "amount": 7000, "way": "online", **SURE}, "Lệ phí (trực tuyến): 7.000 đồng"),
        ({"what": "Lệ phí", "amount": 8000, "note": "Mỗi việc", **SURE}, "Lệ phí: 8.000 đồng. Mỗi việc"),
        ({"what": "Lệ phí"}, "Lệ phí: mức thu cán bộ sẽ xác nhận"),
        ({"what": "Lệ phí", "amount": 0}, "Lệ phí: mức thu cán bộ sẽ xác nhận"),
        ({"what": "Lệ phí", "amount": 75000}, "Lệ phí: mức thu cán bộ sẽ xác nhận"),
        (
            {"what": "Lệ phí", "note": "Do thành phố quy định."},
            "Lệ phí: Do thành phố quy định; mức thu cán bộ sẽ xác nhận",
        ),
    ],
)
def test_a_fee_is_certain_or_left_to_the_officer(fee: dict[str, Any], line: str) -> None:
    assert told(Aspect.FEE, fees={"items": [fee]}) == ["Phí, lệ phí", f"• {line}"]


def test_without_any_fee_on_record_nothing_is_called_free() -> None:
    assert told(Aspect.FEE) == ["Phí, lệ phí", "• Phí, lệ phí: mức thu cán bộ sẽ xác nhận"]


@pytest.mark.parametrize(
    ("time", "line"),
    [
        ({"amount": 3, "unit": "working_day", **SURE}, "3 ngày làm việc"),
        ({"amount": 2.5, "unit": "working_day", **SURE}, "2,5 ngày làm việc"),
        ({"amount": 15, "unit": "calendar_day", **SURE}, "15 ngày"),
        ({"amount": 12, "unit": "hour", **SURE}, "12 giờ"),
        ({"amount": 1, "unit": "same_day", **SURE}, "trả ngay trong ngày làm việc"),
        ({"amount": 7, "unit": "working_day", "when": "Nhà ở", **SURE}, "Nhà ở: 7 ngày làm việc"),
        ({"amount": 5, "unit": "working_day"}, "5 ngày làm việc (tham khảo, cán bộ sẽ xác nhận)"),
        ({"note": "Theo kế hoạch", **SURE}, "Theo kế hoạch"),
        ({}, "Thời gian giải quyết cán bộ sẽ xác nhận"),
        ({"when": "Nhà ở"}, "Nhà ở: Thời gian giải quyết cán bộ sẽ xác nhận"),
    ],
)
def test_a_time_has_its_unit_and_its_case(time: dict[str, Any], line: str) -> None:
    assert told(Aspect.TIME, times=[time]) == ["Thời gian giải quyết", f"• {line}"]


def test_ways_of_filing_that_nobody_verified_are_marked() -> None:
    filing = [
        {"way": "counter", "available": True, **SURE},
        {"way": "post", "available": True},
        {"way": "online", "available": None},
    ]
    assert told(Aspect.PLACE, filing=filing) == ["Cách nộp: trực tiếp, qua bưu chính (tham khảo, cán bộ sẽ xác nhận)."]


@pytest.mark.parametrize(
    ("filing", "said"),
    [
        ({"way": "online", "available": True, "level": "full", **SURE}, "toàn bộ (toàn trình)"),
        ({"way": "online", "available": True, "level": "partial", **SURE}, "một phần"),
        ({"way": "online", "available": True, "level": "full"}, "thì cán bộ sẽ xác nhận"),
        ({"way": "online", "available": True, **SURE}, "thì cán bộ sẽ xác nhận"),
        ({"way": "online", "available": False, **SURE}, "Em chưa thấy công bố"),
    ],
)
def test_how_far_the_online_service_goes_is_said_only_when_it_is_known(filing: dict[str, Any], said: str) -> None:
    assert said in told(Aspect.ONLINE, filing=[filing])[0]


def test_a_penalty_nobody_verified_is_not_told_at_all() -> None:
    assert "1.000.000" not in told(Aspect.PENALTY, penalties=[{"text": "Phạt 1.000.000 đồng"}])[0]


def test_the_source_is_named_without_its_address() -> None:
    last = read(answer(record(), [], Context())).rsplit("\n\n", 1)[1]
    assert last == (
        "Nguồn: Cổng Dịch vụ công quốc gia, thủ tục 1.000001. Kiểm tra lần cuối ngày 18/07/2026. "
        "Căn cứ pháp lý cán bộ sẽ xác nhận."
    )


def test_the_act_about_the_matter_comes_before_those_that_change_or_surround_it() -> None:
    bases = [
        LegalBasis(number="18/2026/NĐ-CP", title="Nghị định cắt giảm thủ tục hành chính"),
        LegalBasis(number="04/2020/TT-BTP", title="Thông tư chi tiết Luật Hộ tịch"),
        LegalBasis(number="45/2025/NĐ-CP"),
        LegalBasis(number="118/2025/QH15", title="Sửa 10 luật về an ninh trật tự"),
        LegalBasis(number="123/2015/NĐ-CP", title="Nghị định chi tiết Luật Hộ tịch"),
        LegalBasis(number="60/2014/QH13", title="Luật Hộ tịch 2014"),
    ]
    assert [basis.number for basis in weightiest(bases)] == [
        "60/2014/QH13",
        "123/2015/NĐ-CP",
        "04/2020/TT-BTP",
        "118/2025/QH15",
        "18/2026/NĐ-CP",
        "45/2025/NĐ-CP",
    ]


@pytest.mark.parametrize(
    ("number", "title", "line"),
    [
        ("60/2014/QH13", "Luật Hộ tịch 2014", "Luật Hộ tịch 2014 (60/2014/QH13)"),
        ("154/2024/NĐ-CP", "Chi tiết Luật Cư trú (từ 10/01/2025)", "Nghị định 154/2024/NĐ-CP (Chi tiết Luật Cư trú)"),
        ("226/2016/TT-BTC", None, "Thông tư 226/2016/TT-BTC"),
        ("24/2021/QĐ-TTg", None, "Quyết định 24/2021/QĐ-TTg"),
        ("27/2023/QH15", None, "27/2023/QH15"),
        ("85/2019/TT-BTC", "Hướng dẫn " + "rất " * 20 + "dài", "Thông tư 85/2019/TT-BTC"),
    ],
)
def test_an_act_is_named_as_people_know_it(number: str, title: str | None, line: str) -> None:
    assert named(LegalBasis(number=number, title=title)) == line


def test_several_aspects_are_answered_in_one_message_but_not_endlessly() -> None:
    asked = [Aspect.FEE, Aspect.TIME, Aspect.FEE, Aspect.PLACE, Aspect.PAPERS, Aspect.STEPS]
    reply = answer(record(), asked, Context(misses=1))
    assert reply.meta.aspects == [Aspect.FEE, Aspect.TIME, Aspect.PLACE, Aspect.PAPERS]
    assert len(reply.meta.aspects) == MOST_ASPECTS
    assert reply.context.misses == 0


def test_the_citizens_own_question_is_answered_first() -> None:
    question = Question(question="Có mất tiền không?", answer="Không.", certainty=Certainty.UNVERIFIED)
    text = read(answer(record(), [Aspect.FEE], Context(), question=question))
    assert text.split("\n\n")[1] == "Không. (tham khảo, cán bộ sẽ xác nhận)"


def test_a_death_is_met_with_sympathy() -> None:
    assert read(answer(record(name="Đăng ký khai tử"), [], Context())).startswith("Dạ, xin chia buồn")
    assert read(answer(record(), [], Context())).startswith("Dạ, về thủ tục đăng ký thử:")


def test_at_most_three_procedures_are_offered_with_what_was_asked() -> None:
    documents = [record(code=f"1.00000{n}", name=f"Thủ tục {n}") for n in range(1, 6)]
    reply = clarify(documents, [Aspect.FEE, Aspect.TIME], Context(procedure="1.000009"))
    assert [choice.label for choice in reply.choices[:-1]] == ["Thủ tục 1", "Thủ tục 2", "Thủ tục 3"]
    assert reply.choices[0].payload == choose("1.000001", Aspect.FEE)
    assert reply.choices[-1].payload == "#handover"
    assert (reply.meta.outcome, reply.meta.procedure) == (Outcome.CLARIFY, None)
    assert reply.meta.candidates == ["1.000001", "1.000002", "1.000003"]


def test_the_second_miss_offers_the_officer_in_other_words() -> None:
    first = not_found(Context())
    second = not_found(first.context)
    assert (first.context.misses, second.context.misses) == (1, 2)
    assert read(first) != read(second)
    assert "cán bộ" in read(second)
    assert all(reply.choices[-1].payload == "#handover" for reply in (first, second))
    assert (second.meta.outcome, second.meta.act) == (Outcome.DECLINED, Act.QUESTION)


def test_the_steps_end_with_what_people_stumble_over_marked_as_nobody_checked_it() -> None:
    steps = [{"text": "Nộp hồ sơ", **SURE}]
    mistakes = [{"text": "Quên giấy chứng sinh"}, {"text": "Tên sai so với giấy chứng sinh"}]
    lines = told(Aspect.STEPS, steps=steps, mistakes=mistakes)
    assert lines[:2] == ["Các bước thực hiện", "1. Nộp hồ sơ"]
    assert "Chỗ hay vướng" in lines[3]
    assert "cán bộ sẽ xác nhận" in lines[3]
    assert lines[4:] == ["• Quên giấy chứng sinh", "• Tên sai so với giấy chứng sinh"]
