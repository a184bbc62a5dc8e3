# Everything a person does here: make demo, make test. See README.md.
export CARGO_TARGET_DIR ?= $(HOME)/.cache/makazi/target
DEMO ?= example-city

.PHONY: demo test setup bench clean

demo: setup-demo ## build, bring the example city in, profile it, and show it in the browser (Ctrl-C ends it; without a terminal it ends by itself)
	@echo "Building makazi (release). The first build takes about 8 minutes on two cores (the optimiser alone 3); later ones seconds." >&2
	@bash tests/pages.sh
	cargo build --workspace --release --locked
	"$(CARGO_TARGET_DIR)/release/makazi" demo "$(DEMO)"

test: setup-test ## everything CI runs
	bash tests/run.sh

setup-demo:
	@bash tests/setup.sh demo

setup-test:
	@bash tests/setup.sh test

bench: ## speed beside the peers, in CPU seconds; see benches/README.md
	bash benches/run.sh
