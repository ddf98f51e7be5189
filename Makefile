# 遵配: every command that a person or a pipeline needs. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DATA_DIR ?= data
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export OMP_NUM_THREADS ?= 1
export TOKENIZERS_PARALLELISM = false
export HF_HUB_OFFLINE = 1

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the commands
	@grep -hE '^[a-z-]+:.*?## ' $(MAKEFILE_LIST) | awk -F':.*?## ' '{printf "  %-22s %s\n", $$1, $$2}'

$(BIN)/zunpei: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更高版本 / Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/.tested: pyproject.toml | $(BIN)/zunpei
	$(BIN)/pip install --quiet torch==2.13.0
	$(BIN)/pip install --quiet --editable '.[test,transformers,postgres,milvus]'
	@touch $@

.PHONY: run
run: $(BIN)/zunpei ## install, read the sample workbooks, build the index, serve on 127.0.0.1:8000
	ZUNPEI_DATA_DIR=$(DATA_DIR) $(BIN)/zunpei demo

.PHONY: test
test: $(VENV)/.tested ## install what tests need and run them
	$(BIN)/python -m pytest -q $(PYTEST_ARGS)

.PHONY: check
check: $(VENV)/.tested ## format, lint, types and generated documents
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layout.py tests/test_docs.py

.PHONY: format
format: $(VENV)/.tested ## rewrite the code in the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: docs
docs: $(BIN)/zunpei ## write the generated pages (rules, settings, CLI) anew
	$(BIN)/python -m service.docs_pages

.PHONY: prove-intake
prove-intake: $(VENV)/.tested ## run every proof of the first part; SHARED=folder of the public data
	$(BIN)/python -m tests.proofs.intake --shared "$(or $(SHARED),../shared)" $(if $(QUICK),--quick)

.PHONY: prove-understanding
prove-understanding: $(VENV)/.tested ## run every proof of the second part; SHARED=folder of the public data
	$(BIN)/python -m tests.proofs.understanding --shared "$(or $(SHARED),../shared)" $(if $(QUICK),--quick)

.PHONY: model
model: $(VENV)/.tested ## train the bundled model anew from the tables of the repository into MODEL_DIR
	$(BIN)/python -m models.train --out "$(or $(MODEL_DIR),model)"

.PHONY: bench
bench: $(VENV)/.tested ## measure ingest, build and match; SHARED=folder of the public data
	$(BIN)/python -m bench.intake --shared "$(or $(SHARED),../shared)"

.PHONY: clean
clean: ## remove the environment and caches, never the data
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
