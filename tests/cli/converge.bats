#!/usr/bin/env bats
# The main job on one cloud: from nothing to in sync with the fewest calls, and nothing more after that.

load helper

three='version: 1
accounts:
  game: {provider: tencent-cvm}
regions:
  mainland: [ap-guangzhou, ap-shanghai, ap-beijing]
images:
  - {name: web, from: ap-guangzhou, to: [mainland, ap-chengdu]}
  - {name: db, from: ap-guangzhou, to: [ap-nanjing]}
  - name: node
    from: {region: ap-singapore, id: img-node0001}
    to: [ap-tokyo, eu-frankfurt]'
node='{"name": "node", "region": "ap-singapore", "id": "img-node0001"}'

@test "plan, apply, drift, apply: one call an image, and then nothing is sent" {
    manifest "$three"
    cloud web@ap-guangzhou db@ap-guangzhou "$node"
    quietly 0 ferry plan --format json
    holds '.summary | .missing == 6 and .in_sync == 1 and .write_calls == 3 and .lower_bound == 3 and .proved_minimal'
    holds '.calls | map([.source_region, .sources[0].image, .regions]) | sort == ([
        ["ap-guangzhou", "db", ["ap-nanjing"]],
        ["ap-guangzhou", "web", ["ap-beijing", "ap-chengdu", "ap-shanghai"]],
        ["ap-singapore", "node", ["ap-tokyo", "eu-frankfurt"]]] | sort)'
    exits 0 ferry plan
    says "Plan: 6 to add, 0 to change, 0 to destroy."
    exits 2 ferry drift
    exits 0 ferry apply -y
    says "Apply complete! Resources: 6 added, 0 changed, 0 destroyed"
    copied 6
    same calls "$(requests SyncImages)" 3
    exits 0 ferry drift
    exits 0 ferry apply -y
    says "0 added"
    exits 0 ferry list
    same calls "$(requests SyncImages)" 3
    copied 6
}

@test "a lost copy is healed with exactly one call, and nothing else is touched" {
    manifest "$three"
    cloud web@ap-guangzhou db@ap-guangzhou "$node"
    ferry apply -y -q
    lose web@ap-beijing
    quietly 2 ferry drift --format json
    same drift "$(verdicts | grep -v in_sync)" "game/web@ap-beijing missing"
    exits 0 ferry apply -y
    same calls "$(requests SyncImages)" 4
    same copies "$(effects)" 7
    exits 0 ferry drift
}

@test "the copy call is exact: source region, id, regions, and no more than is missing" {
    manifest "$three"
    cloud web@ap-guangzhou db@ap-guangzhou "$node" web@ap-chengdu
    ferry apply -y -q
    run jq -cs '[.[] | select(.action == "SyncImages") | [.region, .params.ImageIds, .params.DestinationRegions]] | sort' "$CLOUD/requests.ndjson"
    same calls "$(jq -c 'map([.[0], .[2]])' <<<"$output")" \
        '[["ap-guangzhou",["ap-beijing","ap-shanghai"]],["ap-guangzhou",["ap-nanjing"]],["ap-singapore",["ap-tokyo","eu-frankfurt"]]]'
    copied 5
}

@test "a copy that somebody else started is waited for, not made again" {
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou '{"name": "web", "region": "ap-shanghai", "state": "copying", "done_in": 1}'
    quietly 0 ferry plan --format json
    same verdicts "$(verdicts)" "game/web@ap-beijing missing
game/web@ap-shanghai in_progress"
    exits 0 ferry apply -y
    copied 1
    exits 0 ferry drift
}

@test "--no-wait returns at once, wait attaches" {
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou -- --copy-seconds 300
    exits 0 ferry apply -y --no-wait
    quietly 0 ferry drift --format json
    holds '.summary.in_progress == 2'
    exits 0 ferry wait
    exits 0 ferry drift
    copied 2
}

@test "a source that is being copied from is waited for" {
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou -- --copy-seconds 200
    exits 0 ferry apply -y --no-wait --region ap-shanghai
    exits 0 ferry apply -y
    copied 2
    exits 0 ferry drift
}

