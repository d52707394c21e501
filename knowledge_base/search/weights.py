"""How much each kind of evidence counts: ``knowledge_base/data/search/words/weights.yaml``, fitted, not guessed."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge_base.errors import DataFileError
from knowledge_base.search.lexicon import FOLDER


class _Weights(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @cached_property
    def vector(self) -> npt.NDArray[np.float64]:
        """The weights in the order of their names above."""
        return np.array([getattr(self, name) for name in type(self).model_fields])


class ForProcedure(_Weights):
    """What speaks for one procedure; ``…_share`` compares it with the best one, however diluted the question is."""

    near: float
    learned: float
    whole: float
    missed: float
    popular: float
    covered: float
    learned_share: float
    whole_share: float


class ForElsewhere(_Weights):
    """What speaks for business of others; ``model`` is the language model's opinion."""

    always: float
    near: float
    learned: float
    model: float
    length: float


class WeightTable(_Weights):
    """All weights, on the scale of log-odds."""

    procedure: ForProcedure
    elsewhere: ForElsewhere


@cache
def load_weights(path: Path = FOLDER / "weights.yaml") -> WeightTable:
    """The weights. Raises DataFileError naming the file and the reason."""
    try:
        return WeightTable.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, ValidationError, yaml.YAMLError) as error:
        raise DataFileError(f"{path.name}: {' '.join(str(error).split())[:300]}") from error
