# make reports | make test | make test-all | make lab: each sets up what it needs; a second run starts at once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: reports test test-all lab docs samples training training-notebooks codebook schemas pages lock clean benchmark soak

reports: $(READY)
	$(BIN)/genderaudit run --all --release --because "Made anew with another version of the suite or of the lists."
	$(BIN)/genderaudit synthesis --language en fr --release
	@echo "Open outputs/index.html in a browser."

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -n auto
	$(BIN)/pytest -n auto -m "not slow" --durations=20

# Only what `make test` leaves out.
test-all: $(READY)
	$(BIN)/pytest -n auto -m slow --no-loadscope-reorder --durations=20

# Copies of the notebooks, in my_notebooks. The later ones read the findings of the earlier, so the samples are run first.
lab: reports
	$(BIN)/python -m genderaudit.lab

# The site in docs/site; opens from disk. A warning is an error.
docs: $(READY)
	$(BIN)/sphinx-build -q -E -W --keep-going -c docs -d docs/site/.doctrees . docs/site
	@echo "Open docs/site/index.html in a browser."

# Rewrites the sample organisations in data/raw from their seeded program.
samples: $(READY)
	$(BIN)/python -m genderaudit.simulation data/raw

# Everything for a course, in every language: learners' notebooks, a course for nbgrader, slides, handouts (docs/training.md).
training: $(READY)
	$(BIN)/python -m genderaudit.training outputs/training

# Tidies notebooks/training and copies the code of the English notebooks into the other languages.
training-notebooks: $(READY)
	$(BIN)/python -m genderaudit.training.sources

# Rewrites docs/codebook.*.md from the questionnaire.
codebook: $(READY)
	$(BIN)/python -m genderaudit.cli.codebook docs

# Rewrites what pages of docs/ show of the method, the command line and the glossary (between their from-data marks).
pages: $(READY)
	$(BIN)/python docs/from_data.py

# Rewrites docs/schemas, by which editors complete and check the settings files, from the models.
schemas: $(READY)
	$(BIN)/python -m genderaudit.cli.schemas docs/schemas

# Needs uv. Never --emit-index-url: the lock file names versions and hashes, not hosts.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --extra dev \
		--no-header pyproject.toml -o requirements.lock

# Minutes; on a machine that does nothing else. benchmarks/README.md says what each figure is.
benchmark: $(READY)
	$(BIN)/python benchmarks/runs.py

# 1,000 organisations, some made to fail, the run killed in between; under an hour.
soak: $(READY)
	$(BIN)/python benchmarks/soak.py

$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

clean:
	rm -rf $(VENV) outputs/* data/processed/* docs/site docs/jupyter_execute
