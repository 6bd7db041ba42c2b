# Kursforum: `make help` lists what there is.

PORT   ?= 8000
DATA   ?= data
EMPTY  ?=
YEAR   ?= 2026
T      ?=
N      ?= 200
SEED   ?= 1
PYTHON ?= python3

VENV    := .venv
RUN     := $(VENV)/bin/python
# An environment is made anew when its part of the lock has changed, and only then.
RUNTIME := $(VENV)/runtime-$(word 1,$(shell sed '/^\# For tests/,$$d' requirements.lock | cksum))
TESTS   := $(VENV)/tests-$(word 1,$(shell cksum < requirements.lock))

# The whole suite runs in two processes, which share the servers; a file's tests stay together, and files
# with slow tests come first (tests/conftest.py), so that no process is left with a long one at the end.
AT_ONCE := -n 2 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help up demo replay reconcile test compose-test chaos bench services lint format docs screenshots lock secrets migration clean

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

up: $(RUNTIME) ## Serve everything at http://127.0.0.1:8000 (PORT=, DATA=folder, EMPTY=1 without demo data)
	@exec $(RUN) -m services up --port $(PORT) --data $(DATA) $(if $(EMPTY),--empty)

demo: $(RUNTIME) ## Play a whole year and hold the report against what went in (YEAR=, DATA=a new folder)
	@exec $(RUN) -m services seed --year $(YEAR) --data $(if $(filter file,$(origin DATA)),demo-$(YEAR),$(DATA))

reconcile: $(RUNTIME) ## Compare reporting with registration and evaluation, and name each difference (DATA=folder)
	@exec $(RUN) -m services reconcile --data $(DATA)

replay: $(RUNTIME) ## Build reporting's read models anew from what the others told (DATA=folder)
	@exec $(RUN) -m services replay reporting --data $(DATA)

# Each of the programs that tests start would be compiled anew where nothing may be kept.
test: export PYTHONDONTWRITEBYTECODE =
test: services $(TESTS) ## The whole suite, or a part of it (T=tests/registration)
	@exec $(RUN) -m pytest $(or $(T),$(AT_ONCE))

compose-test: services $(TESTS) ## Run docker-compose.yml for real, with Docker or else podman (COMPOSE_SCRATCH=folder)
	@COMPOSE_TEST=1 $(RUN) -m pytest tests/compose -p no:cacheprovider -x

services: ## Install PostgreSQL, RabbitMQ and Chromium for the tests, where this machine allows it
	@exec sh scripts/services.sh

chaos: services $(TESTS) ## Journeys while processes, servers and connections fail (N=seeds, SEED=the first), and long fault tests
	@$(RUN) -m tests.faults.chaos $(N) --seed $(SEED); red=$$?; \
	CHAOS=1 $(RUN) -m pytest tests/faults/one_fault && exit $$red

bench: services $(TESTS) ## Measure: each benchmark prints one JSON line with its ratios (T=event_path, registration, mail, memory, hot_occasion, rush, catalogue, invitations, answers, mail_bulk, reporting, exports)
	@for name in $(or $(T),event_path registration mail memory hot_occasion rush catalogue invitations answers mail_bulk reporting exports); do $(RUN) -m bench.$$name || exit 1; done

lint: $(TESTS) ## Style, types, import contracts and unused dependencies
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check --quiet . || { echo 'Run `make format`.'; exit 1; }
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo
	@$(VENV)/bin/deptry .

format: $(TESTS) ## Put the code in its one form
	@$(VENV)/bin/ruff check --fix --quiet . ; $(VENV)/bin/ruff format .

docs: $(TESTS) ## Write anew what is generated: events, settings, and golden files of new events
	@$(RUN) -m scripts.docs && $(RUN) -m scripts.golden

screenshots: services $(TESTS) ## Take the pictures in docs/screenshots anew (DATA=folder, or else of a small year)
	@exec $(RUN) -m scripts.screenshots $(if $(filter file,$(origin DATA)),,--data $(DATA))

lock: ## Write requirements.lock from pyproject.toml (UPGRADE=1 to the newest allowed); needs uv
	@exec $(PYTHON) scripts/lock.py $(if $(UPGRADE),--upgrade)

secrets: ## Make the secrets of an installation in secrets/, for docker compose
	@exec sh scripts/secrets.sh

migration: $(TESTS) ## The next migration of a service from its models (SERVICE=registration MESSAGE="add fees")
	@exec $(RUN) -m services revision $(SERVICE) "$(MESSAGE)"

clean: ## Remove the environment and every cache; the data folder stays
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME):
	@PYTHON=$(PYTHON) sh scripts/environment.sh $(VENV) runtime $@

$(TESTS):
	@PYTHON=$(PYTHON) sh scripts/environment.sh $(VENV) tests $@ $(RUNTIME)
