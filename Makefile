# make run [PORT=8123]   the whole system on this machine     make test   all tests
# make lint              every check that is not a test       make bench  the measurements
# make walk [STEPS=…]    the approval engine through 200,000 random steps
# make mutate-rules      every entry of the rulebooks that serves a rule, taken out or weakened

PORT = 8000
HOST = 127.0.0.1
STEPS = 200000
ARGS =
SHELL = /bin/sh
PAGES = $(shell find templates -name '*.html' 2>/dev/null)
CHECKS = ruff format types imports dependencies templates html docker

export UV_PROJECT_ENVIRONMENT = .venv
export PYTHON
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

.PHONY: run test lint bench walk mutate-rules vendor
.DEFAULT_GOAL = run

.venv/.ready: uv.lock pyproject.toml config/bootstrap
	@config/bootstrap

run: .venv/.ready
	@config/packages run
	@exec .venv/bin/python manage.py up --host $(HOST) --port $(PORT) $(ARGS)

test: .venv/.ready
	@config/packages test
	@exec .venv/bin/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder -q $(ARGS)

walk: .venv/.ready
	@config/packages test
	@FLOW_STEPS=$(STEPS) exec .venv/bin/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder -q -rP --timeout 0 $(ARGS) \
	  tests/approvals/flows/engine/test_machine.py tests/approvals/flows/test_life.py

mutate-rules: .venv/.ready
	@config/packages test
	@exec .venv/bin/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder -q $(ARGS) \
	  tests/projects/regulations/rows/mutants.py

bench: .venv/.ready
	@config/packages run
	@exec .venv/bin/python -m tests.benchmarks $(ARGS)

vendor: .venv/.ready
	@exec .venv/bin/python -m config.vendoring

# Every check runs, and the first failure is still a failure of the whole.
lint: .venv/.ready
	@$(MAKE) --no-print-directory --keep-going $(CHECKS:%=check-%)

.PHONY: $(CHECKS:%=check-%)
check-ruff:
	@echo "== ruff check"; .venv/bin/ruff check -q .
check-format:
	@echo "== ruff format"; .venv/bin/ruff format -q --check .
check-types:
	@echo "== mypy --strict"; .venv/bin/mypy --no-error-summary .
check-imports:
	@echo "== import contracts"; .venv/bin/lint-imports --no-cache
check-dependencies:
	@echo "== deptry"; .venv/bin/deptry . --no-ansi
check-templates:
	@echo "== djade"; [ -z "$(PAGES)" ] || .venv/bin/djade --check --target-version 6.0 $(PAGES)
check-html:
	@echo "== djlint"; [ -z "$(PAGES)" ] || .venv/bin/djlint --lint --quiet templates
check-docker:
	@echo "== hadolint"; .venv/bin/hadolint config/docker/Dockerfile
