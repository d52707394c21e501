"""Made-up records in the shape of the portal's dump, cells glued together as there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

WAYS = "Hình thức nộpThời gianPhí, lệ phíMô tả"
PAPERS = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
BASES = "Tên văn bản pháp lýMã văn bản"

PLAIN: dict[str, Any] = {
    "ma_thu_tuc": "9.000001",
    "detail_url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/0001",
    "ten_thu_tuc": "Thủ tục cấp thẻ mượn ghe cộng đồng",
    "so_quyet_dinh": "77/QĐ-BNNMT",
    "cap_thuc_hien": "Cấp xã",
    "linh_vuc": "Thủy sản",
    "doi_tuong_thuc_hien": "Hợp tác xã, Công dân Việt Nam, Tổ chức (không bao gồm doanh nghiệp, HTX)",
    "co_quan_co_tham_quyen": "Chủ tịch Ủy ban nhân dân xã",
    "co_quan_thuc_hien": "Ủy ban nhân dân cấp xã",
    "dia_chi_tiep_nhan": "",
    "thu_tuc_lien_quan": "Không có thông tin",
    "trinh_tu_thuc_hien": "Bước 1: Người dân nộp đơn tại xã.\n Bước 2: Xã xem ghe.\nBước 3: Nhận thẻ.",
    "cach_thuc_thuc_hien": f"{WAYS}Trực tuyến3 Ngày làm việcMiễn phíTrực tiếp3 Ngày làm việcMiễn phí",
    "thanh_phan_ho_so": f"--{PAPERS}- Đơn mượn ghe theo Mẫu số 05;Mau don muon ghe.docx1 bản chính"
    "Bản sao giấy bơi lội0 bản chính,2 bản sao",
    "can_cu_phap_ly": f"{BASES}Luật Ghe thuyền cộng đồng12/2024/QH15"
    "Nghị định số 34/2025/NĐ-CP ngày 5/5/202534/2025/NĐ-CP",
    "yeu_cau_dieu_kien": "Không có thông tin",
    "ket_qua_xu_ly": "Thẻ mượn gheMã: KQ.G10.000001Từ khóaKhông có thông tinMô tảKhông có thông tin",
    "raw_text": "không đọc tới",
}


def record(code: str = "9.000001", **changed: Any) -> dict[str, Any]:
    """A plain record with some fields changed."""
    return {**PLAIN, "ma_thu_tuc": code, **changed}


def write_dump(folder: Path, *records: dict[str, Any]) -> Path:
    """A folder as the dump has it."""
    for item in records:
        path = folder / "bo-thu" / f"{item['ma_thu_tuc']}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(item, ensure_ascii=False), encoding="utf-8")
    return folder
