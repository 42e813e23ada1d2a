#!/usr/bin/env bats
# The documents: fields and names, which are a contract, in agreement with exit code and text.

load helper

setup() { web "ap-shanghai, ap-beijing"; }

top='["applyable","calls","cells","checksum","complete","diagnostics","errored","exit_code","format_version","kind","manifest","run","summary","tool"]'
sums='["ambiguous","blocked","differs","extra","in_progress","in_sync","lower_bound","missing","proved_minimal","unknown","unusable","waves","write_calls"]'
cell='["account","address","call","created","error","evidence","expected","ids","image","manifest","observed","progress","reason","region","verdict","waiting_for"]'
call='["account","action","id","outcome","provider","regions","requires","source_region","sources","wave"]'

# sound KIND CODE: the document in $output has every field, and its exit code is the process's.
sound() {
    holds "$top - keys == []"
    holds ".format_version == \"1.0\" and .kind == \"$1\" and .exit_code == $2"
    holds '.tool.name == "ferry" and (.tool.version | type) == "string"'
    holds '.run | (.id | length) == 26 and (.started_at | test("^20..-..-..T..:..:..Z$")) and (.ended_at | test("Z$")) and has("ci_url")'
    holds "$sums - (.summary | keys) == []"
    holds "[.cells[] | $cell - keys] | add // [] == []"
    holds "[.calls[] | $call - keys] | add // [] == []"
    holds '[.calls[].requires[] | ["fact", "region", "read_at"] - keys] | add // [] == []'
    holds '[.diagnostics[] | ["severity", "code", "summary", "detail", "range"] - keys] | add // [] == []'
    # the summary counts the cells
    holds '. as $d | [.cells[].verdict] | group_by(.) | map({(.[0]): length}) | add // {}
           | to_entries | all(.value == $d.summary[.key])'
}

@test "plan: every field; cells and calls point at one another" {
    cloud web@ap-guangzhou web@ap-beijing
    quietly 0 ferry plan --format json
    sound plan 0
    holds '.complete and .applyable and (.errored | not) and (.checksum | test("^sha256:[0-9a-f]{64}$"))'
    holds '.summary | .missing == 1 and .in_sync == 1 and .write_calls == 1 and .lower_bound == 1 and .proved_minimal and .waves == 1'
    holds '.cells | map(.address) == ["game/web@ap-beijing", "game/web@ap-shanghai"]'
    holds '.cells[1] | .verdict == "missing" and .call == 0 and .manifest == {path: "images.yaml", line: 7, column: 10} and (.evidence | length) > 0'
    holds '.cells[0] | .verdict == "in_sync" and .call == null and (.ids | length) == 1 and (.created | test("Z$"))'
    holds '.calls == [.calls[0]] and (.calls[0] | .id == 0 and .account == "game" and .provider == "tencent-cvm" and .action == "SyncImages"
        and .source_region == "ap-guangzhou" and .regions == ["ap-shanghai"] and .wave == 1 and .outcome == null)'
    holds '.calls[0].sources | length == 1 and .[0].image == "web" and (.[0].id | startswith("img-"))'
    holds '.calls[0].requires | map(.fact) | unique == ["absent", "quota_free", "source_state"]'
}

@test "the checksum and the bytes of calls are those of the inputs, whatever the order" {
    manifest 'version: 1
accounts:
  game: {provider: tencent-cvm}
  two: {provider: tencent-cvm, credentials: {env: {id: FERRY_CRED_ID, secret: FERRY_CRED_KEY}}}
images:
  - {name: web, account: game, from: ap-guangzhou, to: [ap-shanghai, ap-beijing, ap-chengdu]}
  - {name: db, account: two, from: ap-guangzhou, to: [ap-shanghai]}'
    mkdir other
    cat >other/images.yaml <<'Y'
version: 1
images:
  - to: [ap-chengdu, ap-beijing, ap-shanghai]
    from: ap-guangzhou
    account: game
    name: web
Y
    cat >other/a.yaml <<'Y'
images:
  - {to: [ap-shanghai], name: db, from: ap-guangzhou, account: two}
accounts:
  two: {credentials: {env: {secret: FERRY_CRED_KEY, id: FERRY_CRED_ID}}, provider: tencent-cvm}
  game: {provider: tencent-cvm}
version: 1
Y
    jq -n '{clouds: {"tencent-cvm": {
        accounts: [{id: "AKIDone", secret: "fake-one"}, {id: "AKIDtwo", secret: "fake-two"}],
        images: [{name: "web", region: "ap-guangzhou", id: "img-web00001"},
                 {name: "db", region: "ap-guangzhou", id: "img-db000001", account: "AKIDtwo"}]}}}' >world.json
    export FERRY_CRED_ID=AKIDtwo FERRY_CRED_KEY=fake-two
    cloud_start world.json
    ferry plan --format json >one.json
    ferry plan --format json >two.json
    ferry plan --format json other/images.yaml other/a.yaml >three.json
    local file
    for file in one two three; do
        jq '{calls, cells, summary, checksum}
            | walk(if type == "object" then del(.manifest, .read_at, .evidence) else . end)' $file.json >$file.bare
    done
    diff one.bare two.bare
    diff one.bare three.bare
    same checksum "$(jq .checksum one.json)" "$(jq .checksum three.json)"
}

