#!/usr/bin/env bats
# Things that go wrong between ferry and a cloud.  The cloud counts what it really did: no answer that is lost
# may lead to a second copy, and no listing that is not whole may lead to any.

load helper

setup() { web "ap-shanghai, ap-beijing"; }

world=(web@ap-guangzhou)

# heals FAULT…: under these faults one apply still ends in sync, with each copy made once.
heals() {
    cloud "${world[@]}"
    local one
    for one in "$@"; do fault "$one"; done
    exits 0 ferry apply -y
    until_true 1 faulted
    copied 2
    exits 0 ferry drift
}

# ---- a copy whose answer is lost

@test "cut before the effect: nothing happened, and the copy is made" { heals cut=before,action=SyncImages; }
@test "cut during the request: nothing happened, and the copy is made" { heals cut=during,action=SyncImages; }
@test "cut after the effect: found by listing, never a second copy" { heals cut=after,action=SyncImages; }
@test "reset after the effect: found by listing, never a second copy" { heals cut=reset,action=SyncImages; }
@test "cut in the middle of the reply: found by listing, never a second copy" { heals cut=reply,action=SyncImages; }
@test "a reply that is cut short, garbage, a page, empty, deep or of wrong types: never a second copy" {
    local how
    for how in truncate garbage html empty deep types; do
        heals $how,action=SyncImages
        cloud_stop
        rm -rf "$FERRY_STATE_DIR"
    done
}

@test "5xx before and after the effect: never a second copy" {
    heals status=502,action=SyncImages
    cloud_stop
    rm -rf "$FERRY_STATE_DIR"
    heals status=503,action=SyncImages,effect=first
}

@test "a server error in the vendor's words, before and after the effect" {
    heals code=InternalError,action=SyncImages
    cloud_stop
    rm -rf "$FERRY_STATE_DIR"
    heals code=InternalError,action=SyncImages,effect=first
}

@test "every connection that is used again is reset after the effect: libcurl does not send twice" {
    heals cut=reset,action=SyncImages,reused=yes,count=0 2>/dev/null || {
        # the fault needs a connection that was used before: a copy that never goes over one never meets it
        copied 2
        exits 0 ferry drift
    }
    run jq -cs 'map(select(.action == "SyncImages") | .connection_use) | unique' "$CLOUD/requests.ndjson"
    same "connections of copy calls" "$output" "[1]"
}

@test "listings over connections that are reset are read again" {
    heals cut=reset,action=DescribeImages,reused=yes,count=3
}

@test "an answer that never comes is lost after the request timeout" {
    FERRY_REQUEST_TIMEOUT=500ms heals stall=60,action=SyncImages,effect=first
}

@test "a copy that shows late, but within the settle time, is not made again" {
    FERRY_SETTLE=5s heals late=1,action=SyncImages
}

@test "a copy whose answer is lost and that shows late is not made again" {
    FERRY_SETTLE=5s heals late=1,action=SyncImages cut=after,action=SyncImages
}

@test "the next run does not copy again what does not show yet" {
    cloud "${world[@]}" -- --fault late=3,action=SyncImages
    FERRY_SETTLE=20s exits 0 ferry apply -y --no-wait
    FERRY_SETTLE=20s quietly 0 ferry plan --format json
    holds '.summary.in_progress == 2 and .summary.write_calls == 0'
    FERRY_SETTLE=20s exits 0 ferry apply -y
    copied 2
}

@test "a lost call that did nothing is made again only after the settle time" {
    cloud "${world[@]}"
    fault cut=after,action=SyncImages,count=1
    exits 0 ferry apply -y --format json
    copied 2
}

# ---- throttled, busy, refused

@test "throttling is waited out" { heals throttle,action=SyncImages,count=2 throttle,action=DescribeImages,count=3; }

@test "a fifth of all requests is throttled" { heals throttle,rate=0.2,count=0; }

@test "a busy source is waited for, whatever the cloud calls it" {
    heals code=FailedOperation.InvalidImageState,action=SyncImages,count=2
}

@test "a call refused for one region is split, so that the others proceed" {
    web "ap-shanghai, ap-beijing, ap-chengdu"
    cloud "${world[@]}"
    control PATCH '/region?cloud=tencent-cvm&region=ap-beijing' '{"copies": false}'
    quietly 3 ferry apply -y --format json
    holds '.summary.in_sync == 2 and .summary.blocked == 1'
    same blocked "$(verdicts | grep blocked)" "game/web@ap-beijing blocked region_unsupported"
    copied 2
}

@test "a refusal for quota that no reading explains is halved, and each region is copied to once" {
    web "ap-shanghai, ap-beijing, ap-chengdu"
    cloud "${world[@]}"
    fault code=ImageQuotaLimitExceeded,action=SyncImages
    exits 0 ferry apply -y
    copied 3
    [ "$(requests SyncImages)" -ge 3 ]
}

@test "a code that nobody documented fails the call, and is shown" {
    cloud "${world[@]}"
    fault code=FailedOperation.OfANewKind,action=SyncImages,count=0
    exits 3 ferry apply -y
    says FailedOperation.OfANewKind
    copied 0
}

