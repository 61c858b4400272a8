# Everything that is done with the site. `make help` lists it; README.md tells what a machine needs.

.DEFAULT_GOAL := help
.PHONY: help serve build check quote fix test test-data rehearse bench lint format workflows properdocs screenshots audit pictures watch \
	weaknesses addresses changes difference why new-site schemas export offline lock clean

# Where the site is shown while one works on it.
ADDRESS ?= 127.0.0.1:8000
# What pytest is asked to run, for a part of the tests: make test TESTS=tests/loading
TESTS ?= tests

# The theme and ProperDocs each print a notice about the future of MkDocs; docs/decisions tells what we do about it.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true
# Where Python finds the evidence package.
export PYTHONPATH := $(CURDIR)/hooks

SITE := .venv/bin/python
TEST := .venv-test/bin/python
RUN := $(SITE) -m evidence.commands

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

# Not strict: a fault is shown, on the page and here, and the last good site stays until it is mended.
serve: .venv/ready ## show the site on this machine, and again after every change of data or text
	@echo "Serving the site on http://$(ADDRESS)/ until Ctrl-C. A change of Python code needs a restart."
	@$(SITE) -m mkdocs serve --no-strict --livereload --no-strict --dev-addr $(ADDRESS)

# A build that fails leaves the old site/ as it was; one after a change writes only what differs.
build: .venv/ready ## build the site into site/; EVIDENCE_DATA=path takes other data
	@echo "Building the site from $${EVIDENCE_DATA:-data} into site/"
	@$(SITE) -m evidence.commands build && echo "Built site/"

check: .venv/ready ## say what is wrong with the data and the figures in our texts, without building
	@$(RUN) check

quote: .venv/ready ## check each number of a text against the facts: make quote FILE=text.md
	@test -n "$(FILE)" || { echo "Say which text: make quote FILE=text.md" >&2; exit 2; }
	@$(RUN) numbers "$(FILE)"

# REASON and KIND say why a figure changed, for the log of changes; DATE is today where it is not given.
fix: .venv/ready ## mend what is mechanical in the data; REASON=… KIND=… say why a figure changed
	@$(RUN) fix $${REASON:+--reason "$$REASON"} $${KIND:+--kind "$$KIND"} --date "$${DATE:-$$(date +%F)}"

# Sizes and how often each is measured: small is minutes, full more than an hour of a machine that does nothing else.
BENCH ?= small

bench: .venv-bench/ready ## measure builds beside plain MkDocs-Material and Hugo; BENCH=full takes all sizes
	@PYTHONPATH=hooks:tests/bench .venv-bench/bin/python tests/bench/run.py $(BENCH)

# Bad data would fail most tests: they are told first, by their own messages.
test: .venv-test/ready lint workflows ## check everything that a change needs: code, workflows, data, the site in Chromium
	@$(TEST) -m evidence.commands check
	@echo "Running the tests in $(TESTS)"
	@env -u EVIDENCE_DATA $(TEST) -m pytest --numprocesses auto $(TESTS)

test-data: .venv-test/ready ## check what a change of data needs: rules, links, anchors, figures, pages; EVIDENCE_DATA=path
	@$(TEST) -m evidence.commands check
	@echo "Building and testing the site of $${EVIDENCE_DATA:-data}"
	@EVIDENCE_DATA="$${EVIDENCE_DATA:-data}" $(TEST) -m pytest --numprocesses auto tests/data_at_hand

# For once a week and before a release: nothing here is the only test of its subject.
rehearse: .venv-test/ready ## do whole tasks, kill builds, edit at random, build again: long, once a week and before a release
	@env -u EVIDENCE_DATA $(TEST) -m pytest --numprocesses auto tests/rehearsals

lint: .venv-test/ready ## read the Python for mistakes, types and form
	@echo "Reading the Python with ruff and mypy"
	@$(TEST) -m ruff check --quiet .
	@$(TEST) -m ruff format --check --quiet . || { echo "make format mends the form" >&2; exit 1; }
	@$(TEST) -m mypy --no-error-summary

format: .venv-test/ready ## mend the form of the Python
	@$(TEST) -m ruff check --quiet --fix-only .
	@$(TEST) -m ruff format --quiet .

