#!/usr/bin/env bats
# The wire fails in every way that cloudsim knows, on the copy call and on listings: ferry ends in sync, with each
# copy made exactly once, or says truthfully what is missing.

load helper

start() {
    manifest 'version: 1
accounts: {game: {provider: tencent-cvm, rate: {read: 100, write: 100}}}
images:
  - {name: web, from: ap-guangzhou, to: [ap-guangzhou, ap-shanghai, ap-beijing]}'
    echo '{"clouds": {"tencent-cvm": {"images": [
      {"region": "ap-guangzhou", "id": "img-web00001", "name": "web"}]}}}' >world.json
    cloud_start --copy-seconds 60 "$@" world.json
}

# apply_ends EXIT COPIES FAULT...: one apply in a fresh world, with these faults.
apply_ends() {
    local want=$1 copies=$2 fault options=()
    shift 2
    for fault in "$@"; do options+=(--fault "$fault"); done
    rm -rf "$BATS_TEST_TMPDIR/state"
    start "${options[@]}"
    run ferry apply -y ${FLAGS:-}
    if [ "$status" -ne "$want" ] || [ "$(effects)" -ne "$copies" ]; then
        echo "$*: exit $status instead of $want, $(effects) copies instead of $copies"
        echo "$output"
        jq -c '[.n, .action, .region, .answer, .code, .fault]' "$CLOUD/requests.ndjson" | tail -30
        return 1
    fi
    jq -e -s --arg fault "$1" 'any(.fault // "" | contains($fault))' "$CLOUD/requests.ndjson" >/dev/null || {
        echo "$1 never struck"
        return 1
    }
    cloud_stop
}

@test "a copy call that is cut off, before or after its effect, is made exactly once" {
    local cut
    for cut in before during after reset reply; do apply_ends 0 2 "cut=$cut,action=SyncImages"; done
}

@test "a copy call whose answer cannot be read is made exactly once" {
    local kind
    for kind in truncate garbage html empty types deep; do apply_ends 0 2 "$kind,action=SyncImages"; done
}

@test "an answer of 80 MB is neither kept nor believed" {
    apply_ends 0 2 huge,action=SyncImages
}

@test "a copy call that a gateway or the vendor fails, before or after its effect, is made exactly once" {
    apply_ends 0 2 status=503,action=SyncImages
    apply_ends 0 2 status=502,action=SyncImages,effect=first
    apply_ends 0 2 code=InternalError,action=SyncImages
    apply_ends 0 2 code=InternalError,action=SyncImages,effect=first
    apply_ends 0 2 throttle,action=SyncImages
}

@test "a copy call that outlasts the request timeout is made exactly once" {
    FLAGS='--request-timeout 500ms'
    apply_ends 0 2 stall=30,effect=first,action=SyncImages
}

@test "a lost answer and a copy that is listed late together make no second copy" {
    export FERRY_SETTLE=4s
    FLAGS='--settle 4s'
    apply_ends 0 2 cut=after,action=SyncImages late=2,action=SyncImages
}

@test "no copy call goes out on a connection that was used before" {
    start --fault cut=reset,action=SyncImages,reused=yes,count=0
    exits 0 ferry apply -y
    [ "$(effects)" -eq 2 ]
    jq -e -s 'map(select(.action == "SyncImages") | .connection_use) == [1]' "$CLOUD/requests.ndjson"
}

@test "listings that fail now and then are read again" {
    local kind
    for kind in cut=before cut=reply truncate garbage html empty status=503 throttle code=InternalError; do
        apply_ends 0 2 "$kind,action=DescribeImages,count=2,skip=1"
    done
}

@test "a region whose total never fits its items is unknown, and nothing is copied to it" {
    apply_ends 4 1 total=1,action=DescribeImages,region=ap-beijing,count=0
    says "the listing does not add up to its total"
}

@test "a third of everything is throttled, cut or lost, and all the same it converges" {
    local seed
    for seed in 1 2 3; do
        start --seed $seed --fault throttle,rate=0.15,count=0 --fault cut=after,rate=0.1,count=0 --fault cut=before,rate=0.1,count=0
        rm -rf "$BATS_TEST_TMPDIR/state"
        run ferry apply -y
        [ "$(effects)" -le 2 ] || {
            echo "seed $seed: $(effects) copies"
            echo "$output"
            return 1
        }
        control DELETE /fault >/dev/null
        exits 0 ferry apply -y
        [ "$(effects)" -eq 2 ]
        cloud_stop
    done
}

@test "no more requests a second leave than the vendors publish" {
    cd "$BATS_TEST_TMPDIR"
    jq -n '{clouds: {"tencent-cvm": {images: [range(25) | {region: "ap-guangzhou", name: "n\(.)"}]},
                     "tencent-lighthouse": {images: [range(3) | {region: "ap-tokyo", name: "n\(.)"}]}}}' >world.json
    {
        printf 'version: 1\naccounts: {a: {provider: tencent-cvm}, e: {provider: tencent-lighthouse}}\nimages:\n'
        printf '  - {name: n%d, account: a, from: ap-guangzhou, to: [ap-beijing, ap-nanjing]}\n' $(seq 0 24)
        printf '  - {name: n%d, account: e, from: ap-tokyo, to: [ap-seoul, ap-jakarta]}\n' 0 1 2
    } >images.yaml
    cloud_start --rates action --copy-seconds 60 world.json
    exits 0 ferry apply -y
    [ "$(effects)" -eq 56 ]
    # They are counted as they arrive, and on a busy machine a few that left apart arrive together.
    jq -e -s '([.[] | select(.code != null)] | length) * 20 <= length' "$CLOUD/requests.ndjson"
}