@test "the source region is a cell when it is listed in to, and in sync while it is copied from" {
    web "ap-guangzhou, ap-shanghai"
    cloud web@ap-guangzhou -- --copy-seconds 100000
    quietly 0 ferry apply -y --no-wait --format json
    same verdicts "$(verdicts)" "game/web@ap-guangzhou in_sync
game/web@ap-shanghai in_progress"
    quietly 0 ferry drift --format json
    same verdicts "$(verdicts)" "game/web@ap-guangzhou in_sync
game/web@ap-shanghai in_progress"
}

@test "names are compared byte for byte, whatever the vendor's fuzzy filter finds" {
    web ap-shanghai
    cloud web@ap-guangzhou web-2@ap-guangzhou web-2@ap-shanghai Web@ap-shanghai 'my web@ap-shanghai'
    quietly 0 ferry plan --format json
    holds '.summary.missing == 1'
    exits 0 ferry apply -y
    copied 1
}

@test "public and shared images are neither copies nor sources" {
    web ap-shanghai
    cloud '{"name": "web", "region": "ap-guangzhou", "type": "public"}' \
        '{"name": "web", "region": "ap-shanghai", "type": "shared", "account": "AKIDother"}'
    quietly 0 ferry plan --format json
    same verdicts "$(verdicts)" "game/web@ap-shanghai blocked source_missing"
}

@test "more images than a page holds are all read" {
    local images=() i
    web ap-shanghai
    for i in $(seq 230); do images+=("old-$i@ap-shanghai" "old-$i@ap-guangzhou"); done
    cloud "${images[@]}" web@ap-guangzhou web@ap-shanghai
    exits 0 ferry drift
    [ "$(requests DescribeImages)" -ge 6 ]
}

@test "ambiguous: two usable images of one name are reported with their ids, never copied or removed" {
    web ap-shanghai
    cloud web@ap-guangzhou '{"name": "web", "region": "ap-shanghai", "id": "img-twin0001"}' \
        '{"name": "web", "region": "ap-shanghai", "id": "img-twin0002"}'
    exits 3 ferry apply -y
    says img-twin0001
    says img-twin0002
    quietly 2 ferry drift --format json
    holds '.cells[0] | .verdict == "ambiguous" and (.ids | sort) == ["img-twin0001", "img-twin0002"]'
    copied 0
}

@test "ambiguous source: blocked, and an id settles it" {
    web ap-shanghai
    cloud '{"name": "web", "region": "ap-guangzhou", "id": "img-twin0001"}' \
        '{"name": "web", "region": "ap-guangzhou", "id": "img-twin0002"}'
    quietly 3 ferry apply -y --format json
    same verdicts "$(verdicts)" "game/web@ap-shanghai blocked source_ambiguous"
    sed -i 's/from: ap-guangzhou/from: {region: ap-guangzhou, id: img-twin0002}/' images.yaml
    exits 0 ferry apply -y
    copied 1
    control GET /effects | jq -e '.list[0].source == "img-twin0002"'
}

@test "differs: unlike expect, unlike its source, older than its source" {
    web "ap-shanghai, ap-beijing, ap-chengdu" "    expect: {os: linux, min_size_gib: 10}"
    cloud '{"name": "web", "region": "ap-guangzhou", "created": "2026-06-01T00:00:00Z"}' \
        '{"name": "web", "region": "ap-shanghai", "os": "windows"}' \
        '{"name": "web", "region": "ap-beijing", "size_gib": 40}' \
        '{"name": "web", "region": "ap-chengdu", "created": "2026-01-01T00:00:00Z"}'
    quietly 2 ferry drift --format json
    same verdicts "$(verdicts | cut -d' ' -f1,2)" "game/web@ap-beijing differs
game/web@ap-chengdu differs
game/web@ap-shanghai differs"
    holds '.cells[1].reason == "older_than_source"'
    holds '.cells[0] | (.observed | tostring | contains("40")) and (.expected | tostring | contains("20"))'
    exits 3 ferry apply -y
    copied 0
}

