#!/usr/bin/env bats
# The pipelines in examples/, run as a CI system would run them.

load helper

WORLD='{"clouds": {"tencent-cvm": {"images": [
  {"region": "ap-guangzhou", "id": "img-web00001", "name": "web", "created": "2026-11-20T08:00:00Z"}]}}}'

setup() {
    PIPELINES=$PWD/examples/pipelines
    manifest 'version: 1
accounts: {game: {provider: tencent-cvm}}
images:
  - {name: web, from: ap-guangzhou, to: [ap-shanghai, ap-beijing]}'
    printf '%s' "$WORLD" >world.json
    mkdir out
    cloud_start world.json
}

@test "review leaves a plan and a table, merge carries out exactly that plan" {
    exits 0 "$PIPELINES/review.sh" images.yaml out
    grep -q 'game/web@ap-shanghai' out/plan.md
    jq -e '.kind == "plan" and .summary.write_calls == 1' out/plan.json
    exits 0 "$PIPELINES/merge.sh" out/plan.json out
    jq -e '.kind == "apply" and .exit_code == 0' out/apply.json
    grep -q '<testsuite' out/apply.xml
    [ "$(effects)" -eq 2 ]
}

@test "a plan that went stale is refused after the merge" {
    exits 0 "$PIPELINES/review.sh" images.yaml out
    control DELETE '/image?cloud=tencent-cvm&region=ap-guangzhou&name=web' >/dev/null
    exits 5 "$PIPELINES/merge.sh" out/plan.json out
    [ "$(effects)" -eq 0 ]
}

@test "the nightly check says drift, then none, and leaves metrics" {
    exits 2 "$PIPELINES/nightly.sh" images.yaml out/ferry.prom
    grep -q '^ferry_last_run_exit_code{command="drift"} 2$' out/ferry.prom
    exits 0 ferry apply -y images.yaml
    exits 0 "$PIPELINES/nightly.sh" images.yaml out/ferry.prom
    grep -q '^ferry_last_run_exit_code{command="drift"} 0$' out/ferry.prom
}

@test "the workflow files call scripts that are there, with commands that ferry knows" {
    local script
    for script in $(grep -ho 'examples/pipelines/[a-z]*\.sh' "$PIPELINES"/*.yaml | sort -u); do
        [ -x "$PIPELINES/../../$script" ]
    done
    export GITHUB_STEP_SUMMARY=$BATS_TEST_TMPDIR/summary.md
    exits 2 ferry drift images.yaml --format github
    says "::error file=images.yaml,line=4"
    grep -q 'game/web@ap-shanghai' "$GITHUB_STEP_SUMMARY"
}
