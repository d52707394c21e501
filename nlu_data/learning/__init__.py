"""How the sentences of ``nlu_data/nlu`` become models. No Rasa here: works and is tested on every Python of ours."""
