"""What the portal says arrives as citizens can read it; what it does not say stays open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge_base.portal.document import Skipped, mapped
from knowledge_base.portal.read import Member
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.vocabulary import Certainty, TimeUnit, Way
from tests.knowledge_base.portal.records import BASES, PAPERS, WAYS, record

DAY = date(2026, 7, 20)


def outcome(**changed: Any) -> ProcedureDocument | Skipped:
    content = record(**changed)
    return mapped(Member(f"bo-thu/{content['ma_thu_tuc']}.json", content), DAY)


def document(**changed: Any) -> ProcedureDocument:
    found = outcome(**changed)
    assert isinstance(found, ProcedureDocument), found
    return found


def ways(*rows: str) -> dict[str, str]:
    return {"cach_thuc_thuc_hien": WAYS + "".join(rows)}


def reason(**changed: Any) -> str:
    found = outcome(**changed)
    assert isinstance(found, Skipped)
    return found.reason


def test_a_plain_record() -> None:
    found = document()
    assert (found.code, found.name) == ("9.000001", "Cấp thẻ mượn ghe cộng đồng")
    assert found.official_name == "Thủ tục cấp thẻ mượn ghe cộng đồng"
    assert found.applicants[0].text.startswith("Công dân Việt Nam, Hợp tác xã, Tổ chức (không bao gồm")
    assert [step.text for step in found.steps] == ["Người dân nộp đơn tại xã", "Xã xem ghe", "Nhận thẻ"]
    assert [result.text for result in found.results] == ["Thẻ mượn ghe"]
    assert found.conditions == []
    assert found.as_published
    assert found.last_checked == DAY
    assert found.sources[0].startswith("Cổng Dịch vụ công quốc gia, bản ghi ngày 20/07/2026 (https://")
    assert found.decision is not None
    assert (found.decision.number, found.decision.agency) == ("77/QĐ-BNNMT", "Bộ Nông nghiệp và Môi trường")


def test_papers_with_counts_and_forms() -> None:
    order, copy = document().papers
    assert (order.name, order.originals, order.copies, order.form) == (
        "Đơn mượn ghe theo Mẫu số 05",
        1,
        0,
        "Mẫu 05",
    )
    assert (copy.name, copy.originals, copy.copies) == ("Bản sao giấy bơi lội", 0, 2)
    assert document().forms[0].name == "Đơn mượn ghe theo Mẫu số 05"


def test_headings_become_cases_and_shown_papers_and_remarks() -> None:
    found = document(
        thanh_phan_ho_so=f"* Giấy tờ phải nộp:{PAPERS}- Đơn1 bản chính"
        f"a) Trường hợp ghe cũ, hồ sơ gồm:{PAPERS}Giấy ghe cũ1 bản chính"
        f"* Giấy tờ phải xuất trình:{PAPERS}- Thẻ căn cước1 bản chính"
        f"* Lưu ý:{PAPERS}Ghe không chở hàng0 bản chính"
    )
    assert [(paper.name, paper.when) for paper in found.papers] == [("Đơn", None), ("Giấy ghe cũ", "Trường hợp ghe cũ")]
    assert [fact.text for fact in found.papers_to_show] == ["Thẻ căn cước"]
    assert [fact.text for fact in found.notes] == ["Ghe không chở hàng"]


@pytest.mark.parametrize(
    ("row", "originals"),
    [
        ("Bản khai theo mẫu GHE.20.031 bản chính", None),  # "20.03" and 1, or "20.0" and 31?
        ("Quyết định ban hành năm 20261 bản chính", 1),
        ("Đơn nộp kèm 01 bản sao có chứng thực giấy ghe2 bản chính", 2),
        ("Đơn0 bản chính", None),
    ],
)
def test_digits_that_run_into_a_count(row: str, originals: int | None) -> None:
    (paper,) = document(thanh_phan_ho_so=f"--{PAPERS}{row}").papers
    assert paper.originals == originals


def test_a_row_without_a_name_is_no_paper() -> None:
    assert document(thanh_phan_ho_so=f"--{PAPERS}1 bản chính1 bản chính").papers == []


def test_the_same_time_everywhere_is_said_once() -> None:
    (time,) = document().times
    assert (time.amount, time.unit, time.way) == (3, TimeUnit.WORKING_DAY, None)


def test_times_that_differ_by_way() -> None:
    found = document(**ways("Trực tuyến2 NgàyMiễn phí", "Trực tiếp3 ThángMiễn phí")).times
    assert [(time.amount, time.unit, time.way) for time in found] == [
        (2, TimeUnit.CALENDAR_DAY, Way.ONLINE),
        (3, TimeUnit.MONTH, Way.COUNTER),
    ]


def test_one_without_unit_is_no_time() -> None:
    assert document(**ways("Trực tuyến1Miễn phí", "Trực tiếp1Miễn phí")).times == []


def test_days_without_a_unit_are_told_but_not_as_a_time() -> None:
    (time,) = document(**ways("Trực tiếp7Miễn phí")).times
    assert (time.amount, time.unit, time.certainty) == (None, None, Certainty.UNVERIFIED)
    assert "7" in (time.note or "")


def test_the_remark_may_say_that_days_are_working_days() -> None:
    (time,) = document(**ways("Trực tiếp7 NgàyKhông có thông tin07 ngày làm việc, kể từ ngày nhận đủ hồ sơ")).times
    assert (time.unit, time.note) == (TimeUnit.WORKING_DAY, "Kể từ ngày nhận đủ hồ sơ")


@pytest.mark.parametrize(
    "row",
    [
        "Trực tiếp1 NgàyMiễn phí",
        "Trực tiếp1 NgàyMiễn phí(Mức lệ phí do Hội đồng nhân dân tỉnh quyết định (nếu có).)",
        "Trực tiếp1 NgàyMiễn phí(Theo Thông tư số 11/2025/TT-BTC)",
        "Trực tiếp1 NgàyKhông có thông tin",
        "Trực tiếp120 VNĐ",  # one day and 20 đồng, or 120 đồng?
        "Trực tiếp1 Ngày40 Việt Nam Đồng(4.000 đ/lần)",
        "Trực tiếp1 Ngày9,000 VNĐ(mức 7.000 đồng/lần)",
    ],
)
def test_a_fee_that_is_not_sure_has_no_amount(row: str) -> None:
    items = document(linh_vuc="Hộ tịch", **ways(row)).fees.items
    assert all(fee.amount is None and fee.certainty is Certainty.UNVERIFIED for fee in items)


def test_a_plain_amount_is_taken_and_its_remark_kept() -> None:
    (fee,) = document(**ways("Trực tiếp1 Ngày25,000 Việt Nam Đồng(/giao dịch)")).fees.items
    assert (fee.amount, fee.note, fee.certainty) == (25_000, "/giao dịch", Certainty.VERIFIED)


def test_words_that_say_free_are_believed() -> None:
    (fee,) = document(**ways("Trực tiếp1 NgàyMiễn phí(Không thu lệ phí đối với tổ mượn ghe)")).fees.items
    assert (fee.amount, fee.certainty) == (0, Certainty.VERIFIED)


def test_fees_by_way() -> None:
    items = document(**ways("Trực tuyến1 Ngày7,000 VNĐ", "Trực tiếp1 Ngày10,000 VNĐ")).fees.items
    assert [(fee.amount, fee.way) for fee in items] == [(7_000, Way.ONLINE), (10_000, Way.COUNTER)]


def test_ways_are_listed_and_their_level_stays_open() -> None:
    filing = document(
        **ways("Trực tuyến2 NgàyMiễn phíQua Cổng đã toàn trình", "Dịch vụ bưu chính2 NgàyMiễn phí")
    ).filing
    assert [(item.way, item.available, item.level) for item in filing] == [
        (Way.ONLINE, True, None),
        (Way.POST, True, None),
    ]


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        ("Luật Hộ gia đình60/2014/QH13", ["60/2014/QH13"]),
        ("Luật 60/2014/QH1360/2014/QH13", ["60/2014/QH13"]),
        ("Quy định ngày 28/11/201345/2013/QH13", ["45/2013/QH13"]),
        ("sửa Thông tư số 01/2020/TT-BTP ngày 1/102/2025/TT-BTP", ["102/2025/TT-BTP"]),
        ("Cắt giảm thủ tục66.7/2025/NQ-CPVề ghe18/2026/NĐ-CP", ["66.7/2025/NQ-CP", "18/2026/NĐ-CP"]),
        ("Về ghe118/2025/NĐ-CQuy định bến151/2025/NĐ-CP", ["118/2025/NĐ-CP", "151/2025/NĐ-CP"]),
        ("Thông tư53/2025/TT-BCANghị định 1/2020/NĐ-CP1/2020/NĐ-CP", ["53/2025/TT-BCA", "1/2020/NĐ-CP"]),
    ],
)
def test_glued_acts(cells: str, numbers: list[str]) -> None:
    assert [basis.number for basis in document(can_cu_phap_ly=BASES + cells).legal_bases] == numbers


def test_titles_of_acts() -> None:
    law, decree = document().legal_bases
    assert (law.number, law.title) == ("12/2024/QH15", "Luật Ghe thuyền cộng đồng")
    assert (decree.number, decree.title) == ("34/2025/NĐ-CP", "Nghị định số 34/2025/NĐ-CP ngày 5/5/2025")


def test_html_odd_spaces_and_wrapped_lines_are_cleaned() -> None:
    found = document(
        trinh_tu_thuc_hien="<p>- Nộp&nbsp;hồ\u200b sơ tại\nxã, phường</p><br/>+ Nhận\u00a0 thẻ;\r\n\t• Ký&amp;nhận",
    )
    assert [step.text for step in found.steps] == ["Nộp hồ sơ tại xã, phường", "Nhận thẻ", "Ký&nhận"]


def test_a_sentence_is_never_cut_inside() -> None:
    long = "Người dân nộp đơn, " * 40 + "rồi chờ. Xã trả lời."
    found = document(trinh_tu_thuc_hien=long)
    first, second = found.steps
    assert first.text.endswith("nộp đơn, rồi chờ")
    assert second.text == "Xã trả lời"


def test_a_very_long_course_ends_with_where_to_read_on() -> None:
    found = document(trinh_tu_thuc_hien="\n".join(f"Bước {n}: Việc thứ {n}" for n in range(1, 60)))
    assert len(found.steps) == 18
    assert "9.000001" in found.steps[-1].text


@pytest.mark.parametrize(
    ("named", "level"),
    [
        ("Chi cục Hải quan khu vực", "signpost"),
        ("Bảo hiểm xã hội cấp tỉnh", "signpost"),
        ("Thuế tỉnh, thành phố, Thuế cơ sở", "signpost"),
        ("Công an cấp Xã", "commune"),
        ("Sở Xây dựng, Ủy ban nhân dân cấp xã", "commune"),
        ("Cơ quan chức năng do Ủy ban nhân dân cấp tỉnh chỉ định", "commune"),
        ("Không có thông tin", "commune"),
    ],
)
def test_who_is_in_charge(named: str, level: str) -> None:
    assert document(co_quan_co_tham_quyen="", co_quan_thuc_hien=named).level == level


def test_a_body_of_a_level_that_is_gone_is_not_certain() -> None:
    found = document(co_quan_co_tham_quyen="Ủy ban nhân dân huyện", dia_chi_tiep_nhan="Bộ phận một cửa quận")
    assert found.authority[0].certainty is Certainty.UNVERIFIED
    assert found.place is not None
    assert found.place.certainty is Certainty.UNVERIFIED


def test_a_street_of_another_province_is_no_place() -> None:
    assert document(dia_chi_tiep_nhan="Trung tâm (số 2, đường Bến Ghe)").place is None


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"cap_thuc_hien": "Cấp tỉnh"}, "not_commune"),
        ({"so_quyet_dinh": "1404/QĐ-UBND Công bố danh mục"}, "other_province"),
        ({"ten_thu_tuc": None}, "bad_shape"),
        ({"ten_thu_tuc": ["x"]}, "bad_shape"),
        ({"trinh_tu_thuc_hien": 7}, "bad_shape"),
        ({"code": "khai-sinh"}, "bad_shape"),
        ({"linh_vuc": "x" * 300_000}, "bad_shape"),
    ],
)
def test_what_is_not_mapped_has_a_reason(changed: dict[str, Any], expected: str) -> None:
    assert reason(**changed) == expected


@pytest.mark.parametrize("content", [None, [], "x", 3, {}])
def test_json_that_is_no_record(content: Any) -> None:
    found = mapped(Member("9.000001.json", content), DAY)
    assert isinstance(found, Skipped)
    assert found.reason == "bad_shape"


def test_a_file_named_after_another_code() -> None:
    found = mapped(Member("9.000002.json", record()), DAY)
    assert isinstance(found, Skipped)
    assert (found.reason, found.code) == ("other_code", "9.000002")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Thủ tục đăng ký mượn ghe", "Đăng ký mượn ghe"),
        ("Trình báo mất ghe (thực hiện tại cấp xã)", "Trình báo mất ghe"),
        ("Thủ tục hành chính cấp lại thẻ ghe tại Ủy ban nhân dân cấp xã", "Cấp lại thẻ ghe"),
        ("Cấp thẻ ghe " + "lớn " * 20 + "đối với tổ chức " + "xa bờ " * 10, "Cấp thẻ ghe " + ("lớn " * 20).strip()),
    ],
)
def test_short_names(title: str, name: str) -> None:
    assert document(ten_thu_tuc=title).name == name


def test_a_text_the_dump_broke_off_is_not_told() -> None:
    assert (
        document(trinh_tu_thuc_hien="Bước 1. Lập đơn.\nBước 2. Nộp theo quy định tại mục 9.3 (").steps[-1].text
        == "Lập đơn"
    )


def test_a_fee_in_dollars_is_told_in_words_only() -> None:
    (fee,) = document(**ways("Trực tiếp5 Ngày145 USD(/thẻ)")).fees.items
    assert (fee.amount, fee.note) == (None, "145 USD (/thẻ)")


def test_a_fee_that_ran_out_is_not_told() -> None:
    note = "160.000đ/thẻ (áp dụng đến hết ngày 31/12/2023)."
    (fee,) = document(**ways(f"Trực tiếp5 Ngày160,000 VNĐ({note})")).fees.items
    assert (fee.amount, fee.note) == (None, None)


def test_what_still_holds_of_a_fee_stays() -> None:
    note = "- Nộp trực tiếp: 135.000 đồng/lần. - Nộp trực tuyến: đến hết ngày 31/12/2025 là 115.000 đồng/lần."
    (fee,) = document(**ways(f"Trực tiếp5 Ngày135,000 VNĐ({note})")).fees.items
    assert (fee.amount, fee.note) == (135_000, "Nộp trực tiếp: 135.000 đồng/lần")


def test_abbreviations_of_officials_are_spelled_out_but_not_in_numbers() -> None:
    found = document(
        trinh_tu_thuc_hien="Nộp tại UBND xã theo Quyết định 12/QĐ-UBND.", ket_qua_xu_ly="Thẻ BHYT/Giấy hẹn"
    )
    assert found.steps[0].text == "Nộp tại Ủy ban nhân dân xã theo Quyết định 12/QĐ-UBND"
    assert found.results[0].text == "Thẻ bảo hiểm y tế/Giấy hẹn"
