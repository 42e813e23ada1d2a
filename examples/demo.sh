#!/usr/bin/env bash
# demo: the main job on the simulated cloud - from nothing to in sync, and through a loss.
#
#   make demo            (BUILD names the build folder)
#
# cloudsim plays the cloud on loopback, under its real host names and over verified TLS; ferry is the
# real program.  Everything lives in a temporary folder and is gone at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$(cd "${BUILD:-build}" && pwd)

if [ "${1:-}" != inside ]; then
    work=$(mktemp -d "${TMPDIR:-/tmp}/ferry-demo.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    # cloudsim starts this script again with its address and keys in the environment, and stops when
    # the script ends.
    "$build/cloudsim" --dir "$work/cloud" --speed 100 examples/demo-world.json \
        --run -- env PATH="$build:$PATH" DEMO_WORK="$work" bash "$0" inside
    exit
fi

export FERRY_STATE_DIR=$DEMO_WORK/state FERRY_POLL=300ms
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' dim=$'\e[2m' off=$'\e[0m'; else bold='' dim='' off=''; fi
say() { printf '\n%s# %s%s\n' "$dim" "$1" "$off"; }
# run CODE COMMAND...: shows the command, runs it, and insists on its exit code.
run() {
    local want=$1 got=0
    shift
    printf '%s$ %s%s\n' "$bold" "$*" "$off"
    "$@" || got=$?
    if [ "$got" -ne "$want" ]; then
        echo "demo: '$*' ended with $got instead of $want" >&2
        exit 1
    fi
    [ "$got" -eq 0 ] || printf '%s(exit code %d)%s\n' "$dim" "$got" "$off"
}

say "A manifest says which images must exist where.  What would have to be done?"
run 0 ferry plan examples/demo.yaml
say "Do it: the fewest calls, then wait for the copies and look again."
run 0 ferry apply -y examples/demo.yaml
say "Somebody deletes a copy behind our back."
run 0 curl -fsS -X DELETE -o /dev/null \
    "$CLOUDSIM_CONTROL/image?cloud=tencent-cvm&region=eu-frankfurt&name=web-base-2026.11-intl"
say "A scheduled check sees it..."
run 2 ferry drift examples/demo.yaml
say "...and applying again puts back what is missing, and nothing else."
run 0 ferry apply -y examples/demo.yaml
run 0 ferry drift examples/demo.yaml
