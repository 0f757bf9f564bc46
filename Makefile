# `make help` lists what you can do. Every target sets up what it needs, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ADDRESS ?= 127.0.0.1:8000

.DEFAULT_GOAL := help
.PHONY: help serve build offline print test reproducible verify verify-record record browser engine engine-stop measure measure-cache bench-reader bench-search measure-languages bench-image pictures links bench check lint format lock audit licenses zensical vendor clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z -]+:.*## / {sub(/ .*/, "", $$1); printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: $(VENV)/.site ## Build the site, serve it, and rebuild on each edit (ADDRESS=127.0.0.1:8000)
	@$(BIN)/python -c '$(REFUSE_BUSY)' $(ADDRESS)
	$(BIN)/mkdocs serve --dev-addr $(ADDRESS)

# MkDocs would build the whole site first, and then print the operating system's words.
define REFUSE_BUSY
import socket, sys; \
host, _, port = sys.argv[1].rpartition(":"); \
busy = socket.socket().connect_ex((host, int(port))) == 0; \
sys.exit(f"Something already listens at {sys.argv[1]}. Stop it, or choose another port: make serve ADDRESS={host}:{int(port) + 1}" if busy else 0)
endef

build: $(VENV)/.site ## Write the site to site/, once it is whole
	@PYTHONPATH=hooks $(BIN)/python -m sitebuild --strict

offline: $(VENV)/.site ## Write the edition that is read from a folder, as one archive
	$(BIN)/python hooks/offline.py

print: $(VENV)/.tests $(VENV)/.browser ## Write the whole course as one PDF, with a table of contents
	$(BIN)/python tests/print_course.py

test: $(VENV)/.tests $(VENV)/.browser $(VENV)/.programs $(if $(STRICT),engine) ## Run every test that this machine can run (STRICT=1: skip none)
	$(BIN)/python -m pytest $(if $(STRICT),--strict-environment)

reproducible: $(VENV)/.tests ## Prove that another folder, day and Python build the same bytes
	$(BIN)/python -m pytest tests/test_reproducible.py

verify: $(VENV)/.tests ## Run the pages' commands on a Docker Engine and compare (PAGE=run/lifecycle; RENEW=1)
	PYTHONPATH=hooks:tests $(BIN)/python -m chapters.verify $(if $(RENEW),--renew) $(PAGE)

verify-record: $(VENV)/.tests ## Check that assets/verified.json speaks of the pages as they are
	PYTHONPATH=hooks:tests $(BIN)/python -m chapters.verify --check

record: $(VENV)/.tests ## Write the output that differs into the pages (PAGE=run/lifecycle)
	PYTHONPATH=hooks:tests $(BIN)/python -m chapters.verify --record $(PAGE)

browser: $(VENV)/.tests ## Find the browser of the tests, or install one where that is possible
	$(BIN)/python tests/browsers.py

engine: ## Set up a Docker Engine for the tests, where none answers (Debian, root)
	@tests/engine/engine up

engine-stop: ## Stop that engine (PURGE=1: and remove what its set-up wrote)
	@tests/engine/engine stop $(if $(PURGE),--purge)

measure: $(VENV)/.tests ## Measure what a container and an edit cost, on this machine's engine (as root)
	PYTHONPATH=tests $(BIN)/python tests/chapters/measure.py
	PYTHONPATH=tests $(BIN)/python tests/chapters/inner_loop.py

measure-cache: $(VENV)/.tests ## Find out which steps of a build an edit repeats, on this machine's engine
	PYTHONPATH=tests $(BIN)/python tests/chapters/measure_cache.py

bench-reader: $(VENV)/.tests $(VENV)/.browser ## Measure what each page costs a reader, with Lighthouse if it is on the PATH
	PYTHONPATH=tests $(BIN)/python tests/bench/weight.py

bench-search: $(VENV)/.tests $(VENV)/.browser ## Measure how long a reader waits for the first result of a search (EVERY=1: type all queries, not each tenth)
	PYTHONPATH=tests $(BIN)/python tests/bench/search.py --every $(or $(EVERY),10)

measure-languages: $(VENV)/.tests ## Measure Shelf's api in seven languages: size, builds, start, memory
	PYTHONPATH=hooks:tests $(BIN)/python tests/chapters/measure_languages.py

bench-image: ## Compare the site's image with a bare nginx, under load (as root)
	$(PYTHON) tests/bench/image.py

pictures: $(VENV)/.tests $(VENV)/.browser ## Take the pictures of the site for README.md
	$(BIN)/python tests/take_pictures.py

links: build ## Ask the sites that the pages link to, and say which links to change
	PYTHONPATH=hooks $(BIN)/python -m linkcheck

bench: $(VENV)/.tests ## Measure what the checks cost, beside other checkers (SIZES="100 1000"; ROUNDS=5; PEERS=their bin/)
	$(BIN)/python tests/bench/bench.py --sizes $(or $(SIZES),100 1000) --rounds $(or $(ROUNDS),5) $(if $(PEERS),--peers $(PEERS))

check lint: $(VENV)/.tests ## Check pages, code, scripts and workflows, as path:line:column (FILE=docs/index.md)
	@PYTHONPATH=hooks:tests $(BIN)/python -m checks $(FILE)

format: $(VENV)/.tests ## Write Python and Markdown the way `make check` wants them
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format --quiet
	$(BIN)/rumdl fmt --quiet .

lock: $(VENV)/.tests ## Renew requirements.txt and tests/requirements.txt from their .in files
	$(BIN)/uv pip compile --upgrade $(LOCK) requirements.in --output-file requirements.txt
	$(BIN)/uv pip compile --upgrade $(LOCK) tests/requirements.in --output-file tests/requirements.txt
LOCK := --quiet --no-header --generate-hashes --universal --fork-strategy fewest --python-version 3.11

audit: $(VENV)/.tests ## Ask whether a flaw is known of anything that builds or tests the site
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements.txt
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement tests/requirements.txt

licenses: $(VENV)/.tests ## List under which license each of these stands
	@$(BIN)/python tests/licenses.py

zensical: $(VENV)/.tests ## Build the pages without MkDocs, as far as that goes, and list what differs
	@PYTHONPATH=tests $(BIN)/python tests/way_out.py

vendor: $(VENV)/.site ## Fetch Mermaid again and compare it with its record (VERSION=12.3.0: another one)
	PYTHONPATH=hooks $(BIN)/python -m diagrams.vendoring $(VERSION)

clean: ## Remove what the other targets made in this folder
	rm -rf $(VENV) .cache site

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + ". Install one and run: make PYTHON=python3.13")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.site: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@touch $@

$(VENV)/.tests: tests/requirements.txt $(VENV)/.site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement tests/requirements.txt
	@touch $@

# Tried once: `make browser` tries again. The tests say so when there is none.
$(VENV)/.browser: | $(VENV)/.tests
	$(BIN)/python tests/browsers.py
	@touch $@

# A load generator and a clock that lies, from Debian's packages. Tried once; without them, the tests
# that need them are skipped and say so.
$(VENV)/.programs: | $(VENV)/bin/python
	@command -v wrk >/dev/null && command -v faketime >/dev/null || test "$$(id -u)" != 0 || \
	  { apt-get update --quiet --quiet && DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes --no-install-recommends wrk faketime; } || true
	@touch $@
