# Thân Thiện. Two commands matter: `make start` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# Where pyenv hides its interpreters from uv, show them; elsewhere uv brings both Pythons itself.
PYENV := $(shell ls -d $$HOME/.pyenv/versions/3.13*/bin $$HOME/.pyenv/versions/3.10*/bin 2>/dev/null | tr '\n' ':')
export PATH := $(PYENV)$(HOME)/.local/bin:$(CURDIR)/var/uv/bin:$(PATH)
export THANTHIEN_DEMO ?= 1
PY := .venv/bin/python

.PHONY: help install start test unit integration journeys crash load pictures lint evaluate bench clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: .venv/.synced .venv-rasa/.synced ## install both environments

.venv/.synced: pyproject.toml uv.lock
	@command -v uv >/dev/null || $(MAKE) --no-print-directory uv
	@echo "… app environment (Python 3.13)"
	@uv sync --frozen
	@touch $@

.venv-rasa/.synced: pyproject.toml uv.lock
	@command -v uv >/dev/null || $(MAKE) --no-print-directory uv
	@echo "… Rasa environment (Python 3.10, about 2 GB with TensorFlow)"
	@UV_PROJECT_ENVIRONMENT=.venv-rasa uv sync --frozen --only-group rasa
	@touch $@

.PHONY: uv
uv:
	@echo "… uv is missing, installing it"
	@(python3 -m venv var/uv && var/uv/bin/pip install --quiet uv) 2>/dev/null \
	  || python3 -m pip install --quiet --user uv 2>/dev/null \
	  || python3 -m pip install --quiet --user --break-system-packages uv

start: install ## start everything, Ctrl-C stops it
	@$(PY) -m bot up

test: install lint unit integration journeys ## lint, types, unit, integration and journeys

lint: install ## ruff and mypy
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

unit: install ## tests without database, Rasa and browser
	@$(PY) -m pytest -m "not database and not journey" -n 2

integration: install ## tests with a database: SQLite, and again PostgreSQL when TEST_DATABASE_URL is set
	@TEST_DATABASE_URL= $(PY) -m pytest -m "database and not journey" -n 2
	@if [ -n "$$TEST_DATABASE_URL" ]; then echo "… again on PostgreSQL"; $(PY) -m pytest -m "database and not journey" -n 2; fi

journeys: install ## the real Rasa, action server, bot and browser; crashes again on PostgreSQL when JOURNEY_DATABASE_URL is set
	@JOURNEY_DATABASE_URL= $(PY) -m pytest -m journey --durations=5
	@if [ -n "$$JOURNEY_DATABASE_URL" ]; then \
	  echo "… crashes again on PostgreSQL"; $(PY) -m pytest -m journey tests/journeys/test_crashes.py; fi

crash: install ## kill -9 while messages stream in over all channels; KILLS=200 SEED=1, DATABASE_URL for PostgreSQL
	@$(PY) -m tests.trials crash --kills $(or $(KILLS),200) --seed $(or $(SEED),1)

load: install ## how fast it answers, and how much it bears; RATE=20 SECONDS=60 BURST=200, PROFILE=postgres with Redis and two Rasas
	@$(PY) -m tests.trials load --rate $(or $(RATE),20) --seconds $(or $(SECONDS),60) --burst $(or $(BURST),200) \
	  $(if $(PROFILE),--profile $(PROFILE))

pictures: install ## make the pictures of the README again, with the journeys' browser
	@THANTHIEN_PICTURES=docs/pictures $(PY) -m pytest -m journey tests/journeys/test_chat_and_desk.py

evaluate: install ## measure understanding on every set and spelling, fail where it fell; ACCEPT=1 keeps the figures
	@$(PY) -m bot measure $(if $(ACCEPT),--accept)

bench: install ## our pipeline beside Rasa's default; QUICK=1 for a small try, SEARCH=1 for the search alone, PHOATIS=folder of a JointIDSF checkout
	@$(PY) -m bot bench $(if $(QUICK),--quick) $(if $(SEARCH),--search) $(if $(PHOATIS),--phoatis $(PHOATIS))

clean: ## remove both environments (the state in var/ stays)
	@rm -rf .venv .venv-rasa
