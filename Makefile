# make build   sets up what is missing and builds the warehouse over the sample (or RAW_DIR)
# make test    everything that guards it
# make help    the rest

SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export DBT_PROFILES_DIR := $(CURDIR)
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DO_NOT_TRACK := 1

.PHONY: help setup setup-spark build build-spark show test test-cluster lint quality unit docs lock lock-metrics reland bench mutate clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(READY) profiles.yml ## the environment and profiles.yml, if they are missing

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
		|| { echo "Python 3.11, 3.12 or 3.13 is needed, and '$(PYTHON)' is none: install one and run 'make $(or $(MAKECMDGOALS),build) PYTHON=<path to it>'."; exit 1; }
	@echo "Creating the environment in $(VENV) (about a minute, once) ..."
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot create environments: install its venv module (Debian: apt-get install python3-venv)."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock \
		|| { echo "The packages of requirements.lock could not be installed: see the lines above; is a package index in reach?"; exit 1; }
	@touch $(READY)

profiles.yml:
	@cp profiles.example.yml profiles.yml
	@echo "Made profiles.yml from profiles.example.yml."

build: setup ## dbt build over RAW_DIR (default: the sample), then the headline
	@$(BIN)/python -m warehouse.free_database
	@$(BIN)/dbt build --quiet $(DBT_FLAGS)
	@$(BIN)/python -m tools.headline

show: setup ## the headline of the published warehouse again
	@$(BIN)/python -m tools.headline

test: setup ## unit tests, lint, types, quality suites and Python tests
	@$(BIN)/python -m tools.run_checks

unit: setup ## dbt's unit tests alone; all failures show, none hides another
	@$(BIN)/dbt test -s test_type:unit

setup-spark: setup ## adds what the target spark needs, Java apart (docs/spark.md)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-spark.lock

build-spark: setup-spark ## the same tables on Spark: docs/spark.md
	@PYSPARK_PYTHON=$(CURDIR)/$(BIN)/python PYTHONPATH=$(CURDIR):$(CURDIR)/warehouse/spark \
		$(BIN)/dbt build --target spark --quiet $(DBT_FLAGS)

test-cluster: setup-spark ## the marts that a Spark master and two workers build, against DuckDB's
	@$(BIN)/python -m tools.spark_cluster

lint: setup ## SQL, YAML and Python style
	@$(BIN)/python -m tools.run_checks lint

quality: setup ## Great Expectations on the exports and the marts, with Data Docs in quality/data_docs
	@$(BIN)/python -m quality docs

docs: setup ## dbt's own documentation as one page: target/static_index.html
	@$(BIN)/dbt docs generate --static --quiet && echo "target/static_index.html"

lock: ## pins every dependency anew from pyproject.toml (needs uv)
	@uv pip compile pyproject.toml --extra object-storage --extra test --universal --python-version 3.11 --no-header \
		--no-emit-index-url --no-annotate --generate-hashes --upgrade -q -o requirements.lock
	@cp requirements.lock requirements-spark.lock
	@uv pip compile pyproject.toml --extra object-storage --extra test --extra spark --universal --python-version 3.11 --no-header \
		--no-emit-index-url --no-annotate --generate-hashes -q -o requirements-spark.lock

lock-metrics: setup ## pins what each metric is computed by in metrics.lock: WHY="a decision, or why no number changes"
	@$(BIN)/python -m tools.metric_lock "$(WHY)"

reland: setup ## lands an object again: make reland OBJECT=zendesk__tickets
	@test -n "$(OBJECT)" || { echo "Say which: make reland OBJECT=<source_system>__<object>, e.g. zendesk__tickets."; exit 1; }
	@$(BIN)/dbt run-operation reland --args '{object: $(OBJECT)}'

bench: setup ## lands and builds SIZE of generated exports against a floor: make bench SIZE=1GB
	@$(BIN)/python -m tools.bench --bytes $(or $(SIZE),100MB) --results $(or $(RESULTS),bench/benchmarks.csv)

mutate: setup ## breaks SAMPLE places of the SQL, one at a time: which does no test notice?
	@$(BIN)/python -m tools.mutate --sample $(or $(SAMPLE),60)

clean: ## removes what a build leaves behind, not the warehouse
	@rm -rf target logs .pytest_cache .mypy_cache .ruff_cache
