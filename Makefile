# Two commands matter: `make site` and `make test`. Each sets up all that it needs.

PYTHON ?= python3
UV_VERSION := 0.13.9
PROPERDOCS_VERSION := 1.6.7
BIN := .venv/bin

.PHONY: help site quick types test soak soak-fuzz client words serve clean

help:
	@echo "make site    build the sample organisation's sites into site/"
	@echo "make serve   serve these as a host would, on http://localhost:8001/"
	@echo "make quick   the tests that need no browser and no whole build"
	@echo "make test    set up everything and run the tests"
	@echo "make soak    the long tests: soak-fuzz (a million spoilt sites), soak-lowest, soak-properdocs"
	@echo "make words   collect all texts for translators"
	@echo "make client  make the browser's bundles anew"

site: .venv/ready
	$(BIN)/als build

serve: site
	$(BIN)/als serve --locked --port 8001

test: .venv/ready-dev .venv-lowest/ready .venv-properdocs/ready
	tools/chromium
	tools/firefox
	tools/webkit
	tools/ssh
	cd als_plugin/client && test -d node_modules || PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent
	$(BIN)/ruff check
	$(BIN)/lint-imports
	$(MAKE) types
	$(BIN)/pytest

# What needs no browser, no whole build and no Node: by folder, and by file where a folder has both kinds.
QUICK := tests/records tests/leaks tests/test_files.py tests/test_words.py \
	$(addprefix tests/pages/test_,calendar.py facts.py hostile_records.py links.py picture.py text.py words.py) \
	$(addprefix tests/site/test_,swap.py scratch.py views.py frames_contents.py frames_sections.py) \
	$(addprefix tests/cli/test_,check.py help.py mistakes.py new_session.py new_set.py purge.py schema.py strings.py)
quick: .venv/ready-dev
	$(BIN)/ruff check
	$(BIN)/lint-imports
	$(BIN)/pytest $(QUICK)

# Our own code, as each system would run it.
types: .venv/ready-dev
	$(BIN)/mypy --platform linux
	$(BIN)/mypy --platform darwin
	$(BIN)/mypy --platform win32

# Another seed every time; the seed of a failure is in its test's name: make soak ALS_SOAK_SEED=…
ALS_SOAK_SEED ?= $(shell date +%s)
soak: soak-fuzz soak-lowest soak-properdocs

soak-fuzz: .venv/ready-dev
	@echo "seed: $(ALS_SOAK_SEED)"
	ALS_SOAK_SEED=$(ALS_SOAK_SEED) $(BIN)/pytest tests/soak -n auto --dist load --reruns 0

# All tests in the other environments; old libraries warn of what is new since then, so warnings are no errors there.
soak-%: .venv-%/ready .venv-lowest/ready .venv-properdocs/ready
	VIRTUAL_ENV=.venv-$* .uv/bin/uv pip install --quiet --group dev
	.venv-$*/bin/pytest -o filterwarnings=default --reruns 0 --hypothesis-profile=new

client: .venv/ready-dev
	cd als_plugin/client && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci && PATH="$(CURDIR)/$(BIN):$$PATH" npm run build

words: .venv/ready-dev
	tools/words als_plugin/locale/als.pot

# The environment is made by uv from the lock file; uv itself comes from PyPI into an environment of its own, .uv.
.uv/ready: Makefile
	tools/venv $(PYTHON) .uv uv==$(UV_VERSION)
	@touch $@

.venv/ready: .uv/ready pyproject.toml uv.lock
	UV_PROJECT_ENVIRONMENT=.venv .uv/bin/uv sync --quiet --frozen --inexact --no-dev --python $(PYTHON)
	@touch $@

.venv/ready-dev: .uv/ready pyproject.toml uv.lock
	UV_PROJECT_ENVIRONMENT=.venv .uv/bin/uv sync --quiet --frozen --inexact --python $(PYTHON)
	@touch $@ .venv/ready

# The lowest versions that pyproject.toml admits, and ProperDocs in MkDocs' place.
.venv-lowest/ready: .uv/ready pyproject.toml
	.uv/bin/uv venv --quiet --clear --python $(PYTHON) .venv-lowest
	VIRTUAL_ENV=.venv-lowest .uv/bin/uv pip install --quiet --resolution lowest-direct --editable .
	@touch $@

.venv-properdocs/ready: .uv/ready pyproject.toml uv.lock
	UV_PROJECT_ENVIRONMENT=.venv-properdocs .uv/bin/uv sync --quiet --frozen --no-dev --python $(PYTHON)
	VIRTUAL_ENV=.venv-properdocs .uv/bin/uv pip install --quiet properdocs==$(PROPERDOCS_VERSION)
	echo 'import properdocs.replacement' > $$(.venv-properdocs/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/properdocs-stands-in.pth
	@touch $@

clean:
	rm -rf .venv .venv-lowest .venv-properdocs .uv site
