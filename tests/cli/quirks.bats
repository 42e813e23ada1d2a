#!/usr/bin/env bats
# ferry where the vendors' documents leave a question open: cloudsim answers it one way, then the other (--quirk),
# and ferry must come to the same end, truthfully, and never copy twice.

load helper

# place PROVIDER: the account, the source and two destinations in $ACCOUNT $FROM $ONE $TWO, the world in $CLOUDS.
place() {
    PROVIDER=$1 ACCOUNT="{provider: $1}" FROM=ap-guangzhou ONE=ap-shanghai TWO=ap-beijing ID=img-web00001
    CLOUDS=$1
    case $1 in
    tencent-cvm-legacy) CLOUDS=tencent-cvm ;;
    gateway) PROVIDER=tencent-cvm ACCOUNT="{provider: tencent-cvm, gateway: qcloud}" CLOUDS=tencent-cvm ;;
    tencent-lighthouse) FROM=ap-tokyo ONE=ap-seoul TWO=ap-singapore ID=lhbp-web00001 ;;
    ucloud) ACCOUNT="{provider: ucloud, project: org-sim001}" FROM=cn-bj2 ONE=hk TWO=sg ID=uimage-web001 ;;
    baidu-bcc) FROM=bj ONE=gz TWO=su ID=m-Web00001 ;;
    esac
    IMAGE="{\"region\": \"$FROM\", \"name\": \"web\", \"id\": \"$ID\"}"
}

# ends EXIT STARTED [CLOUDSIM OPTION...]: one apply in a fresh world; $TO and $MORE (images) may be set before.
ends() {
    local want=$1 started=$2
    shift 2
    rm -rf "$BATS_TEST_TMPDIR/state"
    manifest "version: 1
accounts: {a: ${ACCOUNT%\}}, rate: {read: 100, write: 100}}}
images:
  - {name: web, from: $FROM, to: [${TO:-$ONE, $TWO}]}"
    printf '{"clouds": {"%s": {"images": [%s]}}}' "$CLOUDS" "$IMAGE${MORE:+, $MORE}" >world.json
    cloud_start --copy-seconds 100 "$@" world.json
    export FERRY_SETTLE=${SETTLE:-1s}
    run ferry apply -y
    if [ "$status" -ne "$want" ] || [ "$(effects)" -ne "$started" ]; then
        echo "$PROVIDER $*: exit $status instead of $want, $(effects) copies instead of $started"
        echo "$output"
        jq -c '[.action, .region, .code]' "$CLOUD/requests.ndjson" | tail -20
        return 1
    fi
    cloud_stop
}

@test "tencent-cvm: ids that are not told, or told in another shape" {
    place tencent-cvm
    ends 0 2
    local how
    for how in missing null empty; do ends 0 2 --quirk no-imageset=$how; done
}

@test "tencent-cvm: times with an offset, fields that are null, a quota that is not told" {
    place tencent-cvm
    ends 0 2 --quirk created-offset
    ends 0 2 --quirk null-fields
    ends 0 2 --quirk quota-call-fails
}

@test "tencent-cvm: a source that stays normal, a busy one by each of its codes" {
    place tencent-cvm
    ends 0 2 --quirk source-stays-normal
    local code
    for code in FailedOperation.InvalidImageState InvalidParameterValue.InvalidImageState InvalidImageId.IncorrectState; do
        ends 0 2 --fault "code=$code,action=SyncImages"
    done
}

@test "tencent-cvm: a copy that is listed late is not made twice" {
    place tencent-cvm
    SETTLE=5s ends 0 2 --quirk late-visibility=1
    SETTLE=5s ends 0 2 --quirk late-visibility=1 --quirk no-imageset=missing
}

@test "tencent-cvm: a failed copy that stays is unusable, one that vanishes is missing" {
    place tencent-cvm
    ends 3 2 --fault fail-copy,action=SyncImages
    says unusable
    ends 3 2 --fault fail-copy,action=SyncImages --quirk failed-copy-vanishes
    says missing
}

