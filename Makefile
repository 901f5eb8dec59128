# Everything a developer or a tester calls. `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help setup run test demo bench crash scans typing check lock fonts sounds bundle clean

PYTHON := .venv/bin/python
PYTEST := QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest
STAMP := .venv/.complete
ARGS ?=

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1 \t/p' $(MAKEFILE_LIST) | expand -t 10

setup: $(STAMP) ## make .venv and install what is needed (nothing to do when up to date)

$(STAMP): requirements.txt requirements-dev.txt packaging/setup.sh
	sh packaging/setup.sh
	@touch $(STAMP)

run: setup ## open the window; without a display, the guided demo instead
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(PYTHON) app.py $(ARGS); else \
	echo "没有图形显示（DISPLAY 未设置），改为运行演示，结果在 build/demo。"; \
	echo "No display (DISPLAY is not set): running the guided demo into build/demo instead."; \
	$(MAKE) --no-print-directory demo; fi

test: setup ## run every test except the bundle's and those of a real screen
	$(PYTEST) -n 2 $(ARGS)

demo: setup ## run the guided demo into build/demo
	@mkdir -p build && rm -rf build/demo
	$(PYTHON) app.py demo build/demo $(ARGS)

bench: setup ## measure with 1,000,000 carriers (ARGS="--carriers 100000" for less)
	$(PYTHON) app.py bench $(ARGS)

crash: setup ## the long crash campaign: 10,000 kills
	$(PYTEST) tests/faults -k crash --kills 10000 $(ARGS)

scans: setup ## send 1,000 codes by xdotool into the real window, without and with ibus and fcitx5
	$(PYTEST) -m x11 tests/x11/test_scans.py $(ARGS)

typing: setup ## type Chinese by a real ibus and a real fcitx5 into the real window
	$(PYTEST) -m x11 tests/x11/test_typing.py $(ARGS)

check: setup ## style and types: ruff and mypy
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy

bundle: setup build/venv/.complete ## build dist/shoubu and look into it
	rm -rf dist/shoubu
	build/venv/bin/pyinstaller --noconfirm --log-level WARN --distpath dist --workpath build packaging/pyinstaller.spec
	build/venv/bin/python packaging/describe_bundle.py dist/shoubu
	$(PYTEST) -m bundle tests/packaging $(ARGS)

build/venv/.complete: requirements-build.txt
	$(PYTHON) -m venv --clear build/venv
	build/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.txt
	@touch $@

fonts: setup ## make resources/fonts again from their packages (needs npm and apt-get)
	$(PYTHON) packaging/fetch_fonts.py

sounds: setup ## make resources/sounds again
	$(PYTHON) packaging/make_sounds.py

lock: ## rewrite requirements*.txt from requirements*.in (needs uv on PATH)
	for n in requirements requirements-dev requirements-build; do \
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" $$n.in -o $$n.txt || exit 1; done

clean: ## remove what was built, keep .venv
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
