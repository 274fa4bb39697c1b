PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := app audio vision models tests assets

.PHONY: run test clean

# The main job on the demo clip: install, fetch the models, record, show; then the window, where
# there is a display.
run: $(VENV)/.run
	$(BIN)/earshot models sync
	$(BIN)/earshot record --video assets/samples/demo.mkv --out out/demo-$$(date +%Y%m%d-%H%M%S)
	$(BIN)/earshot show "$$(ls -d out/demo-* | tail -n 1)"
	@test -z "$$DISPLAY$$WAYLAND_DISPLAY" || $(BIN)/earshot gui

# Every check, in the order of what is cheapest to mend.
test: $(VENV)/.test
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

$(VENV)/.run: pyproject.toml .ci/system-packages
	.ci/system-packages run
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Earshot needs Python 3.11 or newer; set PYTHON=" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable '.[call,gui,speech]'
	@touch $@

$(VENV)/.test: $(VENV)/.run
	.ci/system-packages test
	$(BIN)/pip install --quiet --group dev
	@touch $@

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
