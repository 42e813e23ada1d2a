#!/usr/bin/env bash
# From cron or a timer: is everything as declared?  Leaves metrics for node_exporter's textfile collector.
#
#   examples/pipelines/nightly.sh MANIFEST METRICS-FILE
#
# Exit code 2 is drift, 4 means that some region could not be read: page for the first, look for the
# second when it lasts.  The metrics file is written whole, also when the run fails.
set -euo pipefail
manifest=$1 metrics=$2

ferry drift "$manifest" --quiet --report "prom=$metrics"
