"""Procedures that a question names word for word."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.understanding.naming import Names


def record(code: str, name: str, *aliases: str) -> ProcedureDocument:
    return ProcedureDocument.model_validate(
        {
            "code": code,
            "name": name,
            "official_name": f"Thủ tục {name.lower()}",
            "aliases": list(aliases),
            "field": "ho_tich",
            "sources": ["Cổng Dịch vụ công quốc gia"],
            "last_checked": date(2026, 7, 18),
            "effective_from": date(2026, 1, 1),
        }
    )


NAMES = Names(
    {
        "1.000001": record("1.000001", "Đăng ký kết hôn", "làm giấy hôn thú"),
        "1.000002": record("1.000002", "Đăng ký kết hôn tại khu vực biên giới"),
        "1.000003": record("1.000003", "Giao khu vực biển để nuôi trồng thủy sản", "thuê mặt biển nuôi cá"),
        "1.000004": record("1.000004", "Trả lại khu vực biển", "thuê mặt biển nuôi cá", "trả biển"),
    }
)


def tells(rest: str) -> bool:
    return "chong nhat" in rest


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Giao khu vực biển để nuôi trồng thủy sản cần giấy tờ gì ạ?", "1.000003"),
        ("giao khu vuc bien de nuoi trong thuy san", "1.000003"),
        ("Cho em hỏi đăng ký kết hôn tại khu vực biên giới mất bao lâu", "1.000002"),
        ("làm giấy hôn thú ở đâu", "1.000001"),
    ],
)
def test_a_name_and_words_that_only_ask_are_enough(question: str, code: str) -> None:
    assert NAMES.only(question, tells) == code


@pytest.mark.parametrize(
    "question",
    [
        "Đăng ký kết hôn với chồng Nhật cần gì?",  # says more than the name
        "thuê mặt biển nuôi cá cần gì",  # two are called so
        "trả biển",  # too short to tell
        "mất bao lâu?",
        "",
    ],
)
def test_whatever_says_more_or_less_is_weighed(question: str) -> None:
    assert NAMES.only(question, tells) is None
