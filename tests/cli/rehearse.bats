#!/usr/bin/env bats
# plan --rehearse: the cloud's own dry run is asked, and nothing is started by asking.

load helper

IMAGES='version: 1
accounts: {game: {provider: tencent-cvm}}
images:
  - {name: web, from: ap-guangzhou, to: [ap-shanghai, ap-beijing]}'
WORLD='{"clouds": {"cvm": {"images": [
  {"region": "ap-guangzhou", "id": "img-web00001", "name": "web", "created": "2026-11-20T08:00:00Z"}]}}}'

start() {
    manifest "$IMAGES"
    printf '%s' "$WORLD" >world.json
    cloud_start "$@" world.json
}

@test "a call that the cloud would take is said so, and nothing is started" {
    start
    exits 0 ferry plan --rehearse
    says "the cloud would take it"
    [ "$(effects)" -eq 0 ]
}

@test "the same where the dry run answers with a code of its own" {
    start --quirk dryrun-code
    exits 0 ferry plan --rehearse
    says "the cloud would take it"
}

@test "a refusal is shown with the vendor's code, before a 40-minute copy" {
    start --fault code=InvalidImageId.TooLarge,action=SyncImages
    exits 0 ferry plan --rehearse --report json=plan.json --report markdown=plan.md --report html=plan.html
    says "the cloud would refuse it: InvalidImageId.TooLarge"
    grep -q '^- call 0: .*the cloud would refuse it: InvalidImageId.TooLarge' plan.md
    grep -q 'the cloud would refuse it: InvalidImageId.TooLarge' plan.html
    jq -e '.calls[0].rehearsal | .asked and (.accepted | not) and .code == "InvalidImageId.TooLarge"' plan.json
    [ "$(effects)" -eq 0 ]
}

@test "where there is no dry run the call is only computed, and never sent" {
    start
    sed -i 's/{provider: tencent-cvm}/{provider: tencent-cvm, gateway: qcloud}/' images.yaml
    exits 0 ferry plan --rehearse --report json=plan.json
    says "computed from listings, quotas and rules"
    jq -e '.calls[0].rehearsal.asked | not' plan.json
    [ "$(effects)" -eq 0 ]
}
