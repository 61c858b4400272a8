# The commands for working on the site. `make help` lists them; README.md says what a machine needs.

.DEFAULT_GOAL := help
.PHONY: help serve build check quote fix bench test test-data rehearse lint format workflows properdocs screenshots \
	audit pictures addresses changes difference why new-site repository schemas export watch weaknesses lock offline clean

# Host and port of `make serve`.
ADDRESS ?= 127.0.0.1:8000
# The tests that `make test` runs: `make test TESTS=tests/loading` runs a part of them.
TESTS ?= tests

# The theme and ProperDocs each print a notice about the future of MkDocs; docs/decisions says what we do about it.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true
# Where Python finds the evidence package.
export PYTHONPATH := $(CURDIR)/hooks

# Python with the packages that the site needs, Python with those of the tests too, and our commands.
SITE := .venv/bin/python
TEST := .venv-test/bin/python
RUN := $(SITE) -m evidence.commands

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

# Not strict: an error is shown on the page and in the terminal, and the last good site stays until it is fixed.
serve: .venv/ready ## serve the site on this machine; a changed file of data or text rebuilds it
	@echo "Serving the site on http://$(ADDRESS)/ until Ctrl-C. A change of Python code needs a restart."
	@$(SITE) -m mkdocs serve --no-strict --livereload --no-strict --dev-addr $(ADDRESS)

# A build that fails leaves site/ as it was.
build: .venv/ready ## build the site into site/; EVIDENCE_DATA=path builds that of other data
	@echo "Building the site from $${EVIDENCE_DATA:-data} into site/"
	@$(SITE) -m evidence.commands build && echo "Built site/"

check: .venv/ready ## check the data, and the numbers in our own prose, without a build
	@$(RUN) check

quote: .venv/ready ## check each number of a text against the facts: make quote FILE=text.md
	@test -n "$(FILE)" || { echo "Name the text: make quote FILE=text.md" >&2; exit 2; }
	@$(RUN) numbers "$(FILE)"

# REASON and KIND go into the log of changes; DATE is today if not given.
fix: .venv/ready ## fix the format of the data, log changed figures, add new addresses; REASON=… KIND=… for the log
	@$(RUN) fix $${REASON:+--reason "$$REASON"} $${KIND:+--kind "$$KIND"} --date "$${DATE:-$$(date +%F)}"

# Which sizes are measured, and how often: small takes minutes, full more than an hour on an idle machine.
BENCH ?= small

bench: .venv-test/ready ## measure builds against plain MkDocs-Material; BENCH=full measures all sizes
	@PYTHONPATH=hooks:tests $(TEST) -m bench.run $(BENCH)

# The data are checked first: bad data would fail most tests.
test: .venv-test/ready lint workflows ## run every check that a change needs: code, workflows, data, the site in Chromium
	@$(TEST) -m evidence.commands check
	@echo "Running the tests in $(TESTS)"
	@env -u EVIDENCE_DATA $(TEST) -m pytest --numprocesses auto $(TESTS)

test-data: .venv-test/ready ## run the checks that a change of data needs: rules, links, figures, pages; EVIDENCE_DATA=path
	@$(TEST) -m evidence.commands check
	@echo "Building and testing the site of $${EVIDENCE_DATA:-data}"
	@EVIDENCE_DATA="$${EVIDENCE_DATA:-data}" $(TEST) -m pytest --numprocesses auto tests/data_at_hand

# Nothing here is the only test of its subject.
rehearse: .venv-test/ready ## run the long tests, weekly and before a release: whole tasks, killed builds, edits at random
	@env -u EVIDENCE_DATA $(TEST) -m pytest --numprocesses auto tests/rehearsals

lint: .venv-test/ready ## check the Python: mistakes, types, format
	@echo "Checking the Python with ruff and mypy"
	@$(TEST) -m ruff check --quiet .
	@$(TEST) -m ruff format --check --quiet . || { echo "make format fixes the format" >&2; exit 1; }
	@$(TEST) -m mypy --no-error-summary

format: .venv-test/ready ## format the Python
	@$(TEST) -m ruff check --quiet --fix-only .
	@$(TEST) -m ruff format --quiet .

workflows: .venv-test/ready ## check the GitHub workflows: schema and security
	@echo "Checking the GitHub workflows"
	@$(TEST) -m check_jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(TEST) -m check_jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml
	@$(TEST) -m check_jsonschema --quiet --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/[!c]*.yml
	@$(TEST) -m check_jsonschema --quiet --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	@.venv-test/bin/zizmor --quiet --offline --persona pedantic .github

