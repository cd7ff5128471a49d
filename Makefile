# Thin on purpose: each target is a script under tests/ or bench/ that can be run by itself.
.DEFAULT_GOAL := help
.PHONY: help demo psql clean-demo test test-all install bench bench-guard bench-kinds bench-phone lint

help: ## what there is
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' Makefile | while IFS='	' read -r target text; do printf '  make %-12s %s\n' "$$target" "$$text"; done

demo: ## from nothing to deduplicated leads in a throw-away PostgreSQL
	@tests/demo.sh

psql: ## a prompt on the demo's database
	@tests/demo.sh psql

clean-demo: ## stop the demo and remove it
	@tests/demo.sh clean

test: ## every test layer, as CI runs it
	@tests/run.sh

test-all: ## the regression suites on PostgreSQL 15, 16, 17 and 18
	@tests/all_majors.sh

install: ## into an existing server: make install PG_CONFIG=/path/to/pg_config
	@PG_CONFIG='$(PG_CONFIG)' tests/install.sh

bench: ## time, memory and quality against named peers: make bench SIZES="100000 1000000" SETS=folder
	@bench/run.sh $(if $(SETS),--sets '$(SETS)') $(SIZES)

bench-guard: ## what the guard costs: COPY, single inserts and a soak, as ratios of one run
	@bench/guard.sh

bench-kinds: ## what the kinds say, beside other libraries, and what a value costs: make bench-kinds PHONES=table.tsv
	@bench/kinds/run.sh $(PHONES)

bench-phone: ## nanoseconds a phone number, beside C++ and Python libphonenumber
	@bench/phone/run.sh

lint: ## formatting, clippy and shellcheck only
	@tests/run.sh lint
