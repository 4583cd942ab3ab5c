# Two commands do all the set-up: `make run` and `make test`. Neither asks anything.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8501

.PHONY: run setup test check bench clean

run: setup
	@exec $(PY) -m workbench serve --port $(PORT)

setup: $(VENV)/.installed
	@$(PY) -m workbench models pull

# The tests use the small model too: it is quick enough to be killed, restarted and quantized in passing.
test: setup $(VENV)/.installed-dev
	@$(PY) -m workbench models pull qwen2.5-coder-0.5b-instruct-q4_k_m
	@.ci/browser
	$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy
	$(PY) -m pytest $(ARGS)

check: $(VENV)/.installed-dev
	$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy

bench: setup $(VENV)/.installed-dev
	$(PY) -m tests.benchmarks $(ARGS)

$(VENV)/bin/pip:
	@.ci/venv "$(PYTHON)" $(VENV)

# A stamp beside the environment: repeat starts compare one file time and go on.
$(VENV)/.installed: requirements.txt | $(VENV)/bin/pip
	@echo "필요한 패키지를 설치합니다. 처음 한 번만 몇 분 걸립니다. / Installing packages, once."
	$(VENV)/bin/pip install --disable-pip-version-check --no-input -q -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: tests/requirements.txt $(VENV)/.installed
	$(VENV)/bin/pip install --disable-pip-version-check --no-input -q -r tests/requirements.txt
	@touch $@

clean:
	rm -rf $(VENV)
