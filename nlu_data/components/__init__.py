"""Rasa pipeline components for Vietnamese; the only code of ours that imports Rasa."""

from nlu_data.components import quick_actions

quick_actions.install()
