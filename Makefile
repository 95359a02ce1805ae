# 督办 duban. `make` alone lists what can be done here; every target may be run again at no cost.
#
# Everything lives in .venv beside this file; nothing is installed elsewhere, except by `make system`, which says so.
# PYTHON=/path/to/python3.12 chooses the interpreter, ARGS="…" is handed on to the command behind a target.

VENV := .venv
PY   := $(VENV)/bin/python
PIP  := $(PY) -m pip --disable-pip-version-check --quiet
RUN  := $(VENV)/.installed-run
DEV  := $(VENV)/.installed-dev

PYTHONS := $(if $(PYTHON),$(PYTHON),python3.13 python3.12 python3.11 python3)
INSTALL := $(PIP) install --require-hashes --only-binary :all: --no-deps --no-compile

# Bytecode is kept beside the code: without it each of the many processes of the tests compiles every library anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo up-scaled setup test verify-quick verify lint ruff format types imports bench system lock clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | while IFS='	' read -r name what; do printf '  make %-13s %s\n' "$$name" "$$what"; done

demo: $(RUN)  ## a small pretend city in the browser: no server, no key, no account
	@$(PY) -m bot demo $(ARGS)

up-scaled: $(DEV)  ## the large size to try: PostgreSQL, Redis, two of each process, a pretend WeCom
	@$(PY) -m tests.bot.up_scaled

setup: $(DEV)  ## the developer's environment in .venv

test: $(DEV)  ## every test, on all cores
	@$(PY) -m pytest -n auto --maxprocesses 4 $(ARGS)

verify-quick: $(DEV)  ## the house under fire, in minutes: damaged input, deaths, a bad disk, planted bugs, weeks with faults
	@$(PY) -m tests.faults.fuzz --jobs 2
	@$(PY) -m tests.faults.simulation --seeds 12 --days 14 --jobs 2
	@$(PY) -m tests.faults.kills --kills 200 --jobs 2
	@$(PY) -m tests.faults.disk --step 12 --files-only
	@$(PY) -m tests.faults.days
	@$(PY) -m tests.faults.stateful --sequences 20
	@$(PY) -m tests.faults.zoo --chosen 8 --jobs 2
	@$(PY) -m tests.faults.processes --brief

verify: $(DEV)  ## the same at length: quarters instead of weeks, two thousand deaths, every planted bug
	@$(PY) -m tests.faults.fuzz --jobs 2 --envelopes 1000000 --reading 100000 --commands 50000
	@$(PY) -m tests.faults.simulation --seeds 24 --days 92 --jobs 2
	@$(PY) -m tests.faults.kills --kills 2000 --jobs 2
	@$(PY) -m tests.faults.kills --by-call --jobs 2
	@$(PY) -m tests.faults.disk
	@$(PY) -m tests.faults.days
	@$(PY) -m tests.faults.stateful --sequences 1000 --steps 60
	@$(PY) -m tests.faults.zoo --all --jobs 2
	@$(PY) -m tests.faults.processes

lint: ruff format types imports  ## style, formatting, types, who may know whom

ruff: $(DEV)
	@$(VENV)/bin/ruff check .

format: $(DEV)
	@$(VENV)/bin/ruff format --check .

types: $(DEV)
	@$(VENV)/bin/mypy

imports: $(DEV)
	@$(VENV)/bin/lint-imports --no-logo

bench: $(DEV)  ## the benchmarks, each beside what it is compared to
	@$(PY) -m bench $(ARGS)

# What the tests need and Python's registry does not have: a real Redis, a browser with Chinese letters, strace.
system:  ## apt-get install what the full test suite needs from Debian or Ubuntu (only what is missing)
	@missing=; \
	command -v redis-server >/dev/null || missing="$$missing redis-server"; \
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	    || missing="$$missing chromium"; \
	command -v strace >/dev/null || missing="$$missing strace"; \
	test -n "$$(fc-list :lang=zh 2>/dev/null)" || missing="$$missing fontconfig fonts-wqy-microhei"; \
	test -n "$$missing" || { echo "make system: nothing is missing"; exit 0; }; \
	command -v apt-get >/dev/null \
	    || { echo "make system knows Debian and Ubuntu only; please install with your own tool:$$missing" >&2; exit 1; }; \
	root=; test "$$(id -u)" = 0 || root=sudo; \
	test -z "$$root" || command -v sudo >/dev/null \
	    || { echo "make system needs root; please run as root: apt-get install$$missing" >&2; exit 1; }; \
	echo "make system: installing$$missing"; \
	$$root apt-get update -qq && \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$missing >/dev/null

# The locks carry hashes and no address. The development lock is made first and binds the others, so that all agree.
COMPILE = $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --custom-compile-command "make lock" $(ARGS) pyproject.toml -
LOCKED  = echo "setuptools>=77" | $(COMPILE)

lock: $(DEV)  ## write the requirement locks anew (ARGS=--upgrade for newer versions)
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PIP) install uv
	@$(LOCKED) --extra postgresql --extra dev -o requirements-dev.lock >/dev/null
	@$(LOCKED) --extra postgresql -c requirements-dev.lock -o requirements-postgresql.lock >/dev/null
	@$(LOCKED) -c requirements-dev.lock -o requirements.lock >/dev/null

clean:  ## remove .venv and what tools left behind
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# --- the environment ---------------------------------------------------------------------------------------------------

$(RUN): requirements.lock pyproject.toml | $(PY)
	@echo "Installing what duban needs into $(VENV) (once; about half a minute) …"
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	@$(INSTALL) -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --no-compile -e .
	@touch $@

$(DEV): requirements-dev.lock pyproject.toml | $(PY)
	@echo "Installing duban's development tools into $(VENV) (once; about a minute) …"
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	@$(INSTALL) -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --no-compile -e .
	@touch $(RUN) $@

$(PY):
	@bare=; \
	for python in $(PYTHONS); do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    "$$python" -c 'import ensurepip, venv' 2>/dev/null || { bare=$$python; continue; }; \
	    exec "$$python" -m venv --clear $(VENV); \
	done; \
	if test -n "$$bare"; then \
	    echo "$$bare has no venv and pip. Debian, Ubuntu: sudo apt-get install $$("$$bare" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" >&2; \
	else \
	    echo "duban needs Python 3.11 or newer, tried: $(PYTHONS). Debian, Ubuntu: sudo apt-get install python3.11-venv; macOS: brew install python@3.13; elsewhere: make PYTHON=/path/to/python3" >&2; \
	fi; \
	exit 1