# The sites may differ only in the line of each page that names the generator.
properdocs: .venv-test/ready ## check that ProperDocs, the fork of MkDocs 1, builds the same site
	@echo "Building the site with MkDocs and with ProperDocs, from the same files"
	@new=$$(mktemp -d .site.XXXXXX) && trap 'rm -rf "$$new"' EXIT && trap 'exit 130' HUP INT TERM && \
	$(TEST) -m mkdocs build --strict --site-dir "$$new/mkdocs" && \
	$(TEST) -m properdocs build --strict --config-file mkdocs.yml --site-dir "$$new/properdocs" && \
	diff -r --brief -I '<meta name="generator"' "$$new/mkdocs" "$$new/properdocs" && \
	echo "Both built the same site"

# Port of the server for `make audit`, fixed before the build because pages contain it; kinds of pages that Lighthouse checks.
AUDIT_PORT ?= 8917
AUDIT_KINDS ?= study fact endpoint results landscape api

screenshots: .venv-test/ready ## take screenshots of every kind of page, laptop and phone, light and dark, into .cache/screenshots
	@rm -rf .cache/screenshots .cache/screened && mkdir -p .cache
	@SITE_URL=https://example.org/some/path/ $(TEST) -m mkdocs build --strict --quiet --site-dir .cache/screened
	@PYTHONPATH=hooks:tests $(TEST) -m support.screenshots .cache/screened .cache/screenshots

audit: .venv-test/ready ## check the built site with Lighthouse, Nu and Redocly; installs them
	@rm -rf .cache/audit/site && mkdir -p .cache/audit
	@SITE_URL=http://127.0.0.1:$(AUDIT_PORT)/site/ $(TEST) -m mkdocs build --strict --quiet --site-dir .cache/audit/site
	@bash .ci/audit/run .cache/audit/site $(AUDIT_PORT) "" $$(PYTHONPATH=hooks:tests $(TEST) -m support.page_kinds $(AUDIT_KINDS))

# The older site is built by the code of that copy; if it does not build, all charts are new.
pictures: .venv-test/ready ## draw the charts that differ from BEFORE=path, a copy of the repository, into FOLDER=path
	@test -n "$$BEFORE" -a -n "$$FOLDER" || { echo "Name both: make pictures BEFORE=path FOLDER=path" >&2; exit 2; }
	@rm -rf .cache/pictured && mkdir -p .cache/pictured
	@export SITE_URL=https://example.org/some/path/ EVIDENCE_NOTEBOOKS=off EVIDENCE_CARDS=no EVIDENCE_CACHE="$(CURDIR)/.cache" && \
	$(TEST) -m mkdocs build --strict --quiet --site-dir .cache/pictured/after && \
	{ cd "$$BEFORE" && PYTHONPATH="$$PWD/hooks" $(abspath $(TEST)) -m mkdocs build --quiet --site-dir "$(CURDIR)/.cache/pictured/before" || \
	echo "$$BEFORE does not build"; }
	@PYTHONPATH=hooks:tests $(TEST) -m support.chart_pictures .cache/pictured/before .cache/pictured/after "$$FOLDER"

addresses: .venv/ready ## add the addresses of new pages to data/addresses.txt
	@$(RUN) addresses

# Our code never reads the clock, so the day of an entry is passed to it.
changes: .venv/ready ## log changed figures: REASON="…" KIND="correction of ours"; SINCE=revision compares with that
	@$(RUN) changes $${SINCE:+--since "$$SINCE"} --date "$${DATE:-$$(date +%F)}" \
	$${REASON:+--reason "$$REASON"} $${KIND:+--kind "$$KIND"} $${BEGIN:+--begin "$$BEGIN"}

# Prints text, and writes it, Markdown, JSON and a page with the charts into .cache/difference.
difference: .venv/ready ## print what differs between two revisions: FROM=main TO=HEAD; without TO, the data as they are
	@test -n "$$FROM" || { echo "Name the older revision: make difference FROM=revision" >&2; exit 2; }
	@$(RUN) difference --into .cache/difference -- "$$FROM" $${TO:+"$$TO"}

