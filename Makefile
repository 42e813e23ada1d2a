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
# What each folder may include (itself among them).  The link lines below and `make layers` both hold
# the code to it, and each library has one home.

LAYERS := reconcile manifest providers cmd/ferry cmd/cloudsim

USES_reconcile    := reconcile
USES_manifest     := manifest reconcile
USES_providers    := providers reconcile
USES_cmd/ferry    := cmd/ferry manifest providers reconcile
USES_cmd/cloudsim := cmd/cloudsim
USES_sim          := reconcile

CFLAGS_manifest     := $(call pkg_cflags,yaml-0.1)
CFLAGS_providers    := $(call pkg_cflags,libcurl libcjson)
CFLAGS_cmd/ferry    := $(call pkg_cflags,smartcols libutf8proc)
CFLAGS_cmd/cloudsim := $(call pkg_cflags,libmicrohttpd gnutls jansson)
LIBS_reconcile      :=
LIBS_manifest       := $(call pkg_libs,yaml-0.1,-lyaml) $(call pkg_libs,libutf8proc,-lutf8proc)
LIBS_providers      := $(call pkg_libs,libcurl,-lcurl) $(call pkg_libs,libcjson,-lcjson) -lmbedcrypto -lm
LIBS_cmd/ferry      := $(call pkg_libs,smartcols,-lsmartcols) $(call pkg_libs,libutf8proc,-lutf8proc)
LIBS_cmd/cloudsim   := $(call pkg_libs,libmicrohttpd,-lmicrohttpd) $(call pkg_libs,gnutls,-lgnutls) \
                       $(call pkg_libs,jansson,-ljansson) -lpthread
LIBS_sim            :=

# library header = the only files that may include it
HOMES := yaml.h=manifest/node.c \
         curl/curl.h=providers/transport.c \
         psa/crypto.h=providers/digest.c \
         cjson/cJSON.h=providers/json.c \
         libsmartcols/libsmartcols.h=cmd/ferry/ \
         utf8proc.h=manifest/diag.c|cmd/ferry/ \
         microhttpd.h=cmd/cloudsim/ \
         gnutls/=cmd/cloudsim/ \
         jansson.h=cmd/cloudsim/

obj = $(patsubst %.c,$(BUILD)/%.o,$(1))
lib = $(patsubst %,$(BUILD)/%.a,$(1))
src = $(sort $(wildcard $(1)/*.c))

MAINS   := cmd/ferry/main.c cmd/cloudsim/main.c
SRC     := $(foreach l,$(LAYERS),$(call src,$(l)))
UNITS   := $(sort $(wildcard tests/reconcile/test_*.c tests/manifest/test_*.c tests/providers/test_*.c \
             tests/cmd/ferry/test_*.c tests/cmd/cloudsim/test_*.c tests/sim/test_*.c))
UNIT_LAYERS := reconcile manifest providers cmd/ferry cmd/cloudsim sim
SUPPORT := $(filter-out $(UNITS),$(foreach l,$(UNIT_LAYERS),$(call src,tests/$(l))))
FUZZERS := $(sort $(wildcard tests/fuzz/fuzz_*.c))
BENCHES := $(sort $(wildcard tests/bench/bench_*.c))
PROGRAMS := $(BUILD)/ferry $(BUILD)/cloudsim

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDEXPANSION:
.PHONY: all help deps deps-dev demo check check-ci soak layers format format-check lint fuzz bench \
        install clean

all: $(PROGRAMS) ## build ferry and cloudsim

# ---- compile and link ---------------------------------------------------------------------------

layer_of = $(strip $(foreach l,$(UNIT_LAYERS),$(if $(filter $(l)/% tests/$(l)/%,$(1)),$(l))))
# Tests and cmd see the headers of everything that they link.
cflags_of = $(foreach u,$(USES_$(call layer_of,$(1))),$(CFLAGS_$(u)))

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call quiet,CC,$<)$(CC) $(ALL_CFLAGS) $(call cflags_of,$<) -c $< -o $@

define folder_rule
$(BUILD)/$(1).a: $(call obj,$(filter-out $(MAINS),$(call src,$(1))))
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(call quiet,AR,$$@)$$(AR) rcs $$@ $$^
endef
$(foreach l,$(LAYERS),$(eval $(call folder_rule,$(l))))

libs_of = $(foreach u,$(USES_$(1)),$(LIBS_$(u)))

$(BUILD)/ferry: $(BUILD)/cmd/ferry/main.o $(call lib,$(USES_cmd/ferry))
	$(call quiet,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(call libs_of,cmd/ferry) -o $@

$(BUILD)/cloudsim: $(BUILD)/cmd/cloudsim/main.o $(call lib,$(USES_cmd/cloudsim))
	$(call quiet,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(call libs_of,cmd/cloudsim) -o $@

# A unit test links its own layer and the layers below it, nothing more: the link line is the proof.
define unit_rule
$(call obj,$(filter tests/$(1)/%,$(UNITS))): CFLAGS_unit := 1
$(patsubst %.c,$(BUILD)/%,$(filter tests/$(1)/%,$(UNITS))): $(BUILD)/tests/$(1)/test_%: \
    $(BUILD)/tests/$(1)/test_%.o $(call obj,$(filter tests/$(1)/%,$(SUPPORT))) $(call lib,$(USES_$(1)))
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

check: all $(TESTS) $(BUILD)/tests/cli/killshim.so ## build and run the tests (some sample; they say so)
	@BUILD=$(BUILD) bash tests/run check $(TESTS)

check-ci: ## everything that CI demands: both compilers, sanitizers, lint, fuzz, oracle
	@MAKE="$(MAKE)" bash tests/check-ci

soak: all $(TESTS) $(BUILD)/tests/cli/killshim.so ## the long tier, unbounded: more seeds, more worlds, longer fuzzing
	@BUILD=$(BUILD) bash tests/run soak $(TESTS)

layers: ## include direction, and one home for each library
	@LAYERS="$(LAYERS)" HOMES="$(HOMES)" bash tests/layers \
	    $(foreach l,$(LAYERS),'$(l)=$(USES_$(l))')

format: ## rewrite the sources in the house format
	@clang-format -i $$(git ls-files '*.[ch]')

format-check:
	@clang-format --dry-run -Werror $$(git ls-files '*.[ch]')

lint: ## cppcheck on the sources, shellcheck on the scripts
	@bash tests/lint

FUZZ_CC      ?= clang
FUZZ_SECONDS ?= 10
FUZZ_CFLAGS  := -std=c11 -D_DEFAULT_SOURCE -I. -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all
FUZZ_SRC     := $(filter-out $(MAINS),$(foreach l,manifest providers reconcile cmd/ferry,$(call src,$(l))))

$(BUILD)-fuzz/%: tests/fuzz/%.c $(FUZZ_SRC) $(wildcard reconcile/*.h manifest/*.h providers/*.h cmd/ferry/*.h)
	@mkdir -p $(@D)
	$(call quiet,FUZZ,$@)$(FUZZ_CC) $(FUZZ_CFLAGS) $(CFLAGS_manifest) $(CFLAGS_providers) $(CFLAGS_cmd/ferry) \
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
