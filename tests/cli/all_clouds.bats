#!/usr/bin/env bats
# All five APIs, and the gateway of 2017: each by itself through the main job and its faults, then side by side.

load helper

# place CLOUD: what differs between the clouds.  A cell is one image in $ONE and $TWO, its source in $FROM.
place() {
    ACCOUNT="{provider: $1}" FROM=ap-guangzhou ONE=ap-shanghai TWO=ap-beijing SIM=$1 LOG=$1 CALLS=1
    case $1 in
    tencent-cvm) COPY=SyncImages LIST=DescribeImages ;;
    qcloud) SIM=tencent-cvm ACCOUNT="{provider: tencent-cvm, gateway: qcloud}" LOG=tencent-cvm-legacy COPY=SyncImages LIST=DescribeImages ;;
    tencent-cvm-legacy) SIM=tencent-cvm COPY=SyncCvmImage LIST=DescribeImages ;;
    tencent-lighthouse) COPY=SyncBlueprint LIST=DescribeBlueprints ;;
    ucloud) ACCOUNT="{provider: ucloud, project: org-sim001}" FROM=cn-bj2 ONE=hk TWO=sg COPY=CopyCustomImage LIST=DescribeImage ;;
    baidu-bcc) FROM=bj ONE=gz TWO=su COPY=remoteCopy LIST=GET ;;
    esac
}
clouds='tencent-cvm qcloud tencent-cvm-legacy tencent-lighthouse ucloud baidu-bcc'

# begin CLOUD [CLOUDSIM OPTION…]: a world with the source alone, and a manifest for both copies.
begin() {
    place "$1"
    shift
    cloud_stop
    rm -rf "$BATS_TEST_TMPDIR/state"
    manifest "version: 1
accounts: {a: ${ACCOUNT%\}}, rate: {read: 100, write: 100}}}
images: [{name: web, from: $FROM, to: [$ONE, $TWO]}]"
    printf '{"clouds": {"%s": {"images": [{"region": "%s", "name": "web"}]}}}' "$SIM" "$FROM" >world.json
    cloud_start --copy-seconds 40 "$@" world.json
}

gone() { control DELETE "/image?cloud=$SIM&region=$1&name=web" >/dev/null; }

# calls: how many requests to copy came.
calls() { jq -s --arg a "$COPY" '[.[] | select(.action == $a)] | length' "$CLOUD/requests.ndjson"; }

main_job() {
    begin "$1"
    quietly 0 ferry plan --format json
    holds '.summary | .missing == 2 and .write_calls == 1 and .proved_minimal'
    holds ".calls[0].action == \"$COPY\" and (.calls[0].regions | sort) == ([\"$ONE\", \"$TWO\"] | sort)"
    exits 2 ferry drift
    exits 0 ferry apply -y
    copied 2
    same calls "$(calls)" 1
    exits 0 ferry drift
    exits 0 ferry apply -y
    same calls "$(calls)" 1
    gone "$TWO"
    exits 2 ferry drift
    exits 0 ferry apply -y
    same calls "$(calls)" 2
    same copies "$(effects)" 3
    exits 0 ferry whoami
    jq -e 'select(.signature == "bad")' "$CLOUD/requests.ndjson" && return 1
    return 0
}

@test "tencent-cvm: the main job" { main_job tencent-cvm; }
@test "tencent-cvm, gateway of 2017: the main job" { main_job qcloud; }
@test "tencent-cvm-legacy: the main job" { main_job tencent-cvm-legacy; }
@test "tencent-lighthouse: the main job" { main_job tencent-lighthouse; }
@test "ucloud: the main job" { main_job ucloud; }
@test "baidu-bcc: the main job" { main_job baidu-bcc; }

