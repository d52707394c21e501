"""Questions are written in a form, every way through them is shown, and a second person publishes them."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest

from bot.checklists.links import ChecklistLinks
from bot.conversation.situation import Interview
from bot.keys import LIBRARY
from knowledge_base.editing import drafts
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import publish_files
from knowledge_base.replies import Context
from knowledge_base.situations.loader import delivered
from knowledge_base.situations.schema import Situation
from tests.bot.admin.conftest import Office, typed
from tests.bot.desk.conftest import CODE, Browser

REAL = {document.code: document for document in delivered() if document.situation is not None}
FULL = REAL[CODE]
XSS = '"><script>alert(1)</script>'
Q, PAPER = "situation.questions", "situation.papers"
LATE = {
    f"{Q}-0-ask": "Đã quá 60 ngày chưa ạ?",
    f"{Q}-0-label_0": "Có",
    f"{Q}-0-told_0": "Đã quá 60 ngày",
    f"{Q}-0-label_1": "Không",
    f"{Q}-0-told_1": "Chưa quá 60 ngày",
}
WHO = {
    f"{Q}-1-ask": "Ai đi làm ạ?",
    f"{Q}-1-label_0": "Tôi tự đi",
    f"{Q}-1-label_1": "Nhờ người khác",
    f"{Q}-1-key": "who",
    f"{Q}-1-key_1": "proxy",
}


def document(code: str, name: str) -> ProcedureDocument:
    """A small procedure that others point to."""
    return FULL.model_copy(update={"code": code, "name": name, "situation": None, "related": []})


def words(page: str) -> str:
    """What a person reads of a page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


async def begin(office: Office, code: str = CODE) -> tuple[Browser, str]:
    """A fresh draft, at its questions."""
    browser = office.browser()
    started = await browser.fill(f"/quan-tri/thu-tuc/{code}/cau-hoi", f"/quan-tri/thu-tuc/{code}/cau-hoi")
    return browser, started.headers["Location"]


async def paths(browser: Browser, address: str) -> str:
    _, page = await browser.get(address.replace("/cau-hoi", "/duong-di"))
    return words(page)


async def publish(office: Office, address: str, **fields: str) -> None:
    """Save, submit, approve by a second person."""
    browser, draft = office.browser(), address.removesuffix("/cau-hoi")
    assert (await office.save(browser, address, "xem", why="Nghị định mới", **fields)).status == 303
    assert (await office.press(browser, draft, "trinh")).status == 303
    assert (await office.press(office.browser("phuong"), draft, "duyet", khi="ngay")).status == 303


def situation_of(office: Office, address: str) -> Any:
    with office.desk.database.reading() as session:
        return drafts.get(session, int(address.split("/")[-2])).content.get("situation")


@pytest.fixture
def real(office: Office) -> Office:
    """With every delivered procedure that has questions."""
    plain = [one.model_copy(update={"related": []}) for one in REAL.values()]
    others = {item.procedure for one in REAL.values() if one.situation for item in one.situation.elsewhere}
    named = [document(code=code, name=f"Thủ tục {code}") for code in sorted(others - REAL.keys())]
    with office.desk.database.transaction() as session:
        publish_files(session, [*plain, *named], office.desk.clock())
    return office


async def test_a_procedure_without_questions_gets_some_and_citizens_are_asked_at_once(office: Office) -> None:
    _, address = await begin(office)
    await publish(office, address, **LATE)
    document = office.told()
    assert document.situation is not None
    assert [option.key for option in document.situation.questions[0].options] == ["yes", "no"]
    links = ChecklistLinks(b"key", "", timedelta(hours=1))
    interview = Interview(office.desk.app[LIBRARY].current, links, office.desk.clock)
    step = interview.start(CODE, Context())
    assert step is not None
    assert [choice.label for choice in step.reply.choices][:2] == ["Có", "Không"]


async def test_the_form_of_every_delivered_tree_sent_back_as_it_came_changes_nothing(real: Office) -> None:
    for code, held in REAL.items():
        browser, address = await begin(real, code)
        assert (await real.save(browser, address)).status == 303
        assert held.situation == Situation.model_validate(situation_of(real, address)), code
        refused = await real.press(browser, address.removesuffix("/cau-hoi"), "trinh")
        assert refused.status == 400, code


