"""``python -m nlu_data.fitting``: fits the 13 weights, writes ``weights.yaml``, prints what the bounds would give."""

from __future__ import annotations

import argparse

from knowledge_base.search.lexicon import FOLDER
from nlu_data.fitting.fitting import cases_of, fitted
from nlu_data.fitting.folds import FOLDS, asked_of, load_material
from nlu_data.fitting.telling import table, written


def main() -> None:
    """Takes some minutes; with ``--dry`` nothing is written."""
    parser = argparse.ArgumentParser(prog="python -m nlu_data.fitting", description=__doc__)
    parser.add_argument("--dry", action="store_true", help="print only")
    chosen = parser.parse_args()
    material = load_material()
    seen = [one for fold in range(FOLDS) for one in asked_of(material, fold)]
    cases = cases_of(seen, material)
    weights, unseen = fitted(cases, [one.fold for one in seen])
    print(table(cases, unseen, [one.sentence for one in seen]))
    print(written(weights))
    if not chosen.dry:
        (FOLDER / "weights.yaml").write_text(written(weights), encoding="utf-8")


if __name__ == "__main__":
    main()