@test "a failed copy is reported, exit 3; where its name is taken it stays with a person" {
    cloud "${world[@]}"
    fault fail-copy,action=SyncImages
    quietly 3 ferry apply -y --format json
    holds '.summary.unusable == 2'
    copied 2
    exits 3 ferry apply -y
    copied 2
}

# ---- listings

@test "a listing that is not whole, not JSON, too large or late is no listing: its region is unknown and never copied to" {
    local region fault
    declare -A faults=(
        [ap-beijing]=truncate [ap-chengdu]=garbage [ap-chongqing]=html [ap-nanjing]=deep [ap-tianjin]=types
        [ap-shenzhen]=empty [ap-qingyuan]=total=1 [ap-hongkong]=huge [ap-singapore]=status=503
        [ap-tokyo]=cut=before [ap-seoul]=cut=reply [ap-jakarta]=stall=30 [ap-bangkok]=code=InternalError [ap-mumbai]=status=307)
    web "ap-shanghai, $(IFS=,; echo "${!faults[*]}")"
    sed -i 's/tencent-cvm}/tencent-cvm, cross_border: true}/' images.yaml
    cloud "${world[@]}"
    for region in "${!faults[@]}"; do fault "${faults[$region]},action=DescribeImages,region=$region,count=0"; done
    # One run for all of them: each is read several times before ferry gives up, at the same time as the others.
    quietly 4 ferry plan --out plan.json --request-timeout 1s -v
    same "unknown cells" "$(jq -r '[.cells[] | select(.verdict == "unknown")] | length' plan.json)" "${#faults[@]}"
    same "calls" "$(jq -c '.calls | map(.regions)' plan.json)" '[["ap-shanghai"]]'
    holds '.complete == false and .exit_code == 4' plan.json
    holds '[.cells[] | select(.verdict == "unknown") | .error.class] | all(. != null)' plan.json
    # what a person sees: which region, what came instead, the status, and no byte of the garbage
    [[ $output == *ap-chengdu*unknown* && $output == *"HTTP 503"* && $output != *$'\e'* ]]
    [[ $stderr != *$'\e'* ]]
    # A redirect is not followed: every host name leads to the simulator, so it would have seen who does.
    [[ $output == *"HTTP 307"* ]]
    same hosts "$(jq -r .host "$CLOUD/requests.ndjson" | sort -u)" cvm.tencentcloudapi.com
}

@test "a listing that claims fewer than it has is no listing" {
    cloud "${world[@]}" old@ap-beijing
    fault total=-1,action=DescribeImages,region=ap-beijing,count=0
    exits 4 ferry plan
    says ap-beijing
}

@test "listings that fail once are read again" {
    heals truncate,action=DescribeImages garbage,action=DescribeImages status=500,action=DescribeImages \
        total=3,action=DescribeImages cut=after,action=DescribeImages code=InternalError,action=DescribeImages
}

@test "a source region that cannot be read: its cells are unknown, the other image is copied" {
    manifest 'version: 1
accounts:
  game: {provider: tencent-cvm}
images:
  - {name: web, from: ap-guangzhou, to: [ap-shanghai]}
  - {name: db, from: ap-nanjing, to: [ap-shanghai]}'
    cloud web@ap-guangzhou db@ap-nanjing
    unreadable ap-guangzhou
    quietly 4 ferry apply -y --format json
    same verdicts "$(verdicts)" "game/db@ap-shanghai in_sync
game/web@ap-shanghai unknown"
    copied 1
}

@test "a listing that fails during apply does not make a copy twice" {
    cloud "${world[@]}" -- --copy-seconds 100
    fault status=500,action=DescribeImages,skip=5,count=5
    run ferry apply -y
    control DELETE /fault >/dev/null
    exits 0 ferry apply -y
    copied 2
}

# ---- TLS and addresses

@test "a certificate of another authority is refused, and says so" {
    cloud "${world[@]}"
    openssl req -x509 -newkey rsa:2048 -nodes -keyout other.key -out other.pem -days 1 -subj /CN=other 2>/dev/null
    FERRY_CA_FILE=$PWD/other.pem exits 4 ferry plan
    says certificate
    unset FERRY_CA_FILE
    exits 4 ferry plan
    says certificate
    same requests "$(control GET /effects | jq .requests)" 0
}

@test "a CA file that is not there is an error that names it" {
    cloud "${world[@]}"
    exits 64 ferry plan --ca-file nowhere.pem
    says nowhere.pem
    same requests "$(control GET /effects | jq .requests)" 0
}

@test "plain http is refused, but to loopback" {
    cloud "${world[@]}"
    sed -i 's|tencent-cvm}|tencent-cvm, endpoint: "http://cvm.tencentcloudapi.com"}|' images.yaml
    exits 65 ferry plan
    says http
    same requests "$(control GET /effects | jq .requests)" 0
}

@test "nobody listens: it is said at once, and tried again until somebody ends it" {
    cloud "${world[@]}"
    export FERRY_CONNECT_TO=::127.0.0.1:1
    start_ferry plan -v
    until_true 5 grep -q 'Failed to connect' err.txt
    kill -INT "$FERRY_PID"
    ends 130
}