async def test_every_way_is_shown_with_what_a_citizen_is_told(real: Office) -> None:
    browser = real.browser()
    _, page = await browser.get("/quan-tri/thu-tuc/1.000656/cau-hoi")
    read = words(page)
    assert "Câu hỏi 4 Đường đi 20 Ngắn nhất (câu) 3 Dài nhất (câu) 4" in read
    assert "Chỉ hỏi khi câu 1 không trả lời “Không có, người thân mất đã lâu”" in read
    assert page.count('class="card way"') == 20
    _, fewer = await browser.get("/quan-tri/thu-tuc/1.000656/cau-hoi?c-notice=old&c-who=proxy")
    assert "2 đường đi" in words(fewer)
    assert "Văn bản ủy quyền (1 bản chính)" in words(fewer)
    _, second = await browser.get("/quan-tri/thu-tuc/1.013225/cau-hoi?trang=8")
    assert second.count('class="card way"') == 4


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {f"{Q}-1-only_if": "cau_1 = ("},
            "Câu hỏi cho người dân, dòng 2, chỉ khi: Không đọc được điều kiện ở ký tự thứ 9: cần mã của",
        ),
        ({f"{PAPER}-1000-only_if": "cau_1 ="}, "“Tờ khai đăng ký khai sinh”: Điều kiện dừng giữa chừng"),
        ({f"{Q}-1-only_if": "cau_1 và"}, "Điều kiện dừng giữa chừng: ở cuối còn thiếu mã của một câu hỏi"),
        ({f"{Q}-1-only_if": "Trễ hạn"}, "ký tự thứ 1: “T” không dùng được ở đây"),
        ({f"{Q}-1-only_if": "who = proxy"}, "Câu hỏi “who” chỉ được hỏi sau câu này"),
        ({f"{Q}-1-only_if": "cau_9"}, "Không có câu hỏi nào mang mã “cau_9”"),
        ({f"{Q}-1-only_if": "cau_1 = never"}, "Câu hỏi “cau_1” không có câu trả lời mang mã “never”"),
        ({f"{Q}-1-only_if": "cau_1 và không cau_1"}, "dòng 2, câu hỏi: Không đường đi nào hỏi tới câu này"),
        ({f"{Q}-1-label_1": ""}, "Câu hỏi cho người dân, dòng 2, các câu trả lời"),
        ({f"{Q}-1-key": "Hai"}, "dòng 2, mã: Mã bắt đầu bằng chữ thường không dấu"),
        ({f"{PAPER}-0-named": "Giấy lạ", f"{PAPER}-0-only_if": "cau_1"}, "không có mục nào tên “Giấy lạ”"),
        ({"situation.elsewhere-0-procedure": "9.999999", "situation.elsewhere-0-only_if": "cau_1"}, "mang mã 9.999999"),
        (
            {f"{PAPER}-1000-only_if": "cau_1 = no"},
            "Có 2 đường đi kết thúc mà không có giấy tờ nào, ví dụ: Đã quá 60 ngày; Tôi tự đi",
        ),
    ],
)
async def test_what_is_wrong_is_said_with_its_place_and_stops_the_draft(
    office: Office, changed: dict[str, str], said: str
) -> None:
    browser, address = await begin(office)
    await office.save(browser, address, why="vì", **{**LATE, **WHO, **changed})
    _, page = await browser.get(address)
    assert said in words(page)
    for value in changed.values():
        assert f'value="{html.escape(value)}"' in page
    refused = await office.press(browser, address.removesuffix("/cau-hoi"), "trinh")
    assert refused.status == 400
    assert said in words(await refused.text())


async def test_too_long_a_way_is_counted_and_named(office: Office) -> None:
    browser, address = await begin(office)
    seven = {name.replace("-0-", f"-{at}-"): value for at in range(7) for name, value in LATE.items()}
    await office.save(browser, address, "xem", **seven)
    assert "Có 128 đường đi dài quá 6 câu, ví dụ đường 7 câu: Đã quá 60 ngày; " in await paths(browser, address)


async def test_a_paper_renamed_in_the_procedure_is_found_where_the_questions_name_it(office: Office) -> None:
    browser, address = await begin(office)
    await publish(office, address, **{**LATE, f"{PAPER}-1000-only_if": "cau_1 = yes hoặc cau_1 = no"})
    browser, draft = await office.draft()
    await office.save(browser, draft, why="vì", **{"papers-0-name": "Tờ khai mẫu mới"})
    refused = await office.press(browser, draft, "trinh")
    assert "Thủ tục không có mục nào tên “Tờ khai đăng ký khai sinh”" in await refused.text()
    _, form = await browser.get(f"{draft}/cau-hoi")
    assert "Thủ tục không còn mục này" in form
    await office.save(browser, f"{draft}/cau-hoi", **{f"{PAPER}-0-only_if": "", f"{PAPER}-1000-only_if": "cau_1"})
    assert situation_of(office, f"{draft}/cau-hoi")["papers"] == [{"named": "Tờ khai mẫu mới", "only_if": "cau_1"}]


