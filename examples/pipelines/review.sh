#!/usr/bin/env bash
# On a pull request: check the manifest, plan, and leave the plan and a table for the reviewer.
#
#   examples/pipelines/review.sh MANIFEST OUTPUT-FOLDER
#
# Needs read permission only.  plan.json holds no secret and can be kept as an artifact; plan.md is the
# comment for the pull request.  An unread region (exit code 4) fails the check: nobody should approve
# what could not be looked at.
set -euo pipefail
manifest=$1 out=$2

ferry validate "$manifest"
ferry plan "$manifest" --out "$out/plan.json" --report "markdown=$out/plan.md"