# every_loss CLOUD: whatever becomes of the answer to the copy call, no copy is made twice.
every_loss() {
    local how
    for how in cut=before cut=after cut=reset cut=reply status=502,effect=first garbage; do
        begin "$1"
        fault "$how,action=$COPY"
        exits 0 ferry apply -y
        faulted >/dev/null
        copied 2 || { echo "$1 $how"; return 1; }
    done
}

@test "qcloud: lost answers never lead to a second copy" { every_loss qcloud; }
@test "tencent-cvm-legacy: lost answers never lead to a second copy" { every_loss tencent-cvm-legacy; }
@test "tencent-lighthouse: lost answers never lead to a second copy" { every_loss tencent-lighthouse; }
@test "ucloud: lost answers never lead to a second copy" { every_loss ucloud; }
@test "baidu-bcc: lost answers never lead to a second copy" { every_loss baidu-bcc; }

@test "throttling is waited out, in each cloud's words" {
    local cloud
    for cloud in $clouds; do
        begin "$cloud"
        fault "throttle,count=3"
        fault "throttle,action=$COPY,count=2"
        exits 0 ferry apply -y
        copied 2 || { echo "$cloud"; return 1; }
    done
}

@test "failing copies are reported, and where names may repeat one apply more puts them right" {
    local cloud
    for cloud in $clouds; do
        begin "$cloud"
        fault "fail-copy,action=$COPY"
        quietly 3 ferry apply -y --format json
        # the legacy API has no word for a failed copy: none is shown
        holds '.summary | .unusable + .missing == 2' || { echo "$cloud"; return 1; }
        case $cloud in
        ucloud | baidu-bcc | tencent-cvm-legacy)
            exits 0 ferry apply -y
            same "copies of $cloud" "$(effects)" 4
            ;;
        *)
            exits 3 ferry apply -y
            same "copies of $cloud" "$(effects)" 2
            ;;
        esac
    done
}

@test "keys that are refused: 77, in each cloud's words" {
    local cloud
    for cloud in $clouds; do
        begin "$cloud"
        TENCENTCLOUD_SECRET_KEY=wrong UCLOUD_PRIVATE_KEY=wrong BCE_SECRET_ACCESS_KEY=wrong exits 77 ferry plan || { echo "$cloud"; return 1; }
        TENCENTCLOUD_SECRET_ID=wrong UCLOUD_PUBLIC_KEY=wrong BCE_ACCESS_KEY_ID=wrong exits 77 ferry plan || { echo "$cloud"; return 1; }
        copied 0
    done
}

@test "the legacy API copies several images to several regions with one call" {
    manifest 'version: 1
accounts: {a: {provider: tencent-cvm-legacy}}
images:
  - {name: web, from: ap-guangzhou, to: [ap-shanghai, ap-beijing, ap-chengdu]}
  - {name: db, from: ap-guangzhou, to: [ap-shanghai, ap-beijing, ap-chengdu]}
  - {name: log, from: ap-guangzhou, to: [ap-nanjing]}'
    cloud web@ap-guangzhou db@ap-guangzhou log@ap-guangzhou
    quietly 0 ferry plan --format json
    holds '.summary | .missing == 7 and .write_calls == 2 and .lower_bound == 2 and .proved_minimal'
    exits 0 ferry apply -y
    copied 7
    same calls "$(requests SyncCvmImage tencent-cvm-legacy)" 2
    exits 0 ferry drift
}

@test "lighthouse takes ten regions a call: eleven are two calls" {
    manifest 'version: 1
accounts: {a: {provider: tencent-lighthouse}}
images:
  - {name: web, from: ap-tokyo, to: [ap-hongkong, ap-singapore, ap-bangkok, ap-jakarta, ap-seoul, eu-frankfurt, na-ashburn, na-siliconvalley, sa-saopaulo]}
  - {name: db, from: ap-guangzhou, to: [ap-shanghai, ap-beijing, ap-tokyo]}'
    printf '{"clouds": {"tencent-lighthouse": {"images": [{"region": "ap-tokyo", "name": "web"}, {"region": "ap-guangzhou", "name": "db"}]}}}' >world.json
    cloud_start --copy-seconds 40 world.json
    quietly 3 ferry apply -y --format json
    holds '.summary.in_sync == 11 and .calls_made != 0'
    same blocked "$(verdicts | grep -v in_sync)" "a/db@ap-tokyo blocked cross_border"
    copied 11
}

