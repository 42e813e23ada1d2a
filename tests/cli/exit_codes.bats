#!/usr/bin/env bats
# Every row of the table of exit codes (the README has it), and what wins where several hold.

load helper

# The worlds that rows share.  Each image is `web`, from ap-guangzhou.
setup() { web ap-shanghai; }

# expect CODE COMMAND…: the exit code, and the same in the JSON.
expect() {
    quietly "$@" --format json
    holds ".exit_code == $1"
}

ready=web@ap-guangzhou
copy=web@ap-shanghai
coming='{"name": "web", "region": "ap-shanghai", "state": "copying", "done_in": 100000}'
failed='{"name": "web", "region": "ap-shanghai", "state": "failed"}'
other='{"name": "web", "region": "ap-shanghai", "size_gib": 77}'

# ---- plan

@test "plan: 0, whatever it holds" {
    cloud "$ready"
    expect 0 ferry plan
    add "$copy" '{"size_gib": 77}'
    expect 0 ferry plan
    lose "$ready"
    lose "$copy"
    expect 0 ferry plan
    holds '.summary.blocked == 1'
}

@test "plan --exit-code: 2 with a call, 0 in sync or in progress" {
    cloud "$ready"
    expect 2 ferry plan --exit-code
    expect 2 ferry plan --detailed-exitcode
    FERRY_EXIT_CODE=1 expect 2 ferry plan
    add "$copy" '{"state": "copying", "done_in": 100000}'
    expect 0 ferry plan --exit-code
    lose "$copy"
    add "$copy"
    expect 0 ferry plan --exit-code
}

@test "plan --exit-code: 2 when a cell differs" {
    cloud "$ready" "$other"
    expect 2 ferry plan --exit-code
    holds '.summary.differs == 1 and .calls == []'
}

@test "plan --exit-code: 2 when a cell is ambiguous" {
    cloud "$ready" "$copy" "$copy"
    expect 2 ferry plan --exit-code
    holds '.summary.ambiguous == 1 and .calls == []'
}

@test "plan --exit-code: 2 when a cell is unusable" {
    cloud "$ready" "$failed"
    expect 2 ferry plan --exit-code
    holds '.summary.unusable == 1 and .calls == []'
}

@test "plan --exit-code: 2 when a cell is blocked" {
    cloud other@ap-guangzhou
    expect 2 ferry plan --exit-code
    holds '.summary.blocked == 1 and .calls == [] and .cells[0].reason == "source_missing"'
}

# ---- drift

@test "drift: 0 with cells in sync, in progress and extra only" {
    web "ap-shanghai, ap-beijing"
    sed -i 's/tencent-cvm}/tencent-cvm, watch: ["web*"]}/' images.yaml
    cloud "$ready" "$coming" web@ap-beijing web-old@ap-beijing
    expect 0 ferry drift
    holds '.summary | .in_sync == 1 and .in_progress == 1 and .extra == 1'
}

@test "drift: 2 for extra with --fail-on extra" {
    sed -i 's/tencent-cvm}/tencent-cvm, watch: ["web*"]}/' images.yaml
    cloud "$ready" "$copy" web-old@ap-shanghai
    expect 0 ferry drift
    expect 2 ferry drift --fail-on extra
    FERRY_FAIL_ON=extra expect 2 ferry drift
}

@test "drift: 2 for missing" {
    cloud "$ready"
    expect 2 ferry drift
}

@test "drift: 2 for differs, ambiguous, unusable and blocked" {
    cloud "$ready" "$other"
    expect 2 ferry drift
    alter "$copy" '{"size_gib": 20}'
    expect 0 ferry drift
    add "$copy"
    expect 2 ferry drift
    holds '.summary.ambiguous == 1'
    lose "$copy"
    alter "$copy" '{"state": "failed"}'
    expect 2 ferry drift
    holds '.summary.unusable == 1'
    lose "$copy"
    lose "$ready"
    expect 2 ferry drift
    holds '.summary.blocked == 1'
}

# ---- unknown

@test "plan, drift, list, why: 4 when a selected cell is unknown" {
    cloud "$ready"
    unreadable ap-shanghai
    expect 4 ferry plan
    holds '.summary.unknown == 1 and .complete == false and .calls == []'
    expect 4 ferry drift
    expect 4 ferry list
    expect 4 ferry why web@ap-shanghai
}

@test "4 comes before 2: a cell that drifts beside one that is unknown" {
    web "ap-shanghai, ap-beijing"
    cloud "$ready"
    unreadable ap-shanghai
    expect 4 ferry plan --exit-code
    expect 4 ferry drift
    holds '.summary.missing == 1 and .summary.unknown == 1'
    expect 2 ferry drift --region ap-beijing
}

# ---- apply