workflows: .venv-test/ready ## check the GitHub workflows, their form and their safety
	@echo "Checking the GitHub workflows"
	@$(TEST) -m check_jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(TEST) -m check_jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	@$(TEST) -m check_jsonschema --quiet --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/[!c]*.yml
	@$(TEST) -m check_jsonschema --quiet --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	@.venv-test/bin/zizmor --quiet --offline --persona pedantic .github

# The same but for the line of each page that names the generator.
properdocs: .venv-test/ready ## check that ProperDocs, the fork of MkDocs 1, builds the same site
	@echo "Building the site with MkDocs and with ProperDocs, from the same files"
	@new=$$(mktemp -d .site.XXXXXX) && trap 'rm -rf "$$new"' EXIT && trap 'exit 130' HUP INT TERM && \
	$(TEST) -m mkdocs build --strict --site-dir "$$new/mkdocs" && \
	$(TEST) -m properdocs build --strict --config-file mkdocs.yml --site-dir "$$new/properdocs" && \
	diff -r --brief -I '<meta name="generator"' "$$new/mkdocs" "$$new/properdocs" && \
	echo "Both built the same site"

# The port is part of the addresses in the pages, so it is chosen before the build.
AUDIT_PORT ?= 8917
AUDIT_KINDS ?= study fact endpoint results landscape api

screenshots: .venv-test/ready ## picture every kind of page, laptop and phone, light and dark, into .cache/screenshots
	@rm -rf .cache/screenshots .cache/screened && mkdir -p .cache
	@SITE_URL=https://example.org/some/path/ $(TEST) -m mkdocs build --strict --quiet --site-dir .cache/screened
	@PYTHONPATH=hooks:tests $(TEST) -m support.screenshots .cache/screened .cache/screenshots

audit: .venv-test/ready ## check the built site with Lighthouse, Nu and Redocly, installing them and what they run on
	@rm -rf .cache/audit/site && mkdir -p .cache/audit
	@SITE_URL=http://127.0.0.1:$(AUDIT_PORT)/site/ $(TEST) -m mkdocs build --strict --quiet --site-dir .cache/audit/site
	@bash .ci/audit/run .cache/audit/site $(AUDIT_PORT) "" $$(PYTHONPATH=hooks:tests $(TEST) -m support.page_kinds $(AUDIT_KINDS))

# By the code of that copy; where it does not build, there is nothing to compare with.
pictures: .venv-test/ready ## picture the charts that differ from BEFORE=path, a copy of the repository, into FOLDER=path
	@test -n "$$BEFORE" -a -n "$$FOLDER" || { echo "Say which: make pictures BEFORE=path FOLDER=path" >&2; exit 2; }
	@rm -rf .cache/pictured && mkdir -p .cache/pictured
	@export SITE_URL=https://example.org/some/path/ EVIDENCE_NOTEBOOKS=off EVIDENCE_CARDS=no EVIDENCE_CACHE="$(CURDIR)/.cache" && \
	$(TEST) -m mkdocs build --strict --quiet --site-dir .cache/pictured/after && \
	{ cd "$$BEFORE" && PYTHONPATH="$$PWD/hooks" $(abspath $(TEST)) -m mkdocs build --quiet --site-dir "$(CURDIR)/.cache/pictured/before" || \
	echo "$$BEFORE does not build"; }
	@PYTHONPATH=hooks:tests $(TEST) -m support.chart_pictures .cache/pictured/before .cache/pictured/after "$$FOLDER"

addresses: .venv/ready ## add the addresses of new pages to data/addresses.txt
	@$(RUN) addresses

# The code asks no clock; the day of an entry is the one thing here that is of today.
changes: .venv/ready ## log what changed: REASON="…" KIND="correction of ours" say why; SINCE=revision compares with it
	@$(RUN) changes $${SINCE:+--since "$$SINCE"} --date "$${DATE:-$$(date +%F)}" \
	$${REASON:+--reason "$$REASON"} $${KIND:+--kind "$$KIND"} $${BEGIN:+--begin "$$BEGIN"}

# Words in the terminal; Markdown, JSON and a page with the charts in .cache/difference.
difference: .venv/ready ## say what differs between two revisions: FROM=main TO=HEAD; without TO, the data as they are
	@test -n "$$FROM" || { echo "Say since when: make difference FROM=revision" >&2; exit 2; }
	@$(RUN) difference --into .cache/difference -- "$$FROM" $${TO:+"$$TO"}

