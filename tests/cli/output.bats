#!/usr/bin/env bats
# What ferry prints: every format is what it says it is, and all of them agree with the exit code.

load helper

IMAGES='version: 1
accounts: {game: {provider: tencent-cvm}}
images:
  - {name: web, from: ap-guangzhou, to: [ap-guangzhou, ap-shanghai, ap-beijing]}'
WORLD='{"clouds": {"cvm": {"images": [
  {"region": "ap-guangzhou", "id": "img-web00001", "name": "web", "created": "2026-11-20T08:00:00Z"}]}}}'

start() {
    manifest "$IMAGES"
    printf '%s' "$WORLD" >world.json
    cloud_start world.json
}

@test "the exit code in the document is the one of the process" {
    start
    local command
    for command in plan 'plan --exit-code' drift list 'apply -y' drift 'drift --region ap-beijing' wait; do
        # shellcheck disable=SC2086 # words are meant
        run ferry $command --format json --report json=report.json
        [ "$(jq .exit_code report.json)" -eq "$status" ]
        jq -e '.format_version == "1.0" and (.summary | has("in_sync"))' report.json
    done
}

@test "a document is written also when the run failed" {
    start
    exits 4 env FERRY_REQUEST_TIMEOUT=200ms FERRY_CONNECT_TO=::127.0.0.1:1 \
        ferry drift --report json=report.json
    jq -e '.complete == false and .exit_code == 4 and .summary.unknown == 3' report.json
    exits 64 ferry drift --only 'nothing*' --report json=report.json
    jq -e '.errored and .exit_code == 64 and (.diagnostics[0].summary | length > 0)' report.json
    printf 'version: 9\n' >images.yaml
    exits 65 ferry plan --report json=report.json
    jq -e '.errored and .exit_code == 65 and .diagnostics[0].range.line == 1' report.json
}

@test "tab-separated values have the same columns in every line" {
    start
    exits 0 ferry list --format tsv
    awk -F'\t' 'NF != 10 {exit 1} END {exit NR != 4}' <<<"$output"
}

@test "metrics have a type, a help and no timestamp each" {
    start
    exits 2 ferry drift --report prom=ferry.prom
    grep -q '^ferry_cells{account="game",provider="tencent-cvm",verdict="missing"} 2$' ferry.prom
    grep -q '^ferry_last_run_exit_code{command="drift"} 2$' ferry.prom
    [ "$(grep -cvE '^(# (HELP|TYPE) ferry_[a-z_]+ .+|ferry_[a-z_]+\{[^}]*\} [0-9]+)$' ferry.prom)" -eq 0 ]
}

@test "every report of a run agrees on the number of cells" {
    start
    exits 2 ferry drift --report junit=a.xml --report markdown=a.md --report html=a.html \
        --report github=a.txt --report tsv=a.tsv
    [ "$(grep -c '<testcase ' a.xml)" -eq 3 ]
    grep -q 'tests="3" failures="2" errors="0" skipped="0"' a.xml
    [ "$(grep -c 'missing' a.md)" -eq 3 ] # two rows and the summary
    grep -q '<b>2</b>missing' a.html
    [ "$(grep -cE 'src=|href=|<script' a.html)" -eq 0 ]
    grep -q '^::error file=images.yaml,line=4,' a.txt
    [ "$(grep -c 'missing' a.tsv)" -eq 2 ]
}

@test "a stream of events begins with its version and ends with the whole result" {
    start
    ferry apply -y --format ndjson >events 2>errors
    jq -e . events >/dev/null
    [ "$(head -1 events | jq -r .type)" = version ]
    [ "$(tail -1 events | jq -r .type)" = result ]
    tail -1 events | jq -e '.kind == "apply" and .exit_code == 0 and .summary.in_sync == 3'
    [ "$(grep -c '"type":"call_sent"' events)" -eq 1 ]
}

@test "no colour and no cursor movement off a terminal, colour when it is demanded" {
    start
    exits 0 ferry plan
    says_not $'\e'
    exits 0 ferry plan --color always
    says $'\e[32m'
    exits 0 env NO_COLOR=1 FORCE_COLOR=1 ferry plan
    says_not $'\e'
}

@test "a terminal sees the copies move and is left as it was" {
    command -v script >/dev/null || skip 'script is not installed (make deps-dev)'
    start
    TERM=xterm script -qec 'stty cols 100 rows 30; ferry apply -y' typescript >/dev/null
    grep -q 'of 2 copies ready' typescript
    grep -q 'Apply complete! Resources: 2 added' <(sed $'s/\e\\[[0-9;?]*[a-zA-Z]//g' typescript)
    # the last word on the cursor is that it shows
    [ "$(grep -oE $'\e\\[\\?25[lh]' typescript | tail -1)" = $'\e[?25h' ]
}

@test "a plan that was edited, cut or written by a newer ferry is refused" {
    start
    exits 0 ferry plan --out plan.json
    exits 0 ferry show plan.json
    says "Plan: 2 to add, 0 to change, 0 to destroy."
    sed 's/ap-shanghai/ap-tokyo/g' plan.json >edited.json
    exits 65 ferry apply edited.json
    says "altered"
    head -c 900 plan.json >cut.json
    exits 65 ferry show cut.json
    says "damaged or cut off"
    sed 's/"format_version":"1.0"/"format_version":"2.0"/' plan.json >newer.json
    exits 65 ferry apply newer.json
    says "use a newer one"
    [ "$(effects)" -eq 0 ]
    exits 0 ferry apply plan.json
    says "Apply complete! Resources: 2 added"
}