@test "apply: 0 when every selected cell is in sync at the end" {
    cloud "$ready"
    expect 0 ferry apply -y
    holds '.summary.in_sync == 1 and .summary.calls_made == 1'
    expect 0 ferry apply -y
    holds '.summary.calls_made == 0'
    copied 1
}

@test "apply --no-wait: 0 when every call was accepted" {
    cloud "$ready" -- --copy-seconds 100000
    expect 0 ferry apply -y --no-wait
    holds '.summary.in_progress == 1'
}

@test "apply: 3 when a copy fails" {
    cloud "$ready"
    fault fail-copy,action=SyncImages
    expect 3 ferry apply -y
    holds '.summary.unusable == 1'
}

@test "apply: 3 when a cell is blocked, differs, is ambiguous or unusable" {
    cloud other@ap-guangzhou
    expect 3 ferry apply -y
    add "$ready"
    add "$copy" '{"size_gib": 77}'
    expect 3 ferry apply -y
    lose "$copy"
    add "$copy"
    add "$copy"
    expect 3 ferry apply -y
    lose "$copy"
    alter "$copy" '{"state": "failed"}'
    expect 3 ferry apply -y
    copied 0
}

@test "apply: 3 when the copy timeout or the deadline is over" {
    cloud "$ready" -- --copy-seconds 100000
    expect 3 ferry apply -y --copy-timeout 300ms
    holds '.summary.in_progress == 1 and .cells[0].reason == "stuck"'
    expect 3 ferry apply -y --deadline 1s
    copied 1
}

@test "apply: 130 or 143 when interrupted before any write" {
    local signal
    cloud "$ready"
    for signal in INT:130 TERM:143; do
        fault stall=3,action=DescribeImages
        start_ferry apply -y --format json
        until_true 5 faulted
        kill "-${signal%:*}" "$FERRY_PID"
        ends "${signal#*:}"
        holds ".exit_code == ${signal#*:}" out.txt
        control DELETE /fault >/dev/null
    done
    copied 0
}

@test "apply: 3 when interrupted after a write" {
    cloud "$ready" -- --copy-seconds 100000
    start_ferry apply -y --format json
    until_true 5 has_copied 1
    kill -INT "$FERRY_PID"
    ends 3
    holds '.exit_code == 3 and .summary.calls_made == 1' out.txt
    copied 1
}

@test "apply: 4 when nothing is wrong but unknown cells" {
    web "ap-shanghai, ap-beijing"
    cloud "$ready"
    unreadable ap-beijing
    expect 4 ferry apply -y
    holds '.summary.in_sync == 1 and .summary.unknown == 1'
    copied 1
}

@test "apply: 3 comes before 4" {
    web "ap-shanghai, ap-beijing, ap-chengdu"
    cloud "$ready" '{"name": "web", "region": "ap-chengdu", "size_gib": 77}'
    unreadable ap-beijing
    expect 3 ferry apply -y
    holds '.summary | .in_sync == 1 and .unknown == 1 and .differs == 1'
}

# ---- wait

@test "wait: 0 when every copy ended well, or there was none" {
    cloud "$ready"
    expect 0 ferry wait
    add "$copy" '{"state": "copying", "done_in": 1}'
    expect 0 ferry wait
    holds '.summary.in_sync == 1'
    copied 0
}

@test "wait: 3 when a copy fails, or takes too long" {
    cloud "$ready" "$coming"
    expect 3 ferry wait --copy-timeout 300ms
    expect 3 ferry wait --deadline 500ms
    lose "$copy"
    add "$copy" '{"state": "copying", "done_in": 1, "fails": true}'
    expect 3 ferry wait
}

# ---- refused by a guard

@test "5: more change than allowed, by number and by part, before the first call" {
    web "ap-shanghai, ap-beijing, ap-chengdu, ap-nanjing"
    cloud "$ready" "$copy" web@ap-nanjing
    expect 5 ferry apply -y --max-change 1
    holds '.applyable == false and .summary.calls_made == 0'
    expect 5 ferry apply -y --max-change 49%
    copied 0
    expect 0 ferry apply -y --max-change 50%
    copied 2
}

@test "5: --approve of another plan" {
    cloud "$ready"
    expect 5 ferry apply --approve "sha256:$(printf '0%.0s' {1..64})" </dev/null
    copied 0
}

@test "5: a stale plan; 3 when only some of its calls are" {
    manifest 'version: 1
accounts:
  game: {provider: tencent-cvm}
images:
  - {name: web, from: ap-guangzhou, to: [ap-shanghai]}
  - {name: db, from: ap-guangzhou, to: [ap-shanghai]}'
    cloud "$ready" db@ap-guangzhou
    ferry plan --out plan.json >/dev/null
    alter db@ap-guangzhou '{"state": "offline"}'
    stale_after
    expect 3 ferry apply plan.json
    copied 1
    lose "$copy"
    alter "$ready" '{"state": "offline"}'
    expect 5 ferry apply plan.json
    copied 1
}

