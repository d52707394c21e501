"""The shape of one record as dumped from the portal."""

from __future__ import annotations

import html
import re
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictStr

from knowledge_base.portal.text import UPPER, tidy
from knowledge_base.portal.words import words
from knowledge_base.procedures.schema import Code

LONGEST = 200_000
_ABBREVIATION = re.compile(rf"(?<![-/\w])[{UPPER}]{{2,9}}(?![-\w])")
_RESULT_CODE = re.compile(r"(?<=\w)(?=Mã: ?KQ)")  # glued to the result before it
_TAG = re.compile(r"</?(?:p|br|div|li|ul|ol|b|i|u|em|strong|span|table|tr|td|th|a|h\d)\b[^<>]*>", re.IGNORECASE)


def _readable(value: Any) -> Any:
    """Without HTML; a tag that ends a line becomes one."""
    if not isinstance(value, str):
        return value
    broken = re.sub(r"<(?:br|/p|/li|/div|/tr)\b[^<>]*>", "\n", value, flags=re.IGNORECASE)
    return _spelled_out(_RESULT_CODE.sub(" ", tidy(html.unescape(_TAG.sub("", broken)))))


def _spelled_out(text: str) -> str:
    known = words().abbreviations
    return _ABBREVIATION.sub(lambda found: known.get(found[0], found[0]), text)


Words = Annotated[StrictStr, BeforeValidator(_readable), Field(max_length=LONGEST)]


class PortalRecord(BaseModel):
    """A record; tables arrive as one run of text, cells glued together."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    code: Code = Field(alias="ma_thu_tuc")
    name: Words = Field(alias="ten_thu_tuc", min_length=4)
    level: Words = Field(alias="cap_thuc_hien")
    url: Words = Field(alias="detail_url", default="")
    decision: Words = Field(alias="so_quyet_dinh", default="")
    field: Words = Field(alias="linh_vuc", default="")
    applicants: Words = Field(alias="doi_tuong_thuc_hien", default="")
    authority: Words = Field(alias="co_quan_co_tham_quyen", default="")
    executor: Words = Field(alias="co_quan_thuc_hien", default="")
    address: Words = Field(alias="dia_chi_tiep_nhan", default="")
    related: Words = Field(alias="thu_tuc_lien_quan", default="")
    steps: Words = Field(alias="trinh_tu_thuc_hien", default="")
    ways: Words = Field(alias="cach_thuc_thuc_hien", default="")
    papers: Words = Field(alias="thanh_phan_ho_so", default="")
    bases: Words = Field(alias="can_cu_phap_ly", default="")
    conditions: Words = Field(alias="yeu_cau_dieu_kien", default="")
    results: Words = Field(alias="ket_qua_xu_ly", default="")


def code_in_name(name: str) -> str:
    """The code a file is named after."""
    return PurePosixPath(name).stem