@test "the checksum moves with what is called, and not with what is not" {
    cloud '{"name": "web", "region": "ap-guangzhou", "id": "img-orig0001"}'
    one=$(ferry plan --format json | jq -r .checksum)
    sed -i '1i # a comment' images.yaml
    same comment "$(ferry plan --format json | jq -r .checksum)" "$one"
    add web@ap-beijing
    [ "$(ferry plan --format json | jq -r .checksum)" != "$one" ]
    lose web@ap-beijing
    same back "$(ferry plan --format json | jq -r .checksum)" "$one"
    sed -i 's/tencent-cvm}/tencent-cvm, max_copies_per_region: 3}/' images.yaml
    [ "$(ferry plan --format json | jq -r .checksum)" != "$one" ]
}

@test "apply: outcomes, calls_made, and the cells as they are at the end" {
    cloud web@ap-guangzhou
    quietly 0 ferry apply -y --format json
    sound apply 0
    holds '.summary | .in_sync == 2 and .calls_made == 1 and .write_calls == 1'
    holds '.calls[0].outcome == "accepted" and .complete'
    holds '.cells | all(.verdict == "in_sync" and .call == 0)'
}

@test "the other commands have the same document" {
    cloud web@ap-guangzhou web@ap-beijing
    quietly 2 ferry drift --format json
    sound drift 2
    quietly 0 ferry list --format json
    sound list 0
    quietly 0 ferry wait --format json
    sound wait 0
    quietly 0 ferry validate --format json
    holds '.kind == "validate"'
    quietly 0 ferry why web@ap-shanghai --format json
    sound why 0
    holds '.cells | map(.address) == ["game/web@ap-shanghai"]'
    quietly 0 ferry whoami --format json
    holds '.kind == "whoami" and .exit_code == 0'
    quietly 0 ferry providers --format json
    holds '.kind == "providers" and .exit_code == 0'
    quietly 0 ferry export --account game --format json
    holds '.kind == "export" and .exit_code == 0'
}

@test "a run that fails writes the document too, with what is known" {
    cloud web@ap-guangzhou
    quietly 64 ferry plan --only nothing --format json
    holds '.errored and .exit_code == 64 and .complete == false and (.diagnostics | length) > 0'
    unreadable ap-beijing
    quietly 4 ferry plan --format json
    sound plan 4
    holds '.complete == false'
    holds '.cells[] | select(.verdict == "unknown") | .error.class != null and .error.code == "InvalidParameterValue"'
    unset TENCENTCLOUD_SECRET_KEY
    quietly 77 ferry drift --format json
    holds '.errored and .exit_code == 77 and .cells == []'
    web ap-nowhere
    quietly 65 ferry plan --format json
    holds '.errored and .exit_code == 65 and ([.diagnostics[].code[0:1]?] | index("E") != null)'
}

@test "ndjson: a version first, the whole result last, an event a line between" {
    cloud web@ap-guangzhou
    quietly 0 ferry apply -y --format ndjson
    jq -es '.[0].type == "version"' <<<"$output"
    jq -es '[.[] | .type] | all(type == "string")' <<<"$output"
    jq -es 'length > 3' <<<"$output"
    jq -es '[.[] | select(.type == "version" or .type == "result")] | length == 2' <<<"$output"
    output=$(tail -1 <<<"$output")
    holds '.type == "result"'
    holds '[.. | objects | select(.kind? == "apply")] | length == 1 and .[0].exit_code == 0 and .[0].summary.in_sync == 2'
    quietly 0 ferry wait --format ndjson
    jq -es '.[0].type == "version" and .[-1].type == "result"' <<<"$output"
    quietly 64 ferry apply -y --only nothing --format ndjson
    jq -es '.[0].type == "version" and .[-1].type == "result"' <<<"$output"
}

@test "text says what the JSON says" {
    web "ap-shanghai, ap-beijing, ap-chengdu, ap-tokyo"
    cloud web@ap-guangzhou '{"name": "web", "region": "ap-chengdu", "size_gib": 70}'
    ferry plan --out plan.json --report json=report.json >text.txt
    grep -q '^Plan: 2 to add, 0 to change, 0 to destroy\.' text.txt
    grep -q '1 differs' text.txt
    grep -q '1 blocked' text.txt
    holds '.summary | .missing == 2 and .differs == 1 and .blocked == 1' report.json
    holds '.summary | .missing == 2 and .differs == 1 and .blocked == 1' plan.json
    same documents "$(jq -S 'del(.run.ended_at)' plan.json | sha256sum)" "$(jq -S 'del(.run.ended_at)' report.json | sha256sum)"
}

@test "every format of every command that offers it gives the same exit code" {
    local command format codes
    cloud web@ap-guangzhou web@ap-beijing
    for command in plan drift list wait validate whoami providers 'why web@ap-shanghai' 'export --account game'; do
        codes=$(
            for format in $(ferry help "${command%% *}" | sed -n '/^formats/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
                # shellcheck disable=SC2086
                ferry $command --format "$format" >/dev/null 2>&1
                echo $?
            done | sort -u
        )
        [ "$(wc -l <<<"$codes")" -eq 1 ] && [ "$codes" != 64 ] || { echo "$command: $codes"; return 1; }
    done
}
