#!/usr/bin/env bash
# After the merge: carry out exactly the reviewed plan.
#
#   examples/pipelines/merge.sh PLAN OUTPUT-FOLDER
#
# A call whose facts have moved since the review is refused, not guessed at (exit code 3, or 5 when it is
# every call): plan again.  Keep FERRY_STATE_DIR between runs (a cache), and let the pipeline run one of
# these at a time: between machines, its concurrency group is the lock.
set -euo pipefail
plan=$1 out=$2

ferry apply "$plan" --report "junit=$out/apply.xml" --report "json=$out/apply.json"