@test "5: the lock of every account is held" {
    cloud "$ready" -- --copy-seconds 100000
    start_ferry apply -y
    until_true 5 has_copied 1
    expect 5 ferry apply -y
    [[ $stderr == *"process $FERRY_PID "* ]] || { echo "$stderr"; return 1; }
    kill -KILL "$FERRY_PID"
    ends 137
    expect 0 ferry apply -y --no-wait # the lock died with its process
    copied 1
}

@test "3: the lock of some accounts is held" {
    manifest 'version: 1
accounts:
  one: {provider: tencent-cvm}
  two: {provider: tencent-cvm, credentials: {env: {id: FERRY_CRED_ID, secret: FERRY_CRED_KEY}}}
images:
  - {name: web, account: one, from: ap-guangzhou, to: [ap-shanghai]}
  - {name: db, account: two, from: ap-guangzhou, to: [ap-shanghai]}'
    jq -n '{clouds: {"tencent-cvm": {
        accounts: [{id: "AKIDone", secret: "fake-one"}, {id: "AKIDtwo", secret: "fake-two"}],
        images: [{name: "web", region: "ap-guangzhou"}, {name: "db", region: "ap-guangzhou", account: "AKIDtwo"}]}}}' >world.json
    cloud_start --copy-seconds 100000 world.json
    export FERRY_CRED_ID=AKIDtwo FERRY_CRED_KEY=fake-two
    start_ferry apply -y --account one
    until_true 5 has_copied 1
    expect 3 ferry apply -y --no-wait
    copied 2
    kill -KILL "$FERRY_PID"
    ends 137
}

@test "5: the prompt is declined" {
    command -v script >/dev/null || skip "script (util-linux) is not installed"
    cloud "$ready"
    run script -qec 'ferry apply' /dev/null <<<no
    same "exit code" "$status" 5
    copied 0
}

# ---- usage, data, credentials

@test "64: usage, an empty selection, apply unasked off a terminal" {
    cloud "$ready"
    exits 64 ferry plan --unknown
    expect 64 ferry plan --only 'nothing*'
    expect 64 ferry apply </dev/null
    says_not '"cells":[{'
    exits 64 ferry why nothing@ap-shanghai
    exits 64 ferry
    same requests "$(requests DescribeImages)" 0
}

@test "65: an invalid manifest, one without images, an endpoint not allowed, a bad plan" {
    local command
    cloud "$ready"
    ferry plan --out plan.json >/dev/null
    sed 's/"ap-shanghai"/"ap-beijing"/g' plan.json >edited.json
    head -c 1000 plan.json >cut.json
    sed 's/"format_version":"1\.[0-9]*"/"format_version":"2.0"/' plan.json >newer.json
    echo '{"nothing": 1}' >other.json
    for plan in edited cut newer other; do
        expect 65 ferry apply $plan.json
        expect 65 ferry show $plan.json
    done
    web ap-nowhere
    for command in validate plan drift list wait 'apply -y'; do
        # shellcheck disable=SC2086
        expect 65 ferry $command
    done
    manifest 'version: 1'
    expect 65 ferry plan
    web ap-shanghai
    sed -i 's|tencent-cvm}|tencent-cvm, endpoint: "https://example.org"}|' images.yaml
    for command in validate plan 'apply -y'; do
        # shellcheck disable=SC2086
        expect 65 ferry $command
    done
    copied 0
}

@test "77: credentials missing or half set, before any read" {
    cloud "$ready"
    unset TENCENTCLOUD_SECRET_KEY
    expect 77 ferry plan
    expect 77 ferry apply -y
    expect 77 ferry whoami
    unset TENCENTCLOUD_SECRET_ID
    expect 77 ferry drift
    expect 77 ferry list
    same requests "$(control GET /effects | jq .requests)" 0
}

@test "77: credentials rejected for every account; for some: their cells are unknown, 4" {
    manifest 'version: 1
accounts:
  good: {provider: tencent-cvm}
  bad: {provider: tencent-cvm, credentials: {env: {id: FERRY_CRED_ID, secret: FERRY_CRED_KEY}}}
images:
  - {name: web, account: good, from: ap-guangzhou, to: [ap-shanghai]}
  - {name: web, account: bad, from: ap-guangzhou, to: [ap-shanghai]}'
    cloud "$ready" "$copy"
    export FERRY_CRED_ID=AKIDnobody FERRY_CRED_KEY=fake-nobody
    expect 77 ferry plan --account bad
    expect 77 ferry apply -y --account bad
    expect 4 ferry plan
    holds '.summary.in_sync == 1 and .summary.unknown == 1'
    expect 4 ferry apply -y
}

@test "1: standard output that cannot be written" {
    cloud "$ready"
    [ -w /dev/full ] || skip "there is no /dev/full"
    run bash -c 'ferry plan >/dev/full'
    same "exit code" "$status" 1
}