why: .venv/ready ## print which values of a page changed: PAGE=facts/…; SINCE=revision, by default the last commit
	@test -n "$$PAGE" || { echo "Name the page: make why PAGE=facts/…" >&2; exit 2; }
	@$(RUN) why $${SINCE:+--since "$$SINCE"} -- "$$PAGE"

# In FOLDER=data, the place of the repository's own data, it writes what `make repository` does, too.
new-site: .venv/ready ## start the data of another drug in FOLDER=path; asks for DRUG=…, CODE=…, INDICATION=… and more if not given
	@test -n "$$FOLDER" || { echo "Name the folder: make new-site FOLDER=path" >&2; exit 2; }
	@$(RUN) new-site "$$FOLDER" $${DRUG:+--drug "$$DRUG"} $${CODE:+--code "$$CODE"} \
	$${INDICATION:+--indication "$$INDICATION"} $${AUTHORS:+--authors "$$AUTHORS"} $${REPOSITORY:+--repository "$$REPOSITORY"} \
	$${MADE_BY:+--made-by "$$MADE_BY"} $${FUNDING:+--funding "$$FUNDING"} $${INTERESTS:+--interests "$$INTERESTS"}

repository: .venv/ready ## write README, LICENSE, CITATION.cff and CODEOWNERS as data/site.yml names the site
	@$(RUN) repository

schemas: .venv/ready ## write the JSON Schema files of the data, which editors read
	@$(RUN) schemas

export: .venv/ready ## write the generated Markdown and assets into FOLDER=path, for another generator
	@test -n "$(FOLDER)" || { echo "Name the folder: make export FOLDER=path" >&2; exit 2; }
	@$(RUN) export "$(FOLDER)"

# The only commands that use the network; tests and builds never do.
watch: .venv/ready ## use the network to find dead links of sources (WHAT=links) or changed records on ClinicalTrials.gov (WHAT=register)
	@mkdir -p .cache/watch && rm -f .cache/watch/*.md
	@PYTHONPATH=hooks:.ci $(SITE) -m watch "$$WHAT" .cache/watch/issue.md

weaknesses: .venv-audit/ready ## use the network to find packages with known vulnerabilities in the lock files
	@.venv-audit/bin/python -m pip_audit --strict --require-hashes --disable-pip --progress-spinner off \
	--requirement requirements.txt --requirement tests/requirements.txt --requirement .ci/requirements-audit.txt

# How a lock file is resolved: one version of each package for every supported Python, with hashes.
LOCK = $(TEST) -m uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 \
	--fork-strategy fewest --no-config --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: .venv-test/ready ## update the lock files of site, tests and audit from .ci/*.in
	@echo "Updating the lock files of site, tests and audit"
	@$(LOCK) .ci/requirements.in --output-file requirements.txt
	@$(LOCK) .ci/requirements-test.in --constraint requirements.txt --output-file tests/requirements.txt
	@$(LOCK) .ci/requirements-audit.in --output-file .ci/requirements-audit.txt

# Without images for link previews, which only a site on the web needs.
offline: .venv/ready ## build a site that opens from a disk, into site-offline/ and site-offline.zip
	@echo "Building the site from $${EVIDENCE_DATA:-data} into site-offline/ and site-offline.zip"
	@new=$$(mktemp -d .site.XXXXXX) && trap 'rm -rf "$$new"' EXIT && trap 'exit 130' HUP INT TERM && \
	EVIDENCE_CARDS=no $(SITE) -m mkdocs build --strict --quiet --site-dir "$$new" && \
	rm -rf site-offline site-offline.zip && \
	$(RUN) offline "$$new" site-offline

clean: ## remove environments, caches and built sites
	rm -rf .venv .venv-test .venv-audit .cache .pytest_cache .ruff_cache .hypothesis site site-offline site-offline.zip .site.*

# An environment is made again when a lock file of it changes, or when the Python that it was made with is gone: bin/python
# is then a broken link, and make rebuilds what depends on a missing file that has a rule.
.venv/ready: requirements.txt .ci/environment .venv/bin/python
	@sh .ci/environment .venv requirements.txt

.venv-test/ready: requirements.txt tests/requirements.txt .ci/environment .venv-test/bin/python
	@sh .ci/environment .venv-test requirements.txt tests/requirements.txt

.venv-audit/ready: .ci/requirements-audit.txt .ci/environment .venv-audit/bin/python
	@sh .ci/environment .venv-audit .ci/requirements-audit.txt

.venv/bin/python .venv-test/bin/python .venv-audit/bin/python:
