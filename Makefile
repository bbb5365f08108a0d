# make        set up a virtual environment, install, and read the samples
# make test   the tests, with what they need
# make model  train the reader anew (two cores: see models/tocsin-model/README.md); make model-long and then model-on: as the shipped one was; make bench: every figure; make check: lint and types
PYTHON ?= python3.11
VENV ?= .venv
BIN = $(VENV)/bin
BENCH ?= ../shared/bench

.PHONY: all install test check bench model model-long model-on clean

all: install
	@echo
	@echo "--- tocsin read samples: one of twelve shown; all are read ---"
	@$(BIN)/tocsin read samples --format json --output build/samples.jsonl
	@$(BIN)/tocsin read samples/it-wire.txt --published 2024-05-17
	@echo "Reports of all samples: build/samples.jsonl. Your own: $(BIN)/tocsin read FILE"

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null 2>&1 && $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml hatch_build.py models/tocsin-model/pyproject.toml constraints.txt $(wildcard src/tocsin/knowledge/*.tsv src/tocsin/knowledge/*/*.tsv)
	@mkdir -p build
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e models/tocsin-model -e .
	@touch $@

$(VENV)/.test: $(VENV)/.installed requirements-test.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -r requirements-test.txt
	@touch $@

$(VENV)/.train: $(VENV)/.test requirements-train.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-train.txt
	@touch $@

$(VENV)/.bench: $(VENV)/.test requirements-bench.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -r requirements-bench.txt
	@touch $@

install: $(VENV)/.installed

test: $(VENV)/.test
	$(BIN)/python -m pytest

check: $(VENV)/.test
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench: $(VENV)/.bench
	$(BIN)/python -m bench --data $(BENCH)

model: $(VENV)/.train
	OMP_WAIT_POLICY=PASSIVE $(BIN)/python -m training.train --work training/work/model --public $(BENCH)/public
	$(BIN)/python -m training.build --work training/work/model
	$(BIN)/python -m training.vectors models/tocsin-model/src/tocsin_model
	$(BIN)/python -m training.tune models/tocsin-model/src/tocsin_model

# What the shipped weights were made by from 1.3 on: the newer half of the corpus, its last passages twice; then the mean of both.
model-on: $(VENV)/.train
	mkdir -p training/work && cp -r models/tocsin-model/src/tocsin_model training/work/before
	OMP_WAIT_POLICY=PASSIVE $(BIN)/python -m training.train training/corpus/*/[4678]??.txt training/corpus/*/8??.txt --start training/work/before --work training/work/on --public $(BENCH)/public --epochs 1 --freeze 6 --rate-encoder 1e-4 --rate-heads 7e-4 --seed 14
	$(BIN)/python -m training.average training/work/on training/work/before --work training/work/mean
	$(BIN)/python -m training.build --work training/work/mean
	$(BIN)/python -m training.vectors models/tocsin-model/src/tocsin_model
	$(BIN)/python -m training.tune models/tocsin-model/src/tocsin_model

model-long: model
	OMP_WAIT_POLICY=PASSIVE $(BIN)/python -m training.train --work training/work/model-long --start training/work/model --public $(BENCH)/public --epochs 6 --rate-encoder 1.5e-4 --rate-heads 1e-3
	$(BIN)/python -m training.build --work training/work/model-long
	$(BIN)/python -m training.vectors models/tocsin-model/src/tocsin_model
	$(BIN)/python -m training.tune models/tocsin-model/src/tocsin_model

clean:
	rm -rf build dist $(VENV)