@test "tencent-cvm: one region beyond the border, refused by each code, whole or in part" {
    place tencent-cvm
    ACCOUNT="{provider: tencent-cvm, cross_border: true}" TO="ap-shanghai, ap-tokyo"
    local code
    for code in UnsupportedOperation.Region InvalidRegion.Unavailable InvalidParameterValue.InvalidRegion; do
        ends 3 1 --quirk "border-code=$code"
    done
    ends 3 1 --quirk partial-on-bad-region
}

@test "tencent-cvm: limits that nobody published, of size and of regions a call" {
    place tencent-cvm
    ends 3 0 --quirk size-limit=10
    says too_large
    ends 0 2 --quirk max-destinations=1
}

@test "tencent-cvm: names that may or may not repeat" {
    place tencent-cvm
    ends 0 2 --quirk dup-name-refused
}

@test "gateway of 2017: RequestID, flat failures, codes as text" {
    place gateway
    ends 0 2
    ends 0 2 --quirk request-id-spelling
    ends 0 2 --quirk flat-2017-failures --fault code=4400,action=SyncImages
    ends 0 2 --fault throttle,action=SyncImages
    ends 0 2 --quirk no-imageset=missing
}

@test "tencent-cvm-legacy: codes as text, createor, copies in part" {
    place tencent-cvm-legacy
    ends 0 2
    ends 0 2 --quirk code-as-text
    ends 0 2 --quirk createor
    ends 0 2 --fault code=5100,action=SyncCvmImage
    ends 0 2 --fault code=5100,action=SyncCvmImage --quirk code-as-text
    TO="ap-shanghai, ap-tokyo" ACCOUNT="{provider: tencent-cvm-legacy, cross_border: true}"
    ends 3 1 # one region is refused by a code that names none: asked for in halves, the good one proceeds
    ends 3 1 --quirk partly-done
}

@test "tencent-lighthouse: the other quota, a busy source, a source that stays normal" {
    place tencent-lighthouse
    ends 0 2
    ends 0 2 --quirk null-fields
    ends 0 2 --quirk source-stays-normal
    ends 0 2 --quirk late-visibility=1
    ends 0 2 --fault code=UnsupportedOperation.BlueprintCurStateInvalid,action=SyncBlueprint
    MORE='{"region": "ap-seoul", "name": "x"}, {"region": "ap-seoul", "name": "y"}'
    ends 0 2
    ends 3 1 --quirk free-quota-limits
    says quota_full
}

@test "ucloud: RetCode as text, lists that are null, images shared to us" {
    place ucloud
    ends 0 2
    ends 0 2 --quirk retcode-string --fault code=153,action=CopyCustomImage
    ends 0 2 --quirk null-lists
    MORE='{"region": "hk", "name": "web", "type": "shared"}'
    ends 0 2
    ends 0 2 --quirk shared-listed
}

@test "ucloud: batches that are ignored, forget a region, or answer in both forms" {
    place ucloud
    ends 0 2 --quirk single-and-infos
    ends 0 2 --quirk batch-ignored
    ends 0 2 --quirk batch-forgets=hk
    SETTLE=5s ends 0 2 --quirk late-visibility=1
}

@test "baidu-bcc: empty bodies, other words for states, refusals whole or in part" {
    place baidu-bcc
    ends 0 2
    ends 0 2 --quirk empty-copy-body
    SETTLE=5s ends 0 2 --quirk empty-copy-body --quirk late-visibility=1
    local word
    for word in dest_copying Copying Replicating; do ends 0 2 --quirk "copying-word=$word"; done
    for word in CreatedFailed CreateFailed Error; do
        ends 3 2 --quirk "failed-word=$word" --fault fail-copy,action=remoteCopy
    done
    ends 0 2 --quirk busy-word=NotAvailable
    ends 0 2 --quirk null-lists
}

@test "baidu-bcc: one region that takes no copies, whole or in part; an image of another type" {
    place baidu-bcc
    TO="gz, fsh"
    ends 3 1
    ends 3 1 --quirk baidu-whole-failure
    TO=
    IMAGE='{"region": "bj", "name": "web", "id": "m-Web00001", "traits": ["ebc"]}'
    ends 0 2
    IMAGE='{"region": "bj", "name": "web", "id": "m-Web00001", "traits": ["gpu"]}'
    ends 0 2 --quirk gpu-under-custom
}
