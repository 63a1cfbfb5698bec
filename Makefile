# Works where Python 3.11 to 3.13, make and git are: Debian, Ubuntu, macOS (whose make is 3.81).
# Everything is installed into .venv, from the versions and hashes in requirements/.

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check
# The locks name everything, so nothing is left to resolve.
PINNED := install --require-hashes --no-deps --no-build-isolation --use-pep517 --requirement
APT := DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300
MAY_APT := [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null

# The first Python on this machine that feedsvc runs on.
PYTHON = $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& echo $$python && break; done)

export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test coverage lint fidelity fuzz faults manners bench lock schema sql docs reference screenshots system judges

help: ## print this list
	@awk -F ' *:.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.run ## migrate, then start web and worker: http://127.0.0.1:8000
	@$(PY) -m honcho start release
	@exec $(PY) -m honcho start web worker

test: $(VENV)/.test $(VENV)/.docs system judges ## run every test
	@$(PY) -m pytest

coverage: $(VENV)/.test $(VENV)/.docs system judges ## the same, and report the branches they reach: takes longer
	@$(PY) -m pytest --cov

lint: $(VENV)/.test ## check style, types, and which room imports which
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports

fidelity: $(VENV)/.test ## print how much of what upstreams say survives in our feeds
	@$(PY) -m tests.fidelity

SECONDS := 600
fuzz: $(VENV)/.test ## try what chance makes of hostile inputs, SECONDS=600 for each of six targets
	@$(PY) -m tests.fuzz all --seconds $(SECONDS)

manners: $(VENV)/.test ## print how we treat the servers that we ask, at full size
	@$(PY) -m tests.manners

faults: $(VENV)/.test system ## kill, starve and cut off the program, at full size (an hour)
	@$(PY) -m tests.faults

bench: $(VENV)/.run ## measure speed, with reader and nginx in the same run
	@$(PY) -m benchmarks

docs: $(VENV)/.docs ## build the documentation into site/
	@NO_MKDOCS_2_WARNING=true $(VENV)/docs/bin/mkdocs build --quiet --strict

reference: $(VENV)/.run ## write docs/reference from the code
	@$(PY) -m reference

screenshots: $(VENV)/.test system ## renew the pictures of the pages in docs/screenshots
	@$(PY) -m tests.web.screenshots

schema: $(VENV)/.test ## write down what the configuration may hold, for editors
	@$(PY) -m feedsvc.settings.editors config/schema

sql: $(VENV)/.test ## write down the statements that the store sends
	@$(PY) -m feedsvc.store.compile && $(PY) -m ruff format --quiet feedsvc/store/compiled.py

# Pins that still fit stay; delete requirements/*.txt first to take the newest of everything.
COMPILE := $(VENV)/lock/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --custom-compile-command 'make lock'
lock: $(PY) ## pin the dependencies that pyproject.toml names
	@$(PY) -m venv --clear $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip --quiet --disable-pip-version-check install uv==0.13.9
	@$(COMPILE) --group build --output-file requirements/build.txt
	@$(COMPILE) pyproject.toml --constraint requirements/build.txt \
		--output-file requirements/run.txt
	@$(COMPILE) pyproject.toml --group dev --constraint requirements/build.txt \
		--constraint requirements/run.txt --output-file requirements/test.txt
	@$(COMPILE) --group docs --constraint requirements/build.txt \
		--constraint requirements/test.txt --output-file requirements/docs.txt

# --- the environment; each stamp says what was installed last ------------------

$(PY):
	@test -n "$(PYTHON)" || { echo "feedsvc needs Python 3.11, 3.12 or 3.13: install one" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		package=$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
		if $(MAY_APT); then $(APT) update && $(APT) install -y $$package >/dev/null; \
		else echo "Python lacks venv: install $$package" >&2; exit 1; fi; }
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.run: $(PY) requirements/build.txt requirements/run.txt pyproject.toml
	@echo "Installing into $(VENV) ..."
	@$(PIP) install --require-hashes --requirement requirements/build.txt
	@$(PIP) $(PINNED) requirements/run.txt
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	@$(PIP) $(PINNED) requirements/test.txt
	@touch $@

# An environment of its own: nothing of it is needed to run or to test.
$(VENV)/.docs: $(PY) requirements/docs.txt
	@echo "Installing into $(VENV)/docs ..."
	@$(PY) -m venv --clear $(VENV)/docs
	@$(VENV)/docs/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes \
		--no-deps --only-binary :all: --requirement requirements/docs.txt
	@touch $@

# What tests need of the system: installed where we may, else those tests say what is missing.
system:
	@missing=; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing=postgresql; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v npm >/dev/null || missing="$$missing nodejs npm"; \
	command -v strace >/dev/null || missing="$$missing strace"; \
	if [ -n "$$missing" ] && $(MAY_APT); then \
		$(APT) update; \
		for package in $$missing; do \
			echo "Installing $$package ..."; \
			$(APT) install -y --no-install-recommends $$package >/dev/null \
				|| echo "apt has no $$package to install" >&2; \
		done; fi

# Judges of what we publish that are written in JavaScript.
JUDGES := tests/judges/node_modules/.package-lock.json
judges: system
	@if command -v npm >/dev/null; then $(MAKE) --silent --no-print-directory $(JUDGES); fi

$(JUDGES): tests/judges/package-lock.json
	@cd tests/judges && npm ci --ignore-scripts --no-audit --no-fund --silent