@test "unusable: a failed copy is reported with its id where names may not repeat" {
    web ap-shanghai
    cloud web@ap-guangzhou '{"name": "web", "region": "ap-shanghai", "state": "failed", "id": "img-dead0001"}'
    exits 3 ferry apply -y
    says img-dead0001
    copied 0
    lose web@ap-shanghai
    exits 0 ferry apply -y
    copied 1
}

@test "blocked: a full region is reported, the others are copied to" {
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou
    control PATCH '/region?cloud=tencent-cvm&region=ap-beijing' '{"quota": 0}'
    quietly 0 ferry plan --format json
    same verdicts "$(verdicts)" "game/web@ap-beijing blocked quota_full
game/web@ap-shanghai missing"
    exits 3 ferry apply -y
    copied 1
    control PATCH '/region?cloud=tencent-cvm&region=ap-beijing' '{"quota": 1}'
    exits 0 ferry apply -y
    copied 2
}

@test "blocked: a quota with room for some serves cells in the manifest's order" {
    manifest 'version: 1
accounts:
  game: {provider: tencent-cvm}
images:
  - {name: zeta, from: ap-guangzhou, to: [ap-shanghai]}
  - {name: alpha, from: ap-guangzhou, to: [ap-shanghai]}'
    cloud zeta@ap-guangzhou alpha@ap-guangzhou
    control PATCH '/region?cloud=tencent-cvm&region=ap-shanghai' '{"quota": 1}'
    quietly 3 ferry apply -y --format json
    same verdicts "$(verdicts)" "game/alpha@ap-shanghai blocked quota_full
game/zeta@ap-shanghai in_sync"
    copied 1
}

@test "blocked: the mainland border, until the vendor has approved" {
    web "ap-shanghai, ap-tokyo"
    cloud web@ap-guangzhou
    quietly 3 ferry apply -y --format json
    same verdicts "$(verdicts)" "game/web@ap-shanghai in_sync
game/web@ap-tokyo blocked cross_border"
    exits 0 ferry plan
    says "cross_border: true"
    copied 1
}

@test "cross_border: true lets a copy cross, where the cloud agrees" {
    web ap-tokyo
    sed -i 's/tencent-cvm}/tencent-cvm, cross_border: true}/' images.yaml
    cloud web@ap-guangzhou
    quietly 3 ferry apply -y --format json # as the code says that the cloud chose
    same verdicts "$(verdicts)" "game/web@ap-tokyo blocked region_unsupported"
    copied 0
    cloud_stop
    jq '.clouds["tencent-cvm"].accounts = [{id: "AKIDone", secret: "fake-one", cross_border: true}]' world.json >w && mv w world.json
    cloud_start --copy-seconds 20 world.json
    exits 0 ferry apply -y
    copied 1
}

@test "blocked: images that the cloud does not copy" {
    local trait
    web ap-shanghai
    for trait in whole-machine encrypted; do
        cloud "{\"name\": \"web\", \"region\": \"ap-guangzhou\", \"traits\": [\"$trait\"]}"
        quietly 3 ferry apply -y --format json
        same "$trait" "$(verdicts)" "game/web@ap-shanghai blocked image_unsupported"
        copied 0
        cloud_stop
    done
}

@test "blocked: a policy that allows reading only" {
    web "ap-shanghai"
    jq -n '{clouds: {"tencent-cvm": {accounts: [{id: "AKIDone", secret: "fake-one", deny: ["write"]}],
        images: [{name: "web", region: "ap-guangzhou"}]}}}' >world.json
    cloud_start world.json
    exits 0 ferry plan
    quietly 3 ferry apply -y --format json
    same verdicts "$(verdicts)" "game/web@ap-shanghai blocked not_authorized"
    holds '.calls[0].outcome == "rejected"'
    copied 0
}

