# ferry: one Makefile, no recursion.  `make help` lists the targets.
#
#   make deps demo     install what is missing, build, run the main job on the simulated cloud
#   make deps check    install what is missing, build, run the tests
#
# Knobs: CC, CFLAGS, SAN=1 (address and undefined sanitizers), WERROR=1, BUILD=folder, PREFIX, DESTDIR.

CC         ?= cc
BUILD      ?= build
CFLAGS     ?= -O2 -g
PREFIX     ?= /usr/local
PKG_CONFIG ?= pkg-config
V          ?= 0
quiet       = $(if $(filter 1,$(V)),,@printf '  %-4s %s\n' $(1) $(2);)

pkg_cflags = $(shell $(PKG_CONFIG) --cflags $(1) 2>/dev/null)
pkg_libs   = $(shell $(PKG_CONFIG) --libs $(1) 2>/dev/null || echo $(2))

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion \
        -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
        -Wpointer-arith -Wcast-qual -Wwrite-strings -Wformat=2 -Wundef -Wvla -fno-common
ifeq ($(WERROR),1)
WARN += -Werror
endif
ifeq ($(SAN),1)
BUILD  := $(BUILD)-san
CFLAGS := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
endif
ALL_CFLAGS = -std=c11 -D_DEFAULT_SOURCE -I. $(WARN) $(CFLAGS) -MMD -MP

# ---- layers -------------------------------------------------------------------------------------
# A layer is a folder, with those below it that are no layer themselves.  What each may include (itself
# first) stands here, top down; the link lines below and `make layers` both hold the code to it, and each
# library has one home.

LAYERS := reconcile/base reconcile/model reconcile/cover reconcile/plan reconcile/observe reconcile/engine \
          manifest providers/wire providers/credentials providers/clouds providers \
          cmd/ferry/findings cmd/ferry/show cmd/ferry/saved cmd/ferry/cli cmd/ferry/run cmd/ferry/commands \
          cmd/ferry cmd/cloudsim/common cmd/cloudsim

USES_reconcile/base        := reconcile/base
USES_reconcile/model       := reconcile/model $(USES_reconcile/base)
USES_reconcile/cover       := reconcile/cover $(USES_reconcile/base)
USES_reconcile/plan        := reconcile/plan reconcile/cover $(USES_reconcile/model)
USES_reconcile/observe     := reconcile/observe $(USES_reconcile/model)
USES_reconcile/engine      := reconcile/engine reconcile/observe $(USES_reconcile/plan)
USES_manifest              := manifest $(USES_reconcile/model)
USES_providers/wire        := providers/wire $(USES_reconcile/model)
USES_providers/credentials := providers/credentials $(USES_providers/wire)
USES_providers/clouds      := providers/clouds $(USES_providers/credentials)
USES_providers             := providers $(USES_providers/clouds)
USES_cmd/ferry/findings    := cmd/ferry/findings manifest $(USES_reconcile/engine)
USES_cmd/ferry/show        := cmd/ferry/show $(USES_cmd/ferry/findings)
USES_cmd/ferry/saved       := cmd/ferry/saved cmd/ferry/show cmd/ferry/findings manifest providers/wire \
                              $(USES_reconcile/engine)
USES_cmd/ferry/cli         := cmd/ferry/cli $(USES_cmd/ferry/show)
USES_cmd/ferry/run         := cmd/ferry/run cmd/ferry/cli cmd/ferry/saved cmd/ferry/show cmd/ferry/findings \
                              manifest $(filter providers%,$(USES_providers)) $(USES_reconcile/engine)
USES_cmd/ferry/commands    := cmd/ferry/commands $(USES_cmd/ferry/run)
USES_cmd/ferry             := cmd/ferry $(USES_cmd/ferry/commands)
USES_cmd/cloudsim/common   := cmd/cloudsim/common $(USES_reconcile/base)
USES_cmd/cloudsim          := cmd/cloudsim $(USES_cmd/cloudsim/common)
USES_sim                   := $(USES_reconcile/engine)

CFLAGS_manifest       := $(call pkg_cflags,yaml-0.1 libutf8proc)
CFLAGS_providers/wire := $(call pkg_cflags,libcurl libcjson)
CFLAGS_cmd/ferry/show := $(call pkg_cflags,smartcols libutf8proc)
CFLAGS_cmd/cloudsim/common := $(call pkg_cflags,libmicrohttpd gnutls jansson)
LIBS_manifest         := $(call pkg_libs,yaml-0.1,-lyaml) $(call pkg_libs,libutf8proc,-lutf8proc)
LIBS_providers/wire   := $(call pkg_libs,libcurl,-lcurl) $(call pkg_libs,libcjson,-lcjson) -lmbedcrypto -lm
LIBS_cmd/ferry/show   := $(call pkg_libs,smartcols,-lsmartcols) $(call pkg_libs,libutf8proc,-lutf8proc)
LIBS_cmd/cloudsim/common := $(call pkg_libs,libmicrohttpd,-lmicrohttpd) $(call pkg_libs,gnutls,-lgnutls) \
                         $(call pkg_libs,jansson,-ljansson) -lpthread

