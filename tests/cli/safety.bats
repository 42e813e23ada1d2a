#!/usr/bin/env bats
# Never twice, never blindly, and always told: what a kill, a lost answer or a hostile file must not bring about.

load helper

IMAGES='version: 1
accounts: {game: {provider: tencent-cvm}}
images:
  - {name: web, from: ap-guangzhou, to: [ap-shanghai, ap-beijing]}'
WORLD='{"clouds": {"cvm": {"images": [
  {"region": "ap-guangzhou", "id": "img-web00001", "name": "web", "created": "2026-11-20T08:00:00Z"},
  {"region": "ap-beijing", "id": "img-web00002", "name": "web", "created": "2026-11-21T08:00:00Z"}]}}}'

start() {
    manifest "$IMAGES"
    printf '%s' "$WORLD" >world.json
    cloud_start "$@" world.json
}

# until_logged ACTION: until the cloud has the request on its record of faults or answers.
until_logged() {
    local i
    for i in $(seq 200); do
        grep -q "$1" "$CLOUD/requests.ndjson" "$BATS_TEST_TMPDIR/state/journal/"* 2>/dev/null && return 0
        sleep 0.02
    done
    echo "never seen: $1"
    return 1
}

@test "an intent of a killed run is settled only after all the time its request may take" {
    local pid at now
    start --fault stall=60,action=SyncImages
    ferry apply -y >apply.out 2>&1 3>&- &
    pid=$!
    until_logged '"kind":"intent"'
    sleep 0.2
    kill -KILL "$pid"
    wait "$pid" || true
    at=$(sed -n '1s/.*"at_ms":\([0-9]*\),"outcome".*/\1/p' state/journal/*)
    exits 3 ferry wait --settle 1s --request-timeout 2s
    now=$(date +%s%3N)
    [ $((now - at)) -ge 8000 ] || { echo "settled after $((now - at)) ms"; return 1; }
    says "nothing was made"
    says_not journal # `wait` plans nothing anew, so it has no intent to write
    says_not "call 0"
}

@test "what a killed run did not make is planned again only by leave given beforehand, without a limit" {
    local pid limits="--settle 100ms --connect-timeout 100ms --request-timeout 900ms"
    command -v script >/dev/null || skip "script(1) is not installed"
    start --fault stall=60,action=SyncImages
    ferry apply -y >apply.out 2>&1 3>&- &
    pid=$!
    until_logged '"kind":"intent"'
    sleep 0.2
    kill -KILL "$pid"
    wait "$pid" || true
    cp -r state state.2 && cp -r state state.3
    # shellcheck disable=SC2086
    exits 3 on_terminal '\n' 'never asked' ferry apply $limits images.yaml
    says "1 missing"
    [ "$(effects)" -eq 0 ]
    # shellcheck disable=SC2086
    exits 3 ferry apply -y --max-change 0 $limits --state-dir state.2
    [ "$(effects)" -eq 0 ]
    # shellcheck disable=SC2086
    exits 0 ferry apply -y $limits --state-dir state.3
    [ "$(effects)" -eq 1 ]
}

@test "a saved plan's cells that need nothing are looked at, too" {
    start
    exits 0 ferry plan -o plan.json
    exits 0 ferry apply plan.json --report json=report.json
    jq -e '[.cells[].verdict] == ["in_sync", "in_sync"]' report.json
    [ "$(effects)" -eq 1 ]
}

# on_terminal KEYS EXPECTED COMMAND…: types KEYS once EXPECTED is on the screen; the exit code is COMMAND's.
on_terminal() {
    local keys=$1 expected=$2 i pid
    shift 2
    trap '' PIPE # it may have ended before it was asked anything
    mkfifo keys
    script -qefc "$*" screen <keys >/dev/null 2>&1 3>&- &
    pid=$!
    exec 4>keys
    for i in $(seq 200); do
        grep -q "$expected" screen && break
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.02
    done
    printf '%b' "$keys" >&4 2>/dev/null || true
    i=0
    wait "$pid" || i=$?
    exec 4>&-
    cat screen
    return "$i"
}

@test "Ctrl-C at the question is an interrupt, not an answer" {
    command -v script >/dev/null || skip "script(1) is not installed"
    start
    exits 130 on_terminal '\003' 'Only .yes. goes ahead' ferry apply images.yaml
    [ "$(effects)" -eq 0 ]
}

@test "another word than yes changes nothing, and says so" {
    command -v script >/dev/null || skip "script(1) is not installed"
    start
    exits 5 on_terminal 'y\n' 'Only .yes. goes ahead' ferry apply images.yaml
    says "Nothing was written"
    [ "$(effects)" -eq 0 ]
}

@test "an account whose lock another run holds is left alone, and only that is said" {
    local holder
    start
    sed -i 's/^accounts: .*/accounts: {game: {provider: tencent-cvm}, bd: {provider: baidu-bcc}}/' images.yaml
    sed -i 's/name: web, from/name: web, account: game, from/' images.yaml
    echo '  - {name: vault, account: bd, from: bj, to: [gz]}' >>images.yaml
    control POST '/image?cloud=baidu-bcc' '{"region": "bj", "name": "vault"}'
    exits 0 ferry apply -y --only 'bd/*'
    flock -F state/locks/* sleep 30 3>&- &
    holder=$!
    while flock -n state/locks/* true; do sleep 0.02; done
    control DELETE '/image?cloud=baidu-bcc&region=gz&name=vault'
    exits 3 ferry apply -y
    kill "$holder"
    says "another run holds this account's lock"
    says "the journal is another run's"
    says_not "guard would refuse"
    [ "$(effects)" -eq 2 ] # vault before the lock was taken, web beside it
}

@test "Ctrl-C while another run holds the lock is an interrupt" {
    local holder
    start
    exits 0 ferry apply -y
    flock -F state/locks/* sleep 30 3>&- &
    holder=$!
    while flock -n state/locks/* true; do sleep 0.02; done
    exits 130 timeout --preserve-status -s INT 1 ferry apply -y --lock-timeout 20s
    exits 5 ferry apply -y
    kill "$holder"
}

@test "a copy that was made in spite of an unknown refusal is not made again by the next run" {
    manifest 'version: 1
accounts: {uc: {provider: ucloud, project: org-sim001}}
images:
  - {name: web, from: cn-bj2, to: [cn-sh2, hk]}'
    printf '%s' '{"clouds": {"ucloud": {"images": [
      {"region": "cn-bj2", "id": "uimage-web00001", "name": "web", "created": "2026-11-20T08:00:00Z"}]}}}' >world.json
    cloud_start --fault code=9999,effect=first,action=CopyCustomImage --fault late=2,count=0 world.json
    exits 3 ferry apply -y --settle 5s
    says 9999
    exits 0 ferry apply -y --settle 5s
    [ "$(effects)" -eq 2 ]
}

@test "one key under both Tencent CVM providers is not two accounts of one image" {
    cloud web@ap-guangzhou
    manifest 'version: 1
accounts: {game: {provider: tencent-cvm}, vault: {provider: tencent-cvm-legacy}}
images:
  - {name: web, account: game, from: ap-guangzhou, to: [ap-shanghai, ap-beijing]}
  - {name: web, account: vault, from: gz, to: [sh]}'
    exits 65 ferry apply -y
    says "'game' and 'vault' are one account of the cloud"
    copied 0
    sed -i 's/to: \[sh\]/to: [cd]/' images.yaml
    exits 0 ferry apply -y
    copied 3
}
