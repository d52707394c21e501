"""How people write in chats: abbreviations and Southern forms, put into the words the knowledge base uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_base.language.fold import normalise
from knowledge_base.language.keyboard import mended

# Safe wherever they stand alone. Two-way ones (hk, tt, kt) are decided by their neighbours below.
WORDS = {
    **dict.fromkeys(["ko", "k", "kg", "hok", "hong", "hông", "hổng", "khum", "hem"], "không"),
    **dict.fromkeys(["đc", "dc"], "được"),
    **dict.fromkeys(["j"], "gì"),
    **dict.fromkeys(["z", "zậy", "dzậy", "dậy", "v"], "vậy"),
    **dict.fromkeys(["r", "rùi"], "rồi"),
    **dict.fromkeys(["bn", "bnhiu", "bnhiêu"], "bao nhiêu"),
    **dict.fromkeys(["nhiu", "nhìu"], "nhiêu"),
    **dict.fromkeys(["đki", "đkí", "dki", "dky", "đky", "đk", "dk"], "đăng ký"),
    **dict.fromkeys(["cccd", "cc"], "căn cước công dân"),
    **dict.fromkeys(["tui", "tớ", "t"], "tôi"),
    **dict.fromkeys(["mk", "mik", "mìk"], "mình"),
    **dict.fromkeys(["ubnd"], "ủy ban nhân dân"),
    **dict.fromkeys(["gks", "giấyks"], "giấy khai sinh"),
    **dict.fromkeys(["đkkh", "dkkh"], "đăng ký kết hôn"),
    **dict.fromkeys(["đkks", "dkks"], "đăng ký khai sinh"),
    **dict.fromkeys(["đkkd", "dkkd"], "đăng ký kinh doanh"),
    **dict.fromkeys(["hkd"], "hộ kinh doanh"),
    **dict.fromkeys(["gpxd"], "giấy phép xây dựng"),
    **dict.fromkeys(["gcn"], "giấy chứng nhận"),
    **dict.fromkeys(["sđt", "sdt"], "số điện thoại"),
    **dict.fromkeys(["tthc"], "thủ tục hành chính"),
    **dict.fromkeys(["tthn"], "tình trạng hôn nhân"),
    **dict.fromkeys(["nvqs"], "nghĩa vụ quân sự"),
    **dict.fromkeys(["btxh"], "bảo trợ xã hội"),
    **dict.fromkeys(["sanh"], "sinh"),
    **dict.fromkeys(["nhứt"], "nhất"),
    "cmnd": "chứng minh nhân dân",
    "cmt": "chứng minh nhân dân",
    "bhyt": "bảo hiểm y tế",
    "bhxh": "bảo hiểm xã hội",
    "hs": "hồ sơ",
    "ng": "người",
    "vs": "với",
    "trc": "trước",
    "ntn": "như thế nào",
    "lm": "làm",
    "mần": "làm",
    "bt": "biết",
    "mún": "muốn",
    "cx": "cũng",
    "nx": "nữa",
    "sd": "sử dụng",
    "qsdđ": "quyền sử dụng đất",
    "qsdd": "quyền sử dụng đất",
    "gplx": "giấy phép lái xe",
    "ct01": "tờ khai thay đổi thông tin cư trú",
    "a": "anh",
    "e": "em",
    "c": "chị",
    "ah": "ạ",
    "giùm": "giúp",
    "dùm": "giúp",
    "xài": "dùng",
    "coi": "xem",
    "kiu": "kêu",
    "onl": "trực tuyến",
    "online": "trực tuyến",
}
_BY_NEIGHBOUR = {
    "hk": (("sổ", "nhập", "tách", "chuyển", "cắt", "so", "nhap", "tach", "chuyen", "cat", "có"), "hộ khẩu", "không"),
    "tt": (("đăng", "ký", "ky", "sổ", "đk", "dk", "gia", "hạn", "xóa", "khai"), "tạm trú", "thủ tục"),
    "kt": (("đăng", "ký", "ky", "khai", "làm", "đk", "dk"), "khai tử", "kiểm tra"),
    "ks": (("đăng", "ký", "ky", "giấy", "giay", "làm", "lam", "đk", "dk", "khai"), "khai sinh", "khai sinh"),
    "kh": (("đăng", "ký", "ky", "giấy", "giay", "đk", "dk"), "kết hôn", "không"),
}
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]+|_+")


def expand(text: str) -> str:
    """The text normalised, with chat forms written out and slips of the keyboard undone. Everything else stays."""
    return " ".join(_expanded(_TOKEN.findall(normalise(text))))


def _expanded(tokens: list[str]) -> Iterator[str]:
    for place, token in enumerate(tokens):
        if token in _BY_NEIGHBOUR:
            neighbours, near, otherwise = _BY_NEIGHBOUR[token]
            before = tokens[place - 1] if place else ""
            yield near if before in neighbours else otherwise
        else:
            yield WORDS.get(token) or mended(token)
