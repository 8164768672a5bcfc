# Two commands matter: `make run` and `make test`. Each sets up what it needs the first time. `make help` lists the rest.

# The first Python that really is 3.11 or newer. It is asked, not only looked for: some systems have a command
# of that name which only prints an error. Choose another with `make run PYTHON=/path/to/python`.
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input

# How many processes share the test suite; whole files each, so that what a file sets up is set up once. Half of
# the time a test waits, for a screen, a browser or a disk: so more of them than a small machine has processors.
WORKERS ?= 4

# Everything that must be covered to the last branch; the screens are only reported.
CORE := src/panel_tui/standard/*,src/panel_tui/session/*,src/panel_tui/store/*,src/panel_tui/report/*,src/panel_tui/room*.py,src/panel_tui/live_room.py,src/panel_tui/keeper.py,src/panel_tui/durable.py,src/panel_tui/wire.py,src/panel_tui/hosting.py,src/panel_tui/setup_draft.py,src/panel_tui/commands.py,src/panel_tui/action.py,src/panel_tui/outside.py,src/panel_tui/grammar*,src/panel_tui/speaker.py,src/panel_tui/plan*.py,src/panel_tui/follow_up.py,src/panel_tui/intake/*,src/panel_tui/lines.py,src/panel_tui/plain.py,src/panel_tui/demo.py

.DEFAULT_GOAL := help
.PHONY: help run test setup lint types imports tests coverage bench docs example lock clean

help: ## what can be made here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

run: $(READY) ## open the app (ARGS="..." are passed on)
	@$(BIN)/panel-tui $(ARGS)

test: lint types imports tests coverage ## lint, types, import contracts, all tests, coverage

setup: $(READY) ## only set up .venv

$(READY): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ] || ! "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo 'panel-tui needs Python 3.11 or newer; install it, or name it: make run PYTHON=/path/to/python' >&2; exit 1; fi
	@if ! "$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null; then \
		echo 'This Python cannot make a virtual environment; on Debian or Ubuntu: sudo apt install python3-venv' >&2; exit 1; fi
	@echo 'Setting up $(VENV): this takes about a minute, the first time and after a change of the pins.'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear $(VENV)
	@$(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $(READY)

lint: $(READY) ## style of the code
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet || { echo 'These files are not formatted; run: $(BIN)/ruff format' >&2; \
		$(BIN)/ruff format --check; exit 1; }

types: $(READY) ## types of the code and of the tests
	@$(BIN)/mypy --strict src tests

imports: $(READY) ## the arrows of the architecture
	@$(BIN)/lint-imports --no-logo

tests: $(READY) ## the test suite (PYTEST_ARGS="..." are passed on)
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --cov --cov-report= $(PYTEST_ARGS)

coverage: tests ## what the tests reach; fails where the core is not covered whole
	@$(BIN)/coverage report --fail-under=0 | tail -n 60
	@$(BIN)/coverage report --include='$(CORE)' --fail-under=100

bench: $(READY) ## measure speed and memory beside their floors
	@$(BIN)/python -m tools.bench

docs: $(READY) ## make the pages and pictures that come from the code
	@$(BIN)/python -m tools.docs

example: $(READY) ## make the example session anew, the demo played to its end
	@$(BIN)/python -m tools.example

lock: ## write requirements.lock anew (UPGRADE=1: with newest versions)
	@PYTHON="$(PYTHON)" tools/lock $(if $(UPGRADE),--upgrade)

clean: ## remove all that was made
	@rm -rf $(VENV) build dist .coverage .coverage.* htmlcov .hypothesis .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
