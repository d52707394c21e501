"""Who speaks of a complaint or a denunciation is always shown the legal way."""

from __future__ import annotations

import pytest

from actions.answer import OutOfScope
from knowledge_base.understanding.grievance import named_in
from knowledge_base.understanding.knowledge import Knowledge
from knowledge_base.vocabulary import Act, Outcome
from tests.actions.conftest import Told


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Tôi KHIẾU NẠI rồi tố cáo", Act.COMPLAINT),
        ("to cao can bo", Act.DENUNCIATION),
        ("làm giấy khai sinh", None),
    ],
)
def test_which_grievance_is_spoken_of(text: str, act: Act | None) -> None:
    assert named_in(text) is act


def test_nobody_with_a_grievance_is_turned_away(knowledge: Knowledge, told: Told) -> None:
    words = "bị kỷ luật đuổi việc oan thì gửi khiếu nại tới giám đốc sở nào"
    reply = OutOfScope(knowledge).decide(told(words, "out_of_scope_near", likely=0.99))
    assert reply.meta.act is Act.COMPLAINT
    assert reply.meta.outcome in {Outcome.CLARIFY, Outcome.ANSWERED}
