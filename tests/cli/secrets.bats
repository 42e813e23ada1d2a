#!/usr/bin/env bats
# No secret in any output, trace, plan, journal or file, in success and in failure; and who may read the files.

load helper

secret=zzSECRETzz0a1b2c3d4e5f60718293FAKE
token=zzTOKENzz9f8e7d6c5b4a39281706FAKE

# A world whose one account has the distinctive secret; its keys come from the environment.
secret_cloud() {
    jq -n --arg s "$secret" --arg t "$token" --argjson withtoken "${1:-false}" '{clouds: {"tencent-cvm": {
        accounts: [{id: "AKIDsecretTEST", secret: $s} + if $withtoken then {token: $t} else {} end],
        images: [{name: "web", region: "ap-guangzhou"}, {name: "web", region: "ap-chengdu", size_gib: 70}]}}}' \
        >"$BATS_TEST_TMPDIR/world.json"
    shift || true
    cloud_start --copy-seconds 20 --log-raw "$@" "$BATS_TEST_TMPDIR/world.json"
}

setup() { web "ap-shanghai, ap-beijing, ap-chengdu"; }

# everything COMMAND…: runs it, whatever it ends with, and keeps what it says.
everything() {
    "$@" >>said.txt 2>&1 </dev/null || true
}

# all_commands OPTION…: every command that there is, in every format that it offers.
all_commands() {
    local command format
    for command in plan drift wait whoami 'why web@ap-shanghai' 'export --account game' 'apply -y' list validate providers; do
        for format in $(ferry help "${command%% *}" | sed -n '/^formats/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
            # shellcheck disable=SC2086
            everything ferry $command --format "$format" $(takes "$command" "$@")
        done
    done
    everything ferry plan --out plan.json "$@"
    everything ferry show plan.json --format json
    everything ferry apply plan.json "$@"
}

# takes COMMAND OPTION…: the options, but --debug where nothing is asked of a cloud.
takes() {
    local command=$1
    shift
    case $command in
    validate | providers) echo -v ;;
    *) echo "$@" ;;
    esac
}

# clean: neither the secrets nor any signature that was sent is in anything that ferry said or wrote.
clean() {
    local what found=0
    jq -r 'select(.raw != null) | .raw.headers[] | select(.[0] | ascii_downcase == "authorization") | .[1]
           | capture("Signature=(?<s>[0-9a-f]+)").s' "$CLOUD/requests.ndjson" | sort -u >signatures.txt
    [ -s signatures.txt ]
    printf '%s\n' "$secret" "$token" "TC3$secret" >>signatures.txt
    # "zzSECRETzz0a" and the like: a part would be a leak too
    printf '%s\n' zzSECRETzz zzTOKENzz Signature= >>signatures.txt
    if grep -rlF -f signatures.txt --exclude=signatures.txt --exclude=world.json --exclude-dir=cloud \
        --exclude-dir=home . "$FERRY_STATE_DIR" >leaks.txt; then
        found=1
        while read -r what; do
            echo "leak in $what:"
            grep -aoF -f signatures.txt "$what" | sort | uniq -c | head -5
        done <leaks.txt
    fi
    return "$found"
}

@test "keys from the environment show in nothing, when all goes well" {
    secret_cloud
    everything ferry apply -y --only '*@ap-shanghai' -v --debug trace-apply.txt
    grep -q SyncImages trace-apply.txt
    all_commands -v --debug trace.txt
    [ -s trace.txt ]
    grep -q '1 added' said.txt
    clean
}

@test "a session token shows in nothing" {
    secret_cloud true
    [ "$TENCENTCLOUD_TOKEN" = "$token" ]
    local command
    for command in plan drift whoami 'why web@ap-shanghai --format json' 'apply -y --format json' 'export --account game'; do
        # shellcheck disable=SC2086
        everything ferry $command -v --debug "trace-${command%% *}.txt"
    done
    grep -q SyncImages trace-apply.txt
    clean
}

@test "keys show in nothing when requests fail in every way" {
    local i=0 fault regions=(ap-shanghai ap-beijing ap-chengdu ap-chongqing ap-nanjing ap-tianjin ap-shenzhen ap-qingyuan)
    web "$(IFS=,; echo "${regions[*]}")"
    secret_cloud
    # A region for each way to fail, all in one run: ferry tries each again for a while.
    for fault in code=AuthFailure.SignatureFailure cut=after garbage html status=500 types truncate deep; do
        fault "$fault,action=DescribeImages,region=${regions[$((i++))]},count=0"
    done
    fault throttle,action=DescribeImages,count=2
    everything ferry plan -v --debug trace.txt --format json
    grep -q 'AuthFailure' said.txt
    control DELETE /fault >/dev/null
    for fault in code=AuthFailure.UnauthorizedOperation cut=after garbage status=500; do
        fault "$fault,action=SyncImages"
        everything ferry apply -y -v --debug "trace-$fault.txt"
    done
    control DELETE /fault >/dev/null
    TENCENTCLOUD_SECRET_ID=AKIDnobody everything ferry plan -v
    TENCENTCLOUD_SECRET_KEY='' everything ferry plan -v
    clean
}

