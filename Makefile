# The two commands are `make demo` and `make test`; `make help` lists the rest.
SHELL := /bin/bash
VENV ?= .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
PORT ?= 8321

.PHONY: help setup demo test test-fast check bench types docs browser mail java clean
.DEFAULT_GOAL := help

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(STAMP): pyproject.toml hatch_build.py ui/package-lock.json
	@if [ ! -x $(PY) ]; then \
	  python3 -c 'import sys; sys.exit("Polku needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'; \
	  python3 -m venv $(VENV) || { rm -rf $(VENV); \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq python3-venv && python3 -m venv $(VENV); \
	    else echo "The module venv is missing: install it with  sudo apt-get install python3-venv  and run again."; exit 1; fi; }; \
	fi
	$(PY) -m pip install --quiet --upgrade pip
	$(PY) -m pip install --quiet -e '.[dev]'
	touch $(STAMP)

setup: $(STAMP)  ## make .venv with polku and everything the tests need
	@$(PY) -c 'import sys; sys.path.insert(0, "."); import hatch_build as h; sys.exit(0 if h.built_after_sources() else 1)' 2>/dev/null \
	  || $(PY) hatch_build.py

demo: setup  ## serve the demo shop at http://127.0.0.1:8321
	$(VENV)/bin/polku demo --port $(PORT)

browser:
	@if ! command -v chromium >/dev/null && [ -z "$$POLKU_CHROMIUM" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq chromium; \
	  else echo "Chromium is missing: browser tests will be skipped (in CI they fail). Install it with  sudo apt-get install chromium"; fi; \
	fi

mail:
	@if ! command -v postfix >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postfix; \
	  else echo "Postfix is missing: tests of returned mail will be skipped (in CI they fail). Install it with  sudo apt-get install postfix"; fi; \
	fi

java:
	@if ! command -v java >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless; \
	  else echo "Java is missing: tests on Spark will be skipped (in CI they fail). Install it with  sudo apt-get install openjdk-17-jre-headless"; fi; \
	fi

test: setup browser mail java  ## run every test: Python, UI, browser, mail
	$(PY) -m ruff check . && $(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) tests/ui.py
	$(PY) -m pytest -n 2 --dist loadgroup

test-fast: setup  ## the quick tests, under a minute
	$(PY) -m pytest -n 2 -m "not slow and not browser"

check: setup  ## style and types only
	$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy

bench: setup  ## run the benchmarks and write docs/reference/figures.md
	$(PY) -m benchmarks

types: $(STAMP)  ## TypeScript types from the OpenAPI description
	$(PY) -m tests.openapi > ui/src/api/openapi.json
	$(PY) tests/ui.py types

docs: setup  ## generated reference pages
	$(PY) -m tests.generate_docs

clean:  ## remove what was built, keep data
	rm -rf $(VENV) src/polku/http/static ui/node_modules tests/clients/node_modules
