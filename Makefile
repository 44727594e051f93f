# Every target does what it needs by itself. "make" alone lists them.
PORT ?= 8000
BIN := .venv/bin
WORKERS ?= 2

# A run starts dozens of processes: each would compile everything again where the machine forbids to keep bytecode.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup setup-base setup-production demo test test-sqlite test-postgres test-browser test-api test-laws test-kill check format rooms lock bench clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: ## an environment in .venv with everything to run, check and test
	@tools/setup.sh dev

setup-base:
	@tools/setup.sh base

setup-production: ## an environment in .venv with what a province's server needs, and no more
	@tools/setup.sh production

demo: setup-base ## the demonstration on http://127.0.0.1:8000 (PORT= for another)
	@$(BIN)/lachan demo --port $(PORT)

test: setup test-sqlite test-postgres ## all tests but browser, API fuzzing and long kill tests

test-sqlite: setup
	$(BIN)/pytest -q -n $(WORKERS) --dist loadfile

test-postgres: setup
	LACHAN_TEST_DB=postgres LACHAN_KILLS=$${LACHAN_KILLS:-2} $(BIN)/pytest -q -n $(WORKERS) --dist loadfile \
		-m "db and not budget and not browser and not api_fuzz and not kill_long"

test-browser: setup ## the screens in a real Chromium, with axe; every link as each log-in
	$(BIN)/pytest -q -n $(WORKERS) --dist loadfile -m browser

test-api: setup ## generated requests against the JSON API
	$(BIN)/pytest -q -n $(WORKERS) -m api_fuzz

test-laws: setup ## the domain's laws at many examples
	LACHAN_HYPOTHESIS=deep $(BIN)/pytest -q -n $(WORKERS) --dist loadfile tests/epi tests/standing

test-kill: setup ## many kill -9 (LACHAN_KILLS, 50 unless given)
	LACHAN_KILLS=$${LACHAN_KILLS:-50} $(BIN)/pytest -q -n $(WORKERS) --dist loadfile -m "kill or kill_long"

check: setup ## style, types, floors, migrations, generated pages, tree
	@tools/check.sh

format: setup ## rewrite the tree in the house style
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

rooms: setup ## rewrite docs/rooms.md
	$(BIN)/python tools/rooms.py --write

lock: setup ## rewrite the lock files from requirements/*.in
	tools/lock.sh

bench: setup ## the measured claims
	@$(BIN)/lachan bench

clean: ## remove caches, never data
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
