# `make run` and `make test` do all the set-up; nothing that is up to date is redone.
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DELETE_ON_ERROR:
.PHONY: run test setup check bench screenshots lock clean demo-shop help review data-check splitting
.DEFAULT_GOAL := help

PYTHON ?= python3.11
PIP := .venv/bin/python -m pip --disable-pip-version-check
PY := .venv/bin/python
# torch is the CPU build unless TORCH names another. Where pip does not know the CPU build by itself, TORCH_INDEX is
# the address of PyTorch's CPU wheels (pytorch.org, "Get started").
TORCH ?= torch==2.13.0+cpu
TORCH_INDEX ?=
TUNE ?= 1
STAMPS := var/stamps

export OMP_NUM_THREADS := 1
export TOKENIZERS_PARALLELISM := false
export ANONYMIZED_TELEMETRY := False
export HF_HUB_OFFLINE ?= 1

help: ## what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | column -t -s "$$(printf '\t')"

run: setup ## set up what is missing, start everything, print the address of the demo shop
	@set -a; . var/secrets.env; set +a; PYTHONPATH=. exec $(PY) scripts/run.py

test: environment models widget $(STAMPS)/generator ## set up what is missing and run every test
	@cd web/frontend && npm run --silent check && npm run --silent test
	@PYTHONPATH=. $(PY) -m pytest

setup: environment models widget shop chat index recommender

check: environment ## linters and types
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy
	cd web/frontend && npm run --silent check

bench: environment models widget ## all measurements, one JSON object a line; SUITE=answers for one
	@AISLE_BENCH_TRAIN=$(TRAIN) AISLE_BENCH_TEST=$(TEST) PYTHONPATH=. $(PY) -m bench $(SUITE)

splitting: environment models ## learn anew where in a message another request begins (data/requests/)
	@. scripts/rasa-environment && .venv-rasa/bin/python -m dialogue.splitting_fit

review: environment models ## file what was not understood under its intent; ARGS="--since 7d --min-cluster 2"
	@PYTHONPATH=. $(PY) -m tools.review $(ARGS)

data-check: environment ## contradictions in examples, rules, actions and tests; ARGS="--all", "--json"
	@PYTHONPATH=. $(PY) -m tools.datacheck $(ARGS)

.PHONY: environment models widget shop chat index recommender
environment: $(STAMPS)/venv $(STAMPS)/venv-rasa
models: $(STAMPS)/encoder $(STAMPS)/dialogue
widget: $(STAMPS)/widget
index: $(STAMPS)/index
recommender: $(STAMPS)/recommender

$(STAMPS):
	@mkdir -p $@

# A stamp whose model or shop was removed by hand says nothing: it is made again.
made = $(if $(wildcard $(2)),,$(STAMPS)/$(1))
.PHONY: $(call made,encoder,var/models/encoder/manifest.json) $(call made,dialogue,var/models/rasa/aisle.tar.gz)

$(STAMPS)/venv: requirements/aisle.txt Makefile | $(STAMPS)
	@echo "Installing Aisle's environment (.venv) ..."
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@$(PIP) install -q "$(TORCH)" $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) \
	    || { echo "pip found no $(TORCH): taking the default build, which is larger. TORCH_INDEX avoids that."; \
	         $(PIP) install "$(firstword $(subst +, ,$(TORCH)))"; }
	@$(PIP) install --progress-bar off -r requirements/aisle.txt \
	    | scripts/pip-progress -v total=$$(grep -c == requirements/aisle.txt)
	@$(PIP) check
	@touch $@

$(STAMPS)/venv-rasa: requirements/rasa.txt | $(STAMPS)
	@echo "Installing Rasa's environment (.venv-rasa) ..."
	@test -x .venv-rasa/bin/python || $(PYTHON) -m venv .venv-rasa
	@.venv-rasa/bin/python -m pip --disable-pip-version-check install --progress-bar off --no-deps \
	    --ignore-requires-python -r requirements/rasa.txt \
	    | scripts/pip-progress -v total=$$(grep -c == requirements/rasa.txt)
	@touch $@

$(STAMPS)/widget: web/frontend/package-lock.json $(shell find web/frontend/src -type f 2>/dev/null) \
                  $(wildcard web/frontend/*.ts web/frontend/*.mjs web/frontend/*.json) | $(STAMPS)
	@echo "Building the widget and the desk ..."
	@cd web/frontend && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build
	@touch $@

# The dialogue's encoder is tuned to the training examples (minutes, and only when they change); TUNE=0 leaves it as it
# came, for quick work on other things.
$(STAMPS)/encoder: $(STAMPS)/venv $(wildcard models/encoder_export.* models/dialogue_encoder/*) models/embedder.py \
                   $(shell find data/nlu -name '*.yml')
ifeq ($(TUNE),0)
	@$(PY) -m models export-encoder var/models/encoder >/dev/null
else
	@$(PY) -m models train encoder >/dev/null
endif
	@touch $@

$(STAMPS)/dialogue: $(STAMPS)/venv-rasa $(STAMPS)/encoder config.yml domain.yml $(wildcard dialogue/*.py) \
                    $(shell find data -name '*.yml')
	@scripts/train-rasa
	@touch $@

# Off by default in the running assistant; the tests load the real one.
$(STAMPS)/generator: $(STAMPS)/venv models/generator_fetch.py
	@echo "Fetching and converting the small generator (about half a minute) ..."
	@$(PY) -m models fetch generator >/dev/null
	@touch $@

var/secrets.env: scripts/make_secrets.py $(STAMPS)/venv
	@$(PY) scripts/make_secrets.py $@

shop: $(STAMPS)/venv
	@$(PY) -m shop migrate
	@test -e $(STAMPS)/shop || { $(PY) -m shop demo && touch $(STAMPS)/shop; }

demo-shop: $(STAMPS)/venv ## put the demo shop back as it was
	@$(PY) -m shop migrate && $(PY) -m shop demo --force && touch $(STAMPS)/shop

chat: $(STAMPS)/venv var/secrets.env
	@set -a; . var/secrets.env; set +a; $(PY) -m web migrate; \
	test -e var/desk-password.txt || scripts/demo-agent

$(STAMPS)/index: $(STAMPS)/venv $(wildcard knowledge/policies/*.md knowledge/*.yml knowledge/*.py models/artifacts/answers/*) | shop
	@$(PY) -m knowledge ingest knowledge/policies
	@touch $@

$(STAMPS)/recommender: $(STAMPS)/venv $(wildcard models/recommender/*) | shop
	@$(PY) -m models train recommender >/dev/null
	@touch $@

screenshots: setup ## take the pictures of the README again
	@PYTHONPATH=. $(PY) -m scripts.screenshots

lock: ## write requirements/aisle.txt anew from aisle.in
	@rm -rf var/lock && $(PYTHON) -m venv var/lock
	@var/lock/bin/pip install -q "$(TORCH)" $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX))
	@var/lock/bin/pip install -q -r requirements/aisle.in
	@{ sed -n '/^#/p' requirements/aisle.txt; var/lock/bin/pip freeze | grep -v '^torch=='; } > var/aisle.txt
	@mv var/aisle.txt requirements/aisle.txt

clean: ## remove everything that was built, the environments and the demo data
	rm -rf var .venv .venv-rasa web/static web/frontend/node_modules
