"""What stays on the screen when the Vietnamese keyboard was off: the keys of Telex or VNI themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.evaluation.variation.letters import Letter, taken_apart

_VNI_SHAPES = {"^": "6", "+": "7", "(": "8", "-": "9"}
_VNI_TONES = {"s": "1", "f": "2", "r": "3", "x": "4", "j": "5"}


def telex(word: str) -> str:
    """``đăng`` becomes ``ddawng``, ``ký`` becomes ``kys``: the tone typed last, as most people do."""
    return _typed(word, _telex_shape, {key: key for key in "sfrxj"})


def vni(word: str) -> str:
    """``đăng`` becomes ``d9a8ng``, ``ký`` becomes ``ky1``."""
    return _typed(word, lambda letter: _VNI_SHAPES.get(letter.shape, ""), _VNI_TONES)


def _typed(word: str, shape: Callable[[Letter], str], tones: Mapping[str, str]) -> str:
    letters = [taken_apart(char) for char in word]
    end = len(letters)
    while end and not letters[end - 1].base.isalnum():  # the tone key comes before a question mark
        end -= 1
    tone = "".join(tones[letter.tone] for letter in letters if letter.tone)
    keys = [letter.base + shape(letter) for letter in letters]
    return "".join(keys[:end]) + tone + "".join(keys[end:])


def _telex_shape(letter: Letter) -> str:
    match letter.shape:
        case "^" | "-":
            return letter.base
        case "+" | "(":
            return "w"
    return ""
