# make reports | make test | make lab: each sets up what it needs; a second run starts at once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: reports test lab samples codebook lock clean benchmark

reports: $(READY)
	$(BIN)/genderaudit run --all
	@echo "Open outputs/index.html in a browser."

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto

# The later notebooks read the findings of the earlier ones, so the samples are run first.
lab: reports
	$(BIN)/python -m genderaudit.lab notebooks

# Rewrites the sample organisations in data/raw from their seeded program.
samples: $(READY)
	$(BIN)/python -m genderaudit.samples data/raw

# Rewrites docs/codebook.*.md from the questionnaire.
codebook: $(READY)
	$(BIN)/python -m genderaudit.codebook docs

# Needs uv. Never --emit-index-url: the lock file names versions and hashes, not hosts.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --extra dev \
		--no-header pyproject.toml -o requirements.lock

# Minutes; on a machine that does nothing else. benchmarks/README.md says what each figure is.
benchmark: $(READY)
	$(BIN)/python benchmarks/plain_loop.py
	$(BIN)/python benchmarks/throughput.py
	$(BIN)/python benchmarks/up_to_date.py

$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

clean:
	rm -rf $(VENV) outputs/* data/processed/*