# library header = the only files that may include it
HOMES := yaml.h=manifest/node.c \
         curl/curl.h=providers/wire/transport.c \
         psa/crypto.h=providers/wire/digest.c \
         cjson/cJSON.h=providers/wire/json.c \
         libsmartcols/libsmartcols.h=cmd/ferry/show/layout.c \
         utf8proc.h=manifest/diag.c|cmd/ferry/show/ \
         microhttpd.h=cmd/cloudsim/common/http.c \
         gnutls/=cmd/cloudsim/common/(certificates|digest) \
         jansson.h=cmd/cloudsim/common/values.h

obj = $(patsubst %.c,$(BUILD)/%.o,$(1))
lib = $(patsubst %,$(BUILD)/%.a,$(1))
# The layer of a file (the one with the longest name, which sorts last), and the files of a layer.
layer_of = $(lastword $(sort $(foreach l,$(LAYERS) sim,$(if $(filter $(l)/% tests/$(l)/%,$(1)),$(l)))))
tree     = $(wildcard $(1)/*.c $(1)/*/*.c $(1)/*/*/*.c)
src      = $(foreach f,$(call tree,$(1)),$(if $(filter $(patsubst tests/%,%,$(1)),$(call layer_of,$(f))),$(f)))

MAINS   := cmd/ferry/main.c cmd/cloudsim/main.c
$(foreach l,$(LAYERS),$(eval SRC_$(l) := $(call src,$(l))))
SRC     := $(foreach l,$(LAYERS),$(SRC_$(l)))
UNIT_LAYERS := $(LAYERS) sim
$(foreach l,$(UNIT_LAYERS),$(eval TEST_$(l) := $(call src,tests/$(l))))
UNITS   := $(foreach l,$(UNIT_LAYERS),$(foreach f,$(TEST_$(l)),$(if $(filter test_%,$(notdir $(f))),$(f))))
SUPPORT := $(filter-out $(UNITS),$(foreach l,$(UNIT_LAYERS),$(TEST_$(l))))
FUZZERS := $(sort $(wildcard tests/fuzz/fuzz_*.c))
BENCHES := $(sort $(wildcard tests/bench/bench_*.c))
PROGRAMS := $(BUILD)/ferry $(BUILD)/cloudsim

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDEXPANSION:
.PHONY: all tests help deps deps-dev demo check check-ci soak layers house generate format format-check lint fuzz bench \
        install clean

all: $(PROGRAMS) ## build ferry and cloudsim

# ---- compile and link ---------------------------------------------------------------------------

# Tests and cmd see the headers of everything that they link.
cflags_of = $(foreach u,$(USES_$(call layer_of,$(1))),$(CFLAGS_$(u)))

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call quiet,CC,$<)$(CC) $(ALL_CFLAGS) $(call cflags_of,$<) -c $< -o $@

# The files of a layer are read from here, so an archive is as old as this: one of a layer that lost its
# files would keep what it had.
define folder_rule
$(BUILD)/$(1).a: $(call obj,$(filter-out $(MAINS),$(SRC_$(1)))) Makefile
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(call quiet,AR,$$@)$$(AR) rcs $$@ $$(filter %.o,$$^)
endef
$(foreach l,$(LAYERS),$(eval $(call folder_rule,$(l))))

libs_of = $(foreach u,$(USES_$(1)),$(LIBS_$(u)))