@test "healthy copies serve when the original is gone, with a warning that proposes the oldest" {
    web "ap-shanghai, ap-beijing, ap-chengdu"
    cloud '{"name": "web", "region": "ap-shanghai", "created": "2026-02-01T00:00:00Z"}' \
        '{"name": "web", "region": "ap-beijing", "created": "2026-01-01T00:00:00Z"}'
    quietly 0 ferry plan --format json
    holds '.summary.missing == 1 and (.diagnostics | map(select(.severity == "warning")) | length) >= 1'
    holds '[.diagnostics[].summary] | any(contains("ap-beijing"))'
    exits 0 ferry apply -y
    copied 1
}

@test "extra: undeclared copies that watch names are reported and left alone" {
    web ap-shanghai
    sed -i 's/tencent-cvm}/tencent-cvm, watch: ["web*"]}/' images.yaml
    cloud web@ap-guangzhou web@ap-shanghai web-old@ap-shanghai db@ap-shanghai
    quietly 0 ferry drift --format json
    same verdicts "$(verdicts)" "game/web@ap-shanghai in_sync
game/web-old@ap-shanghai extra"
    exits 0 ferry apply -y
    copied 0
}

@test "--only, --exclude, --account and --region choose cells" {
    manifest "$three"
    cloud web@ap-guangzhou db@ap-guangzhou "$node"
    chosen() {
        quietly 0 ferry plan --format json "$@"
        jq -r '.cells[].address' <<<"$output" | tr '\n' ' '
    }
    same only "$(chosen --only 'game/web@*')" "game/web@ap-beijing game/web@ap-chengdu game/web@ap-guangzhou game/web@ap-shanghai "
    same name "$(chosen --only web)" "game/web@ap-beijing game/web@ap-chengdu game/web@ap-guangzhou game/web@ap-shanghai "
    same region "$(chosen --region ap-tokyo)" "game/node@ap-tokyo "
    same both "$(chosen --only '*@ap-*' --exclude 'web*' --exclude 'node@ap-tokyo')" "game/db@ap-nanjing "
    same twice "$(chosen --region ap-tokyo --region ap-nanjing)" "game/db@ap-nanjing game/node@ap-tokyo "
    same account "$(chosen --account game --region ap-tokyo)" "game/node@ap-tokyo "
    same variable "$(FERRY_ONLY='db@*,node@ap-tokyo' chosen)" "game/db@ap-nanjing game/node@ap-tokyo "
    exits 0 ferry apply -y --only 'node@*'
    copied 2
    exits 64 ferry plan --account nobody
}

# ---- saved plans

@test "a saved plan is carried out without its manifest, once" {
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou
    exits 0 ferry plan --out plan.json
    says "Plan: 2 to add"
    same mode "$(stat -c %a plan.json)" 600
    rm images.yaml
    exits 0 ferry show plan.json
    says "Plan: 2 to add"
    exits 0 ferry apply plan.json </dev/null
    copied 2
    run ferry apply plan.json
    copied 2
}

@test "a fresh plan's facts are trusted for ten seconds, older ones are read again" {
    web ap-shanghai
    cloud web@ap-guangzhou
    ferry plan --out plan.json >/dev/null
    stale_after plan.json
    before=$(requests DescribeImages)
    exits 0 ferry apply plan.json
    [ "$(requests DescribeImages)" -gt "$before" ]
    copied 1
}

@test "a plan whose fact has moved is refused, and shows the fact before and after" {
    web ap-shanghai
    cloud '{"name": "web", "region": "ap-guangzhou", "id": "img-orig0001"}'
    ferry plan --out plan.json >/dev/null
    stale_after plan.json
    alter web@ap-guangzhou '{"state": "offline"}'
    quietly 5 ferry apply plan.json --format json
    holds '.calls[0].outcome == "refused" and .calls[0].moved.required.fact == "source_state" and .calls[0].moved.now != null'
    exits 5 ferry apply plan.json
    says img-orig0001
    says NORMAL
    copied 0
}

@test "a plan is shown as it was made, also when it is stale" {
    web ap-shanghai
    cloud web@ap-guangzhou
    ferry plan --out plan.json >before.txt
    lose web@ap-guangzhou
    cloud_stop
    unset "${!TENCENTCLOUD_@}"
    ferry show plan.json >after.txt
    same text "$(cat after.txt)" "$(cat before.txt)"
    quietly 0 ferry show plan.json --format json
    same checksum "$(jq -r .checksum <<<"$output")" "$(jq -r .checksum plan.json)"
}