# ---- side by side

five='version: 1
accounts:
  game: {provider: tencent-cvm}
  old: {provider: tencent-cvm-legacy}
  edge: {provider: tencent-lighthouse}
  uc: {provider: ucloud, project: org-sim001}
  bd: {provider: baidu-bcc}
images:
  - {name: web, account: game, from: ap-guangzhou, to: [ap-guangzhou, ap-shanghai, ap-beijing]}
  - {name: db, account: old, from: ap-guangzhou, to: [ap-shanghai, ap-beijing]}
  - {name: node, account: edge, from: ap-tokyo, to: [ap-seoul, ap-singapore]}
  - {name: cache, account: uc, from: cn-bj2, to: [hk, sg]}
  - {name: base, account: bd, from: bj, to: [gz, su]}'

five_clouds() {
    manifest "$five"
    jq -n '{clouds: {
        "tencent-cvm": {images: [{name: "web", region: "ap-guangzhou"}, {name: "db", region: "ap-guangzhou"}]},
        "tencent-lighthouse": {images: [{name: "node", region: "ap-tokyo"}]},
        "ucloud": {images: [{name: "cache", region: "cn-bj2"}]},
        "baidu-bcc": {images: [{name: "base", region: "bj"}]}}}' >world.json
    cloud_start --copy-seconds 100 "$@" world.json
}

@test "one manifest over five clouds: one call each, then in sync, then nothing more" {
    five_clouds
    quietly 0 ferry plan --format json
    holds '.summary | .missing == 10 and .in_sync == 1 and .write_calls == 5 and .proved_minimal'
    holds '.calls | map(.action) | sort == ["CopyCustomImage", "SyncBlueprint", "SyncCvmImage", "SyncImages", "remoteCopy"]'
    exits 0 ferry apply -y
    copied 10
    exits 0 ferry drift
    exits 0 ferry apply -y
    copied 10
    exits 0 ferry whoami
    exits 0 ferry list
}

@test "a plan over five clouds is carried out without its manifest" {
    five_clouds
    ferry plan --out plan.json >/dev/null
    rm images.yaml
    stale_after plan.json
    exits 0 ferry apply plan.json
    copied 10
}

@test "one cloud that is down, or silent, does not stop the others" {
    five_clouds --fault cut=before,cloud=ucloud,count=0 --fault stall=600,cloud=baidu-bcc,count=0
    quietly 4 ferry apply -y --format json --request-timeout 500ms
    holds '.summary | .in_sync == 7 and .unknown == 4'
    copied 6
    control DELETE /fault >/dev/null
    exits 0 ferry apply -y
    copied 10
}

@test "one cloud whose keys are refused: its cells are unknown, the others converge" {
    five_clouds
    UCLOUD_PRIVATE_KEY=wrong quietly 4 ferry apply -y --format json
    holds '.summary.in_sync == 9 and .summary.unknown == 2'
    copied 8
    exits 0 ferry apply -y
    copied 10
}

@test "a fifth of all answers is lost, throttled or broken, and every cloud converges with each copy made once" {
    five_clouds --seed 7 --fault cut=after,rate=0.1,count=0 --fault throttle,rate=0.1,count=0 --fault status=503,rate=0.05,count=0 \
        --fault garbage,rate=0.05,count=0
    export FERRY_REQUEST_TIMEOUT=5s
    run ferry apply -y
    control DELETE /fault >/dev/null
    exits 0 ferry apply -y
    copied 10
    exits 0 ferry drift
}
