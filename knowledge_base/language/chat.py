"""How people write in chats: abbreviations and Southern forms, put into the words the knowledge base uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_base.language.fold import normalise

# Safe wherever they stand alone. Two-way ones (hk, tt, kt) are decided by their neighbours below.
WORDS = {
    **dict.fromkeys("ko k kg hok hong hông hổng khum hem".split(), "không"),
    **dict.fromkeys("đc dc".split(), "được"),
    **dict.fromkeys("j".split(), "gì"),
    **dict.fromkeys("z zậy dzậy dậy v".split(), "vậy"),
    **dict.fromkeys("r rùi".split(), "rồi"),
    **dict.fromkeys("bn bnhiu bnhiêu".split(), "bao nhiêu"),
    **dict.fromkeys("nhiu nhìu".split(), "nhiêu"),
    **dict.fromkeys("đki đkí dki dky đky đk dk".split(), "đăng ký"),
    **dict.fromkeys("cccd cc".split(), "căn cước công dân"),
    **dict.fromkeys("tui tớ t".split(), "tôi"),
    **dict.fromkeys("mk mik mìk".split(), "mình"),
    **dict.fromkeys("ubnd".split(), "ủy ban nhân dân"),
    **dict.fromkeys("gks giấyks".split(), "giấy khai sinh"),
    **dict.fromkeys("đkkh dkkh".split(), "đăng ký kết hôn"),
    **dict.fromkeys("đkks dkks".split(), "đăng ký khai sinh"),
    **dict.fromkeys("đkkd dkkd".split(), "đăng ký kinh doanh"),
    **dict.fromkeys("hkd".split(), "hộ kinh doanh"),
    **dict.fromkeys("gpxd".split(), "giấy phép xây dựng"),
    **dict.fromkeys("gcn".split(), "giấy chứng nhận"),
    **dict.fromkeys("sđt sdt".split(), "số điện thoại"),
    **dict.fromkeys("tthc".split(), "thủ tục hành chính"),
    **dict.fromkeys("tthn".split(), "tình trạng hôn nhân"),
    **dict.fromkeys("nvqs".split(), "nghĩa vụ quân sự"),
    **dict.fromkeys("btxh".split(), "bảo trợ xã hội"),
    **dict.fromkeys("sanh".split(), "sinh"),
    **dict.fromkeys("nhứt".split(), "nhất"),
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
    """The text normalised, with chat forms written out. Everything else stays."""
    return " ".join(_expanded(_TOKEN.findall(normalise(text))))


def _expanded(tokens: list[str]) -> Iterator[str]:
    for place, token in enumerate(tokens):
        if token in _BY_NEIGHBOUR:
            neighbours, near, otherwise = _BY_NEIGHBOUR[token]
            before = tokens[place - 1] if place else ""
            yield near if before in neighbours else otherwise
        else:
            yield WORDS.get(token, token)