@test "a plan that was edited, cut off, corrupt or newer is refused before anything is asked" {
    local plan
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou
    ferry plan --out plan.json >/dev/null
    before=$(control GET /effects | jq .requests)
    jq -c '.calls[0].regions = ["ap-chengdu"]' plan.json >regions.json
    jq -c '.calls[0].sources[0].id = "img-evil0001"' plan.json >source.json
    jq -c '.calls[0].requires = []' plan.json >facts.json
    jq -c '.accounts[0].site = "intl"' plan.json >account.json
    jq -c '.checksum = "sha256:0000000000000000000000000000000000000000000000000000000000000000"' plan.json >sum.json
    jq -c '.format_version = "2.0"' plan.json >newer.json
    jq -c '.kind = "drift"' plan.json >kind.json
    jq -c 'del(.calls)' plan.json >calls.json
    head -c 700 plan.json >cut.json
    tr '{' '[' <plan.json | sed '1s/^\[/{/' >corrupt.json
    printf '{"a":' >tiny.json
    for plan in regions source facts account sum newer kind calls cut corrupt tiny; do
        exits 65 ferry apply $plan.json
        says "$plan.json"
    done
    jq -c '.a_key_of_a_later_minor_version = {"x": 1}' plan.json >minor.json
    same requests "$(control GET /effects | jq .requests)" "$before"
    exits 0 ferry apply minor.json
    copied 2
}

@test "a plan cannot bring in an endpoint, and its checksum guards the account" {
    web ap-shanghai
    sed -i 's|tencent-cvm}|tencent-cvm, endpoint: "https://cvm.example.org"}|' images.yaml
    cloud web@ap-guangzhou
    run ferry plan --allow-endpoint cvm.example.org --out plan.json
    [ -e plan.json ]
    exits 65 ferry apply plan.json
    says cvm.example.org
    exits 65 ferry show plan.json
}

@test "--approve goes ahead with that plan only" {
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou
    sum=$(ferry plan --format json | jq -r .checksum)
    [[ $sum =~ ^sha256:[0-9a-f]{64}$ ]]
    add web@ap-beijing
    exits 5 ferry apply --approve "$sum" </dev/null
    copied 0
    lose web@ap-beijing
    exits 0 ferry apply --approve "$sum" </dev/null
    copied 2
}

# ---- accounts and locks

@test "two names for one account do not copy twice, and watch one another's cells" {
    manifest 'version: 1
accounts:
  one: {provider: tencent-cvm}
  two: {provider: tencent-cvm}
images:
  - {name: web, account: one, from: ap-guangzhou, to: [ap-shanghai, ap-beijing]}
  - {name: web, account: two, from: ap-guangzhou, to: [ap-shanghai]}'
    cloud web@ap-guangzhou
    exits 0 ferry apply -y
    copied 2
    exits 0 ferry drift
}

@test "two runs at once: the second waits with --lock-timeout, and nothing is copied twice" {
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou -- --copy-seconds 100
    start_ferry apply -y --lock-timeout 20s # either may be the first
    exits 0 ferry apply -y --lock-timeout 20s
    ends 0
    copied 2
}

@test "reading commands never write, to the cloud or to the state folder" {
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou web@ap-shanghai
    exits 0 ferry plan
    exits 2 ferry drift
    exits 0 ferry list
    exits 0 ferry why web@ap-beijing
    exits 0 ferry whoami
    exits 0 ferry wait
    exits 0 ferry export --account game
    exits 0 ferry validate
    [ ! -e "$FERRY_STATE_DIR" ]
    same calls "$(requests SyncImages)" 0
}

@test "export writes a manifest that is in sync with what it was made from" {
    web ap-shanghai
    cloud '{"name": "web", "region": "ap-guangzhou", "created": "2026-01-01T00:00:00Z"}' web@ap-shanghai web@ap-beijing db@ap-tokyo
    ferry export --account game >adopted.yaml
    exits 0 ferry validate adopted.yaml
    quietly 0 ferry drift adopted.yaml --format json
    holds '.summary.in_sync >= 3 and .summary.missing == 0'
    holds '[.cells[].address] | any(contains("web@ap-beijing"))'
    grep -q 'from: ap-guangzhou' adopted.yaml
}

