# make        set up a virtual environment, install, and read the samples
# make test   the tests, with what they need
# make model  train the reader anew (two cores: see models/tocsin-model/README.md); make model-long and then model-on: as the shipped one was; make bench: every figure; make check: lint and types
PYTHON ?= python3.11
VENV ?= .venv
BIN = $(VENV)/bin
BENCH ?= ../shared/bench
ON = OMP_WAIT_POLICY=PASSIVE $(BIN)/python -m training.train training/corpus --public $(BENCH)/public --epochs 1 --freeze 4 --threads 1

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

# What the shipped weights were made by from 1.4 on: two seeds over the corpus, its newest passages twice, their mean; the same once more at a lower rate.
# The two runs of a pair may go side by side.
model-on: $(VENV)/.train
	mkdir -p training/work && cp -r models/tocsin-model/src/tocsin_model training/work/before
	for seed in 21 22; do $(ON) training/corpus/*/9??.txt --start training/work/before --work training/work/on$$seed --rate-encoder 1e-4 --rate-heads 7e-4 --seed $$seed || exit 1; done
	$(BIN)/python -m training.average training/work/on21 training/work/on22 --work training/work/soup
	for seed in 23 24; do $(ON) training/corpus/*/[89]??.txt --start training/work/soup --work training/work/on$$seed --rate-encoder 8e-5 --rate-heads 5e-4 --seed $$seed || exit 1; done
	$(BIN)/python -m training.average training/work/on23 training/work/on24 --work training/work/mean
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
