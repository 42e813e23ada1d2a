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
}
