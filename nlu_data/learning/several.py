"""Whether a message may ask several things: only then is a second aspect believed without being nearly certain."""

from __future__ import annotations

import re

from knowledge_base.language.fold import fold

END = 90  # characters; the questions of a story stand in its end
_JOINT = re.compile(r"\?.+\?|[,;:.?] |\b(?:va|voi|roi)\b")


def may_ask_several(text: str) -> bool:
    """Whether the end of a text has a joint between two questions."""
    return _JOINT.search(fold(text)[-END:]) is not None