$(BUILD)/ferry: $(BUILD)/cmd/ferry/main.o $(call lib,$(USES_cmd/ferry))
	$(call quiet,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(call libs_of,cmd/ferry) -o $@

$(BUILD)/cloudsim: $(BUILD)/cmd/cloudsim/main.o $(call lib,$(USES_cmd/cloudsim))
	$(call quiet,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(call libs_of,cmd/cloudsim) -o $@

# A unit test links its own layer and the layers below it, nothing more: the link line is the proof.  So
# it is for what the tests of a layer share, which those of the layers above may use.
define support_rule
$(BUILD)/tests/$(1).a: $(call obj,$(filter $(TEST_$(1)),$(SUPPORT))) Makefile
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(call quiet,AR,$$@)$$(AR) rcs $$@ $$(filter %.o,$$^)
endef
$(foreach l,$(UNIT_LAYERS),$(eval $(call support_rule,$(l))))

define unit_rule
$(patsubst %.c,$(BUILD)/%,$(filter $(TEST_$(1)),$(UNITS))): $(BUILD)/%: $(BUILD)/%.o \
    $(call lib,$(patsubst %,tests/%,$(1) $(filter-out $(1),$(USES_$(1)))) $(USES_$(1)))
	$$(call quiet,LINK,$$@)$$(CC) $$(CFLAGS) $$(LDFLAGS) $$^ $$(call libs_of,$(1)) -lcmocka -o $$@
endef
$(foreach l,$(UNIT_LAYERS),$(eval $(call unit_rule,$(l))))
TESTS := $(patsubst %.c,$(BUILD)/%,$(UNITS))

-include $(patsubst %.c,$(BUILD)/%.d,$(SRC) $(UNITS) $(SUPPORT) $(BENCHES))

# Kills ferry at a chosen system call, from outside: the product has no hook for it.
$(BUILD)/tests/cli/killshim.so: tests/cli/killshim.c
	@mkdir -p $(@D)
	$(call quiet,CC,$<)$(CC) -O1 -fPIC -shared $< -o $@ -ldl

# ---- set-up -------------------------------------------------------------------------------------

deps: ## install what building and `check` need
	@sh .ci/deps build

deps-dev: ## install the rest: clang, fuzzers, linters, Node
	@sh .ci/deps dev

# ---- run ----------------------------------------------------------------------------------------

demo: all ## the main job, from nothing to in sync, on the simulated cloud
	@BUILD=$(BUILD) bash examples/demo.sh

# ---- tests --------------------------------------------------------------------------------------

tests: all $(TESTS) $(BUILD)/tests/cli/killshim.so ## build the tests, without running them

check: tests ## build and run the tests (some sample; they say so)
	@BUILD=$(BUILD) EXTRA_TAP="tests/house tests/caps $$EXTRA_TAP" bash tests/run check $(TESTS)

check-ci: ## everything that CI demands: both compilers, sanitizers, lint, fuzz, oracle
	@MAKE="$(MAKE)" bash tests/check-ci

soak: tests ## the long tier, unbounded: more seeds, more worlds, longer fuzzing
	@BUILD=$(BUILD) bash tests/run soak $(TESTS)

layers: ## include direction, and one home for each library
	@HOMES="$(HOMES)" bash tests/layers $(foreach l,$(LAYERS),'$(l)=$(USES_$(l))')

house: all ## circles between files, long functions and files, capabilities that decide nothing (check runs it too)
	@BUILD=$(BUILD) bash tests/house
	@CC="$(CC)" bash tests/caps

generate: all ## what is published from the registry: names in the schema, the README's matrix
	@BUILD=$(BUILD) bash tests/generate

format: ## rewrite the sources in the house format
	@clang-format -i $$(git ls-files '*.[ch]')

format-check:
	@clang-format --dry-run -Werror $$(git ls-files '*.[ch]')

lint: ## cppcheck on the sources, shellcheck on the scripts
	@bash tests/lint

FUZZ_CC      ?= clang
FUZZ_SECONDS ?= 10
FUZZ_CFLAGS  := -std=c11 -D_DEFAULT_SOURCE -I. -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all
FUZZ_SRC     := $(filter-out $(MAINS),$(foreach l,$(USES_cmd/ferry),$(SRC_$(l))))

$(BUILD)-fuzz/%: tests/fuzz/%.c $(FUZZ_SRC) $(shell git ls-files '*.h')
	@mkdir -p $(@D)
	$(call quiet,FUZZ,$@)$(FUZZ_CC) $(FUZZ_CFLAGS) $(call cflags_of,cmd/ferry/main.c) \
	    $< $(FUZZ_SRC) $(call libs_of,cmd/ferry) -o $@

fuzz: $(patsubst tests/fuzz/%.c,$(BUILD)-fuzz/%,$(FUZZERS)) ## each fuzz target for FUZZ_SECONDS
	@SECONDS_EACH=$(FUZZ_SECONDS) bash tests/fuzz/run $^

define bench_rule
$(BUILD)/tests/bench/$(1): $(BUILD)/tests/bench/$(1).o $(call lib,$(USES_cmd/ferry))
	$$(call quiet,LINK,$$@)$$(CC) $$(CFLAGS) $$(LDFLAGS) $$^ $$(call libs_of,cmd/ferry) \
	    $$(LIBS_$(1)) -o $$@
endef
$(foreach b,$(BENCHES),$(eval $(call bench_rule,$(basename $(notdir $(b))))))

bench: all $(patsubst %.c,$(BUILD)/%,$(BENCHES)) ## ratios, measured side by side in one run
	@BUILD=$(BUILD) bash tests/bench/run $(patsubst %.c,$(BUILD)/%,$(BENCHES))

compile_commands.json: Makefile $(SRC) $(UNITS) $(SUPPORT)
	@{ printf '[\n'; sep=; for f in $(SRC) $(UNITS) $(SUPPORT); do \
	  printf '%s{"directory":"%s","file":"%s","command":"%s"}' "$$sep" "$(CURDIR)" "$$f" \
	    "$(CC) $(ALL_CFLAGS) $(foreach l,$(LAYERS),$(CFLAGS_$(l))) -c $$f"; sep=', '; done; \
	  printf '\n]\n'; } > $@

# ---- install ------------------------------------------------------------------------------------

install: $(BUILD)/ferry $(BUILD)/cloudsim ## to DESTDIR/PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/ferry
	install -m 755 $^ $(DESTDIR)$(PREFIX)/bin/
	install -m 644 manifest/schema.json $(DESTDIR)$(PREFIX)/share/ferry/

clean: ## remove everything that make made
	rm -rf build build-* compile_commands.json

help: ## this list
	@sed -n 's/^\([a-z][a-z_.-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22
