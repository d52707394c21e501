"""What can be a Vietnamese syllable, by spelling alone: an onset and a rime, as the language writes them."""

from __future__ import annotations

from functools import lru_cache

from knowledge_base.language.fold import fold

_ONSETS = (
    *("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr"),
    *("b", "c", "d", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", ""),
)
_WRITTEN = """
    a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep iet ieu
    im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong op ot
    u ua uac uach uai uam uan uang uanh uao uap uat uau uay uc ue uech uen uenh ueo uet ui um un ung uo uoc uoi uom uon
    uong uop uot uou up ut uu uy uya uych uyen uyet uynh uyt uyu y yem yen yeng yet yeu
"""
_RIMES = frozenset(_WRITTEN.split())
_FRONT = "eiy"  # before these c, g and ng are written k, gh and ngh
_HARD, _SOFT = frozenset({"c", "g", "ng"}), frozenset({"k", "gh", "ngh"})
_NEVER_LAST = frozenset("ăằắẳẵặâầấẩẫậ")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a lower-case word is spelt like one, with its diacritics or without."""
    bare = fold(word)
    if not word or word[-1] in _NEVER_LAST:
        return False
    return bare == "gi" or any(
        bare.startswith(onset) and bare[len(onset) :] in _RIMES and _agree(onset, bare[len(onset)]) for onset in _ONSETS
    )


def _agree(onset: str, following: str) -> bool:
    if onset in _HARD:
        return following not in _FRONT
    return onset not in _SOFT or following in _FRONT