async def test_the_form_of_the_procedure_leaves_the_questions(office: Office) -> None:
    _, address = await begin(office)
    await publish(office, address, **LATE)
    asked = office.told().situation
    await office.publish(**{"main-0-name": "Tên khác"})
    assert office.told().name == "Tên khác"
    assert office.told().situation == asked


async def test_who_approves_reads_what_changed_in_words(office: Office) -> None:
    _, address = await begin(office)
    await publish(office, address, **LATE, **WHO)
    browser, address = await begin(office)
    changed = {f"{Q}-0-ask": "Trễ hạn chưa ạ?", f"{Q}-1-only_if": "cau_1 = yes hoặc cau_1 = no"}
    await office.save(browser, address, **changed)
    _, review = await browser.get(f"{address.removesuffix('/cau-hoi')}/xem")
    read = words(review)
    assert "Câu hỏi Trước: Đã quá 60 ngày chưa ạ? Sau: Trễ hạn chưa ạ?" in read
    assert "Sau: câu 1 trả lời “Có” hoặc câu 1 trả lời “Không”" in read
    assert "2 câu hỏi, 4 đường đi; một người trả lời nhiều nhất 2 câu." in read


async def test_an_older_version_brings_its_questions_back(office: Office) -> None:
    _, address = await begin(office)
    await publish(office, address, **LATE)
    _, again = await begin(office)
    await office.save(office.browser(), again, "bo-het", why="vì")
    draft = again.removesuffix("/cau-hoi")
    await office.press(office.browser(), draft, "trinh")
    await office.press(office.browser("phuong"), draft, "duyet", khi="ngay")
    assert office.told().situation is None
    page = f"/quan-tri/thu-tuc/{CODE}"
    restored = await office.browser().fill(page, f"{page}/khoi-phuc", version="2", why="nhầm")
    await office.press(office.browser(), restored.headers["Location"], "trinh")
    await office.press(office.browser("phuong"), restored.headers["Location"], "duyet", khi="ngay")
    assert office.told().situation is not None


async def test_questions_are_added_moved_and_removed_without_a_script(office: Office) -> None:
    browser, address = await begin(office)
    await office.save(browser, address, **LATE, **WHO)
    added = await office.save(browser, address, f"them:{Q}")
    assert f'name="{Q}-2-ask"' in await added.text()
    await office.save(browser, address, f"len:{Q}:1")
    assert [item["key"] for item in situation_of(office, address)["questions"]] == ["who", "cau_1"]
    await office.save(browser, address, f"xoa:{Q}:0")
    assert [item["key"] for item in situation_of(office, address)["questions"]] == ["cau_1"]


async def test_who_saves_second_loses_nothing(office: Office) -> None:
    first, address = await begin(office)
    second = office.browser("quy")
    _, page = await second.get(address)
    await office.save(first, address, **LATE)
    late = await second.post(address, {**typed(page), **WHO, "lam": "luu"})
    text = await late.text()
    assert late.status == 409
    assert "Đã quá 60 ngày chưa ạ?" in text
    assert typed(text)[f"{Q}-0-ask"] == WHO[f"{Q}-1-ask"]
    assert len(situation_of(office, address)["questions"]) == 1


async def test_what_editors_type_never_becomes_markup(office: Office) -> None:
    browser, address = await begin(office)
    given = {**LATE, f"{Q}-0-ask": XSS, f"{Q}-0-label_0": XSS[:50], f"{PAPER}-1000-only_if": XSS}
    await office.save(browser, address, **given)
    for page in (address, address.replace("cau-hoi", "duong-di"), address.replace("cau-hoi", "xem")):
        assert "<script>alert" not in (await browser.get(page))[1]


async def test_a_form_of_another_site_or_of_an_officer_changes_nothing(office: Office) -> None:
    browser, address = await begin(office)
    _, page = await browser.get(address)
    assert (await browser.post(address, {**typed(page), **LATE, "csrf": "khác"})).status == 403
    assert (await office.browser("an").get(address))[0] == 404
    assert (await office.browser("an").post(address, {**typed(page), **LATE})).status in (403, 404)
    assert situation_of(office, address) is None
