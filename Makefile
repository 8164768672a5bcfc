# Two commands matter: `make run` and `make test`. Each sets up what it needs the first time. `make help` lists the rest.

# The first Python that really is 3.11 or newer. It is asked, not only looked for: some systems have a command
# of that name which only prints an error. Choose another with `make run PYTHON=/path/to/python`.
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)

# Where the environment is. Name another folder where this one cannot be written to: make run VENV=~/panel-tui-venv
VENV ?= .venv
override VENV := $(patsubst ~/%,$(HOME)/%,$(VENV))
BIN := $(VENV)/bin
SET_UP = @if [ -z "$(PYTHON)" ] || ! "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	echo 'panel-tui needs Python 3.11 or newer; install it, or name it: make run PYTHON=/path/to/python' >&2; exit 1; fi; \
	"$(PYTHON)" tools/set_up.py --venv "$(VENV)"

# How many processes share the test suite; whole files each, so that what a file sets up is set up once. Half of
# the time a test waits, for a screen, a browser or a disk: so more of them than a small machine has processors.
WORKERS ?= 4

# Everything that must be covered to the last branch; the screens are only reported.
CORE := src/panel_tui/standard/*,src/panel_tui/session/*,src/panel_tui/store/*,src/panel_tui/report/*,src/panel_tui/room*.py,src/panel_tui/live_room.py,src/panel_tui/keeper.py,src/panel_tui/durable.py,src/panel_tui/wire.py,src/panel_tui/hosting.py,src/panel_tui/setup_draft.py,src/panel_tui/commands.py,src/panel_tui/action.py,src/panel_tui/outside.py,src/panel_tui/grammar*,src/panel_tui/speaker.py,src/panel_tui/plan*.py,src/panel_tui/follow_up.py,src/panel_tui/intake/*,src/panel_tui/lines.py,src/panel_tui/plain.py,src/panel_tui/demo.py

.DEFAULT_GOAL := help
.NOTPARALLEL:  # the tests and the drills write into one set of coverage data
.PHONY: help run test check setup lint types imports tests drills coverage bench docs example lock clean

help: ## what can be made here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

run: ready-to-run ## open the app (ARGS="..." are passed on)
	@"$(BIN)/panel-tui" $(ARGS)

test: lint types imports tests ## lint, types, import contracts, every test but the slow ones: about six minutes

check: lint types imports tests drills coverage ## all that make test does, the slow tests, and the coverage of the core

setup: ready-to-check ## only set up .venv

.PHONY: ready-to-run ready-to-check
ready-to-run:
	$(SET_UP) run

ready-to-check:
	$(SET_UP) check

lint: ready-to-check ## style of the code
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet || { echo 'These files are not formatted; run: $(BIN)/ruff format' >&2; \
		$(BIN)/ruff format --check; exit 1; }

types: ready-to-check ## types of the code and of the tests
	@$(BIN)/mypy --strict src tests

imports: ready-to-check ## the arrows of the architecture
	@$(BIN)/lint-imports --no-logo

# Coverage takes half as long again, and only the gate of `make check` reads it: COVER=1 collects it.
check: COVER := 1
PYTEST = $(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(if $(COVER),--cov --cov-report=)

tests: ready-to-check ## the tests that are not slow (PYTEST_ARGS="..." are passed on)
	@$(PYTEST) -m 'not slow' $(PYTEST_ARGS)

drills: ready-to-check ## the slow tests: kills, crowds, browsers, terminals, installs
	@$(PYTEST) $(if $(COVER),--cov-append) -m slow $(PYTEST_ARGS)

coverage: ready-to-check ## what the tests reached; fails where the core is not covered whole
	@$(BIN)/coverage report --fail-under=0 | tail -n 60
	@$(BIN)/coverage report --include='$(CORE)' --fail-under=100

bench: ready-to-check ## measure speed and memory beside their floors
	@$(BIN)/python -m tools.bench

docs: ready-to-check ## make the pages and pictures that come from the code
	@$(BIN)/python -m tools.docs

example: ready-to-check ## make the example session anew, the demo played to its end
	@$(BIN)/python -m tools.example

lock: ## write both locks anew (UPGRADE=1: with newest versions)
	@"$(PYTHON)" tools/lock.py $(if $(UPGRADE),--upgrade)

clean: ## remove all that was made
	@rm -rf $(VENV) build dist .coverage .coverage.* htmlcov .hypothesis .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