@test "a cloud that echoes what it was sent does not make ferry say it" {
    secret_cloud
    # The id of the key is no secret; the key is, and a token is.
    everything ferry plan -v --debug trace.txt
    run ! grep -qi 'authorization: *TC3-HMAC-SHA256 Credential=' trace.txt
    clean
}

@test "a credential file's content shows in nothing, also when it is malformed" {
    local content
    secret_cloud
    mkdir -p home/.tccli
    chmod 700 home home/.tccli
    export HOME=$PWD/home
    unset "${!TENCENTCLOUD_@}"
    for content in "{\"secretId\": \"AKIDsecretTEST\", \"secretKey\": \"$secret\"}" \
        "{\"secretId\": \"AKIDsecretTEST\", \"secretKey\": \"$secret\"" "[default]
secret_key = $secret" "$secret" "{\"secretKey\": [\"$secret\"]}"; do
        printf '%s\n' "$content" >home/.tccli/default.credential
        chmod 600 home/.tccli/default.credential
        everything ferry plan -v
        everything ferry whoami
        everything ferry whoami --format json
        everything ferry plan --format json --debug trace.txt
    done
    clean
    printf '{"secretId": "AKIDsecretTEST", "secretKey": "%s"}\n' "$secret" >home/.tccli/default.credential
    exits 0 ferry whoami
    says default.credential
    chmod 644 home/.tccli/default.credential
    run ferry plan
    [[ $output == *"warning"*"default.credential"* ]] || { echo "$output"; return 1; }
}

@test "half a pair is named, its other half is not shown" {
    secret_cloud
    unset TENCENTCLOUD_SECRET_ID
    exits 77 ferry plan
    says TENCENTCLOUD_SECRET_ID
    says_not "$secret"
}

@test "a manifest cannot read variables of others" {
    export AWS_SECRET_ACCESS_KEY=zzOTHERzz GITHUB_TOKEN=zzOTHERzz
    sed -i 's/tencent-cvm}/tencent-cvm, credentials: {env: {id: GITHUB_TOKEN, secret: AWS_SECRET_ACCESS_KEY}}}/' images.yaml
    exits 65 ferry validate
    says GITHUB_TOKEN
    says_not zzOTHERzz
}

@test "the secret is not in the process title or its command line" {
    secret_cloud false --fault stall=2,action=DescribeImages
    start_ferry plan
    until_true 5 faulted
    run ! grep -aq "$secret" "/proc/$FERRY_PID/cmdline"
    # and no other process of this user may look into it
    [ "$(id -u)" -eq 0 ] || run ! cat "/proc/$FERRY_PID/environ"
    ends 0
}

# ---- files

@test "plans, traces and reports are 0600, the state folder 0700, whatever the umask" {
    local file
    secret_cloud
    umask 000
    ferry plan --out plan.json --report json=report.json --debug trace.txt >/dev/null
    ferry apply -y -q --debug trace2.txt --report json=report2.json >/dev/null || true
    for file in plan.json report.json trace.txt trace2.txt report2.json; do
        same "$file" "$(stat -c %a $file)" 600
    done
    same folder "$(stat -c %a "$FERRY_STATE_DIR")" 700
    same files "$(find "$FERRY_STATE_DIR" -type f -printf '%m\n' | sort -u)" 600
    same folders "$(find "$FERRY_STATE_DIR" -type d -printf '%m\n' | sort -u)" 700
}

@test "no symbolic link is followed when writing" {
    local file
    secret_cloud
    echo mine >precious
    for file in plan.json report.json trace.txt; do ln -s precious $file; done
    ferry plan --out plan.json --report json=report.json --debug trace.txt >/dev/null
    same precious "$(cat precious)" mine
    for file in plan.json report.json trace.txt; do [ ! -L $file ]; done
    mkdir -p "$FERRY_STATE_DIR/journal" "$FERRY_STATE_DIR/locks"
    chmod -R 700 "$FERRY_STATE_DIR"
    ferry apply -y -q >/dev/null || true
    for file in "$FERRY_STATE_DIR"/journal/* "$FERRY_STATE_DIR"/locks/*; do
        rm "$file"
        ln -s "$PWD/precious" "$file"
    done
    run ferry apply -y
    [ "$status" -ne 0 ]
    same precious "$(cat precious)" mine
}

@test "a state folder that others can change is refused" {
    secret_cloud
    mkdir "$FERRY_STATE_DIR"
    chmod 777 "$FERRY_STATE_DIR"
    run ferry apply -y
    [ "$status" -ne 0 ]
    says 0700
    copied 0
}

@test "foreign text cannot drive the terminal, the CI system or a table" {
    web ap-shanghai
    cloud '{"name": "web", "region": "ap-guangzhou"}'
    fault $'code=\x1b[31mEvil::error::x|y<script>,action=SyncImages,count=0'
    local format
    for format in text wide tsv markdown github html junit prom; do
        run ferry apply -y --format $format
        [ "$status" -ne 64 ] || continue
        [[ $output != *$'\x1b'* ]] || { echo "$format"; return 1; }
        output=$(ferry apply -y --format $format 2>/dev/null) || true
        case $format in
        html | junit) says_not '<script>' ;;
        markdown) says_not $'\n<script>' ;;
        github) says_not $'\n::error::x' ;;
        esac
    done
}