@test "an exported manifest keeps every setting of its accounts, wherever it is put" {
    local chosen=(--account game --account old --account '[null]')
    cloud web@ap-guangzhou web@ap-shanghai
    cd "$BATS_TEST_TMPDIR"
    mkdir -p etc/keys elsewhere
    jq -n '{secretId: env.TENCENTCLOUD_SECRET_ID, secretKey: env.TENCENTCLOUD_SECRET_KEY}' >etc/keys/game.json
    chmod 600 etc/keys/game.json
    cp "$FERRY_CA_FILE" etc/ca.pem
    cat >etc/images.yaml <<-'YAML'
	version: 1
	accounts:
	  game:
	    provider: tencent-cvm
	    credentials: {file: keys/game.json}
	    site: china
	    endpoint: https://cvm.tencentcloudapi.com
	    ca_file: ca.pem
	    rate: {read: 30.125, write: 9999.999}
	    max_copies_per_region: 2
	    image_quota: 300
	    extra_regions: [{id: ap-new, mainland: true}, eu-new]
	    watch: [web-*, "\"数据\"*"]
	    cross_border: true
	  old:
	    provider: tencent-cvm
	    gateway: qcloud
	    credentials: {env: {id: TENCENTCLOUD_SECRET_ID, secret: TENCENTCLOUD_SECRET_KEY}}
	  "[null]": {provider: tencent-cvm}
	images:
	  - {name: web, account: game, from: ap-guangzhou, to: [ap-shanghai]}
	YAML
    quietly 0 ferry plan etc/images.yaml --format json
    # what the exported manifest is to say: all of it, with paths that do not hang on where it lies
    jq -S --arg here "$PWD/" '.accounts[] | del(.manifest, .same_as)
        | (.credentials_file, .ca_file) |= if . then $here + . else . end' <<<"$output" >declared
    holds '[.accounts[0][] | select(. == null)] | length == 7' # four credentials, project, channel_key, gateway
    ferry export etc/images.yaml "${chosen[@]}" >elsewhere/adopted.yaml
    cd elsewhere
    exits 0 ferry validate adopted.yaml
    quietly 0 ferry plan adopted.yaml --format json
    jq -S '.accounts[] | del(.manifest, .same_as)' <<<"$output" >../adopted
    diff ../declared ../adopted || { cat adopted.yaml; false; }
    quietly 0 ferry export "${chosen[@]}" adopted.yaml # and once more: nothing is lost or added
    same exported "$output" "$(cat adopted.yaml)"
}

@test "why tells the manifest's line, the source, the facts with request ids, the rule" {
    web ap-tokyo
    cloud '{"name": "web", "region": "ap-guangzhou", "id": "img-orig0001"}'
    exits 0 ferry why web@ap-tokyo
    says images.yaml:7
    says img-orig0001
    says cross_border
    says "$(jq -r 'select(.region == "ap-guangzhou") | .request_id' "$CLOUD/requests.ndjson" | head -1)"
    exits 0 ferry why game/web@ap-tokyo
}

@test "whoami names the account and the source of its credentials, never a value" {
    web ap-shanghai
    cloud web@ap-guangzhou
    exits 0 ferry whoami
    says "the environment"
    says_not "$TENCENTCLOUD_SECRET_KEY"
    export TENCENTCLOUD_SECRET_KEY=wrong
    exits 77 ferry whoami
    says AuthFailure
}

@test "list shows every image in every region" {
    web "ap-shanghai, ap-beijing"
    cloud web@ap-guangzhou '{"name": "web", "region": "ap-shanghai", "id": "img-copy0001"}'
    exits 0 ferry list
    says img-copy0001
    says ap-beijing
    exits 0 ferry list --format wide
    [[ $output =~ game\ +web\ +ap-beijing\ +missing ]]
}