why: .venv/ready ## say which values of a page changed: PAGE=facts/…; SINCE=revision, else since the last commit
	@test -n "$$PAGE" || { echo "Say which page: make why PAGE=facts/…" >&2; exit 2; }
	@$(RUN) why $${SINCE:+--since "$$SINCE"} -- "$$PAGE"

new-site: .venv/ready ## begin the data of another drug in FOLDER=path; DRUG=…, CODE=…, INDICATION=… name it, or you are asked
	@test -n "$$FOLDER" || { echo "Say where to: make new-site FOLDER=path" >&2; exit 2; }
	@$(RUN) new-site "$$FOLDER" $${DRUG:+--drug "$$DRUG"} $${CODE:+--code "$$CODE"} \
	$${INDICATION:+--indication "$$INDICATION"}

schemas: .venv/ready ## renew the JSON Schema files beside the data, which editors read
	@$(RUN) schemas

export: .venv/ready ## write the generated Markdown and assets into FOLDER=path, for another generator
	@test -n "$(FOLDER)" || { echo "Say where to: make export FOLDER=path" >&2; exit 2; }
	@$(RUN) export "$(FOLDER)"

# The only commands that ask the network: `make test` and builds never do.
watch: .venv/ready ## ask the network: WHAT=links which addresses of sources are dead, WHAT=register what ClinicalTrials.gov says
	@mkdir -p .cache/watch && rm -f .cache/watch/*.md
	@PYTHONPATH=hooks:.ci $(SITE) -m watch "$$WHAT" .cache/watch/issue.md

weaknesses: .venv-audit/ready ## ask the network for packages in the locks with known weaknesses
	@.venv-audit/bin/python -m pip_audit --strict --require-hashes --disable-pip --progress-spinner off \
	--requirement requirements.txt --requirement tests/requirements.txt --requirement .ci/requirements-audit.txt

LOCK = $(TEST) -m uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 \
	--fork-strategy fewest --no-config --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

# One version of each package for every Python, so that every machine builds the same pages.
lock: .venv-test/ready ## renew requirements.txt and those of tests, benchmark and audit from .ci/*.in
	@echo "Renewing requirements.txt and the locks of tests, benchmark and audit"
	@$(LOCK) .ci/requirements.in --output-file requirements.txt
	@$(LOCK) .ci/requirements-test.in --constraint requirements.txt --output-file tests/requirements.txt
	@$(LOCK) .ci/requirements-bench.in --constraint requirements.txt --constraint tests/requirements.txt \
		--output-file tests/bench/requirements.txt
	@$(LOCK) .ci/requirements-audit.in --output-file .ci/requirements-audit.txt

# Pictures for link previews are left out: nobody pastes a link to a disk.
offline: .venv/ready ## write the site so that it opens from a disk, into site-offline/ and site-offline.zip
	@echo "Building the site from $${EVIDENCE_DATA:-data} into site-offline/ and site-offline.zip"
	@new=$$(mktemp -d .site.XXXXXX) && trap 'rm -rf "$$new"' EXIT && trap 'exit 130' HUP INT TERM && \
	EVIDENCE_CARDS=no $(SITE) -m mkdocs build --strict --quiet --site-dir "$$new" && \
	rm -rf site-offline site-offline.zip && \
	$(RUN) offline "$$new" site-offline

clean: ## remove what was made: the environments, caches and site/
	rm -rf .venv .venv-test .venv-bench .venv-audit .cache .pytest_cache .ruff_cache .hypothesis site site-offline site-offline.zip .site.*

# An environment is made again when its lock changes, or when the Python it was made with is gone: bin/python then leads
# nowhere, and make takes a file that has a rule and is not there as new.
.venv/ready: requirements.txt .ci/environment .venv/bin/python
	@sh .ci/environment .venv requirements.txt

.venv-test/ready: requirements.txt tests/requirements.txt .ci/environment .venv-test/bin/python
	@sh .ci/environment .venv-test requirements.txt tests/requirements.txt

.venv-bench/ready: requirements.txt tests/requirements.txt tests/bench/requirements.txt .ci/environment .venv-bench/bin/python
	@sh .ci/environment .venv-bench requirements.txt tests/requirements.txt tests/bench/requirements.txt

.venv-audit/ready: .ci/requirements-audit.txt .ci/environment .venv-audit/bin/python
	@sh .ci/environment .venv-audit .ci/requirements-audit.txt

.venv/bin/python .venv-test/bin/python .venv-bench/bin/python .venv-audit/bin/python:
