# Commonroom is built, run and tested from here; `make help` tells how.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# SQLite's full-text search is compiled in by a build tag, which go.mod cannot carry.
goflags := $(shell go env GOFLAGS)
export GOFLAGS := $(filter-out -tags=sqlite_fts5,$(goflags)) -tags=sqlite_fts5

staticcheck := go run honnef.co/go/tools/cmd/staticcheck@v0.8.2
templates := $(shell find views -name '*.templ' 2>/dev/null)
sources := $(shell find static/src -type f 2>/dev/null) $(wildcard static/*.mjs static/tsconfig.json)
TESTFLAGS ?=
BENCHFLAGS ?=

.PHONY: help run build test bench lint fmt assets generate check-generated check-format check-types check-go clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: assets generate ## start the demo on http://localhost:3000 (its data stays in ./data)
	@echo "Building the demo (the first time, SQLite takes about a minute to compile)"
	@mkdir -p bin
	@go build -o bin/demo ./cmd/demo
	@exec bin/demo

build: assets generate ## leave one binary, bin/commonroom, with the assets inside
	@mkdir -p bin
	go build -trimpath -ldflags='-s -w' -o bin/commonroom ./cmd/commonroom

# What only reads goes first: a stale file or a slip of the pen is told within seconds.
test: check-generated check-format assets check-types check-go ## check everything and run every test
	@.ci/chromium
	@.ci/strace
	@echo "== tests"
	go test -vet=off -timeout 15m $(TESTFLAGS) ./...

# What it makes stays in data/bench; BENCHFLAGS="--help" says what else it can do.
bench: assets generate ## measure what the pages cost, on sites of 10,000 and 1,000,000 posts (the first time, making them takes minutes)
	@mkdir -p bin
	@go build -o bin/bench ./cmd/bench
	@bin/bench $(BENCHFLAGS)

lint: check-format check-go ## gofmt, vet and staticcheck

fmt: ## write Go and templ files the way the tools want them
	@gofmt -w $$(git ls-files '*.go')
	@go tool templ fmt views

assets: static/dist/manifest.json ## build the style sheet and the scripts

generate: bin/.generated ## write the Go code of the templates

check-generated: ## fail if the committed code of the templates is stale
	@echo "== generated code"
	@sums() { find views -name '*_templ.go' -exec sha256sum {} + 2>/dev/null | sort -k 2; }; \
	before=$$(sums); go tool templ generate -log-level=error >/dev/null; after=$$(sums); \
	if [ "$$before" != "$$after" ]; then \
	  diff <(echo "$$before") <(echo "$$after") || true; \
	  echo "Generated code was stale: it has been written anew, commit it."; exit 1; fi

check-format:
	@echo "== gofmt"
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); \
	if [ -n "$$unformatted" ]; then echo "$$unformatted"; echo "Not formatted: make fmt"; exit 1; fi

check-types: static/node_modules/.package-lock.json
	@echo "== tsc"
	@cd static && npm run --silent check

check-go:
	@echo "== vet"
	@go vet ./...
	@echo "== staticcheck"
	@$(staticcheck) ./...

clean: ## remove what was built, but not ./data
	rm -rf bin static/node_modules
	git clean -qfX static/dist

# npm writes this file last, so it stands for a finished installation of the locked packages.
static/node_modules/.package-lock.json: static/package-lock.json static/package.json
	@echo "Installing the packages of the style sheet and the scripts"
	@cd static && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

static/dist/manifest.json: static/node_modules/.package-lock.json $(sources)
	@echo "Building the style sheet and the scripts"
	@cd static && npm run --silent build
	@touch $@

bin/.generated: $(templates) go.mod
	@mkdir -p bin
	@go tool templ generate -log-level=error >/dev/null
	@touch $@
