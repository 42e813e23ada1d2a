#!/usr/bin/env bats
# Killed at any instant and run again with the same state folder: everything converges, and no copy is made
# twice.  The shim counts what others can see of ferry (bytes sent, files written, syncs) and kills before the
# Nth of them, so the points are the same for each run but for how the polls fall.

load helper

SHIM=$BUILD/tests/cli/killshim.so
# The address sanitizer insists on being loaded first.
sanitizer=$(ldd "$BUILD/ferry" | sed -n 's/.*=> \(.*libasan[^ ]*\).*/\1/p')
SHIM=${sanitizer:+$sanitizer:}$SHIM

shim() { env LD_PRELOAD="$SHIM" "$@"; }

# points COMMAND…: how many points the command passes.
points() {
    rm -f points
    KILL_COUNT=points shim "$@" >out.txt 2>&1 </dev/null || { cat out.txt; return 1; }
    sort -n points | tail -1
}

# sample M N: N of the numbers from 1 to M, the first, the last and evenly between; all of them in the soak tier.
sample() {
    if [ "$TIER" = soak ] || [ "$2" -ge "$1" ]; then
        seq "$1"
    else
        awk -v m="$1" -v n="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%d\n", 1 + i * (m - 1) / (n - 1) }'
    fi
}

# survives WANT N COMMAND…: kills the command at N points, each time in a fresh world, runs it again, and
# insists on WANT copies.  fresh() makes the world.
survives() {
    local want=$1 most=$2 at total count=0
    shift 2
    fresh
    total=$(points "$@") || return 1
    copied "$want"
    [ "$total" -gt 10 ]
    for at in $(sample "$total" "$most"); do
        fresh
        run env KILL_AT="$at" LD_PRELOAD="$SHIM" "$@"
        # a run may pass fewer points than the one that was counted: then it ended well by itself
        [ "$status" -eq 137 ] || [ "$status" -eq 0 ] || { echo "point $at: status $status: $output"; return 1; }
        run "$@"
        [ "$status" -eq 0 ] || { echo "again after point $at: status $status: $output"; return 1; }
        copied "$want" || { echo "killed at point $at of $total"; return 1; }
        run ferry drift
        [ "$status" -eq 0 ] || { echo "drift after point $at: status $status: $output"; return 1; }
        count=$((count + 1))
    done
    echo "# sampled $count of $total kill points: $*" >&3
}

start_over() { # IMAGES… -- OPTIONS…
    cloud_stop
    rm -rf "$BATS_TEST_TMPDIR/state"
    cloud "$@"
    # Longer than any copy stays hidden here.  The limits of a request count too: a call of which only the
    # intent is known may have been under way for so long.
    export FERRY_SETTLE=500ms FERRY_REQUEST_TIMEOUT=1s FERRY_CONNECT_TIMEOUT=500ms
}

@test "apply, killed at any point" {
    web "ap-shanghai, ap-beijing"
    fresh() { start_over web@ap-guangzhou -- --copy-seconds 10; }
    survives 2 16 ferry apply -y -q
}

@test "apply, killed at any point, in a cloud that shows copies late" {
    web "ap-shanghai, ap-beijing"
    fresh() { start_over web@ap-guangzhou -- --copy-seconds 10 --fault late=0.15,action=SyncImages,count=0; }
    survives 2 8 ferry apply -y -q
}

@test "apply of several images with --no-wait, killed at any point" {
    manifest 'version: 1
accounts:
  game: {provider: tencent-cvm}
images:
  - {name: web, from: ap-guangzhou, to: [ap-shanghai, ap-beijing]}
  - {name: db, from: ap-guangzhou, to: [ap-shanghai]}'
    fresh() { start_over web@ap-guangzhou db@ap-guangzhou -- --copy-seconds 0; }
    survives 3 8 ferry apply -y -q --no-wait
}

@test "writing a plan, killed at any point: the file is whole or not there" {
    local at total count=0
    web "ap-shanghai, ap-beijing"
    start_over web@ap-guangzhou
    total=$(points ferry plan --out plan.json)
    for at in $(sample "$total" 12); do
        rm -f plan.json
        KILL_AT="$at" run shim ferry plan --out plan.json
        [ ! -e plan.json ] || ferry show plan.json >/dev/null || { cat plan.json; return 1; }
        count=$((count + 1))
    done
    echo "# sampled $count of $total kill points: plan --out" >&3
}

# ---- interrupts

@test "one interrupt: no new call, what was sent is drained, the next run goes on" {
    manifest 'version: 1
accounts:
  game: {provider: tencent-cvm}
images:
  - {name: web, from: ap-guangzhou, to: [ap-shanghai, ap-beijing]}
  - {name: db, from: ap-guangzhou, to: [ap-shanghai]}'
    cloud web@ap-guangzhou db@ap-guangzhou -- --copy-seconds 100 --fault stall=0.5,action=SyncImages,count=0
    start_ferry apply -y --format json --parallel 1
    until_true 5 faulted
    kill -INT "$FERRY_PID"
    ends 3
    holds '.calls | map(.outcome) | index("accepted") != null' out.txt
    control DELETE /fault >/dev/null
    exits 0 ferry apply -y
    copied 3
}

@test "one interrupt while waiting: it ends, the copies run on and are reported" {
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou -- --copy-seconds 400
    start_ferry apply -y --format json
    until_true 5 has_copied 2
    kill -INT "$FERRY_PID"
    ends 3
    holds '.summary.in_progress == 2 and .summary.calls_made == 1' out.txt
    exits 0 ferry apply -y
    copied 2
}

@test "two interrupts: it leaves at once, and the next run finds what it left" {
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou -- --fault stall=20,action=SyncImages,effect=first
    start_ferry apply -y
    until_true 5 has_copied 2
    kill -INT "$FERRY_PID"
    sleep 0.1 # two signals of a kind that are pending at once are one
    kill -INT "$FERRY_PID"
    ends 3
    exits 0 ferry apply -y
    copied 2
}

@test "two interrupts before any write: 130" {
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou -- --fault stall=20,action=DescribeImages
    start_ferry apply -y
    until_true 5 faulted
    kill -INT "$FERRY_PID"
    sleep 0.1
    kill -INT "$FERRY_PID" 2>/dev/null || true
    ends 130
    copied 0
}

# ---- the journal

@test "a journal with a torn last line is mended, and goes on being appended to" {
    local journal
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou
    ferry apply -y -q
    journal=$(echo "$FERRY_STATE_DIR"/journal/*.ndjson)
    printf '{"v":1,"kind":"int' >>"$journal"
    lose web@ap-beijing
    exits 0 ferry apply -y
    same copies "$(effects)" 3
    exits 0 ferry drift
}

@test "a journal that cannot be read stops everything: nothing may be decided from it" {
    local journal
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou
    ferry apply -y -q
    journal=$(echo "$FERRY_STATE_DIR"/journal/*.ndjson)
    sed -i '1s/[0-9]/x/' "$journal"
    lose web@ap-beijing
    exits 65 ferry apply -y
    says "$journal"
    copied 2
    rm "$journal"
    exits 0 ferry apply -y
}

@test "a journal on a disk that is full stops the call before it is sent" {
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou
    mkdir -p "$FERRY_STATE_DIR/journal"
    chmod 700 "$FERRY_STATE_DIR" "$FERRY_STATE_DIR/journal"
    # a limit on the size of files is the nearest to a full disk that needs no privilege
    run bash -c 'ulimit -f 0; trap "" XFSZ; exec ferry apply -y 2>&1 | cat'
    copied 0
    exits 0 ferry apply -y
    copied 2
}
