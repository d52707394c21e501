"""Reads the declarations and says exactly what is wrong with them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from knowledge_base.drafts.schema import Draft
from knowledge_base.errors import DataFileError

FOLDER = Path(__file__).parents[1] / "data" / "drafts"


@cache
def load_drafts(folder: Path = FOLDER) -> Mapping[str, Draft]:
    """Every declaration, by the code of each procedure it serves. Raises DataFileError naming file, field, reason."""
    drafts: dict[str, Draft] = {}
    for path in sorted(folder.glob("*.yaml")):
        draft = _load(path)
        for code in draft.procedures:
            if code in drafts:
                raise DataFileError(f"{path.name}: procedures: {code} already has a declaration")
            drafts[code] = draft
    return drafts


def _load(path: Path) -> Draft:
    try:
        return Draft.model_validate(yaml.safe_load(unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path.name}: not readable as YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        lines = (
            f"{path.name}: {'.'.join(map(str, item['loc'])) or '(whole file)'}: {item['msg']}"
            for item in error.errors()
        )
        raise DataFileError("\n".join(lines)) from error
