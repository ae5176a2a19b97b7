# Two commands do everything: `make demo` and `make test`. Both make the environment when it is missing, and are
# quick the second time. Recipes use relative paths only, so that the checkout may lie under any name.

SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Tests, browsers and kernels keep what they write inside the checkout.
INSIDE := TMPDIR="$(CURDIR)/build/tmp" XDG_CACHE_HOME="$(CURDIR)/build/cache" XDG_CONFIG_HOME="$(CURDIR)/build/config" \
	IPYTHONDIR="$(CURDIR)/build/ipython" JUPYTER_CONFIG_DIR="$(CURDIR)/build/jupyter" JUPYTER_DATA_DIR="$(CURDIR)/build/jupyter" \
	JUPYTER_RUNTIME_DIR="$(CURDIR)/build/jupyter"
PYTEST := $(INSIDE) $(PY) -m pytest -n 2 --dist loadscope

.PHONY: demo test test-full check bench lock clean help

help:
	@echo "make demo       set up, build the graph from seeds/documents, say what to open"
	@echo "make test       all tests, slow ones at a reduced count (under 5 minutes)"
	@echo "make test-full  all tests at full counts"
	@echo "make check      lint, types, import contract"
	@echo "make bench      speed and memory beside a baseline"
	@echo "make clean      remove what was built (not the environment)"

demo: .venv/run.stamp
	@.venv/bin/kg build seeds/documents -o build/demo --metadata seeds/metadata.csv
	@echo "Open in a browser 用浏览器打开: build/demo/explorer.html"

test: .venv/dev.stamp
	@mkdir -p build/tmp
	@$(PYTEST)

test-full: .venv/dev.stamp
	@mkdir -p build/tmp
	@KG_TEST_FULL=1 $(PYTEST)

check: .venv/dev.stamp
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet . || { echo "run: .venv/bin/ruff format ."; exit 1; }
	@$(PY) -m mypy
	@PYTHONPATH=. .venv/bin/lint-imports

bench: .venv/dev.stamp
	@mkdir -p build/tmp
	@$(INSIDE) $(PY) -m bench

# A maintainer's command: needs uv. The lock names versions and hashes, no registry.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements.txt
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -c requirements.txt -o requirements-dev.txt

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed and was not found"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; name one: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "making the environment .venv 创建环境"
	@"$(PYTHON)" -m venv .venv

.venv/run.stamp: requirements.txt tools/link_checkout.py | .venv/bin/python
	@echo "installing the locked packages, about a minute 安装依赖，约一分钟"
	@$(PY) -m pip install --quiet --require-hashes -r requirements.txt
	@$(PY) tools/link_checkout.py
	@touch .venv/run.stamp

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	@echo "installing what the tests need 安装测试所需"
	@$(PY) -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch .venv/dev.stamp

clean:
	rm -rf build dist .mypy_cache .ruff_cache .hypothesis .import_linter_cache
