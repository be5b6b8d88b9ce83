# Two commands to know: `make demo` and `make test`. Both install what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export UV_NO_CONFIG := 1
# Nothing is written outside this folder.
export PIP_CACHE_DIR := $(CURDIR)/var/cache/pip
export TMPDIR := $(CURDIR)/var/tmp
# What shares a fixture stays with one worker; what is long begins.
SPREAD := -n auto --maxprocesses 4 --dist loadgroup
$(shell mkdir -p var/tmp)

.PHONY: help demo test test-15 soak check crash bench lock pictures system clients clean

help: ## show this list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(READY) ## send a made-up day through the whole stack (KEEP=1 leaves it up, FRESH=1 removes one that was kept)
	$(BIN)/carmhub demo $(if $(KEEP),--keep) $(if $(FRESH),--fresh)

test: $(READY) clients ## the whole suite
	$(BIN)/pytest $(SPREAD)

test-15: $(READY) ## what touches the database and is not long, on Debian's PostgreSQL 15 in place of the wheel's 18
	CARMHUB_PG_BIN="$$(scripts/postgresql-15)" $(BIN)/pytest $(SPREAD) -m "database and not long"

soak: $(READY) ## every property with twenty times the examples, then every crash (hours)
	$(BIN)/pytest $(SPREAD) -m hypothesis --hypothesis-profile soak
	$(BIN)/python -m tests.crash.harness

check: $(READY) ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

crash: $(READY) ## kill everything at every step and compare with a calm day; var/crash/report.json
	$(BIN)/python -m tests.crash.harness

bench: $(READY) ## measure against peers and bounds; results in var/bench/results.json
	$(BIN)/python -m bench

lock: $(READY) ## renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --group dev --upgrade pyproject.toml -o requirements.lock

pictures: $(READY) ## take the documents' pictures from a kept demonstration (needs chromium)
	$(BIN)/python scripts/pictures.py

system: ## what the suite and the demonstration need from Debian
	@PYTHON=$(PYTHON) scripts/system-packages

clients: ## SFTP clients from Debian, which the suite plays partners with
	@scripts/system-packages clients

clean: ## remove the environment and everything under var/ (stop the stack first)
	rm -rf $(VENV) var

$(READY): requirements.lock pyproject.toml | system
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed (set PYTHON=...)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)
