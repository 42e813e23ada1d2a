# What the whole-program tests share: the programs, a simulated cloud for each test, and assertions that
# say what they saw.
#
# shellcheck shell=bash disable=SC2154

BUILD=$(cd "${BUILD:-build}" && pwd)
PATH=$BUILD:$PATH
DATA=$(cd tests/data && pwd)
bats_require_minimum_version 1.5.0
export LC_ALL=C.UTF-8 HOME=${BATS_TEST_TMPDIR:-/nonexistent}
TIER=${FERRY_TEST_TIER:-${TIER:-check}} # of bats' two processes the second no longer sees the variable
export TIER
unset "${!FERRY_@}" "${!TENCENTCLOUD_@}" "${!UCLOUD_@}" "${!BCE_@}" "${!BAIDUCLOUD_@}" NO_COLOR GITHUB_STEP_SUMMARY

# cloud_start [CLOUDSIM OPTION…]: starts cloudsim and takes its keys and address into the environment.
# Copies take a second or two; what is looked at, and how often, is scaled to that.
cloud_start() {
    CLOUD=$BATS_TEST_TMPDIR/cloud
    rm -rf "$CLOUD"
    cloudsim --dir "$CLOUD" --die-with-parent --speed 200 "$@" >"$BATS_TEST_TMPDIR/cloudsim.out" 2>&1 3>&- &
    CLOUD_PID=$!
    local i
    for i in $(seq 200); do
        [ -e "$CLOUD/env" ] && break
        kill -0 "$CLOUD_PID" 2>/dev/null || { cat "$BATS_TEST_TMPDIR/cloudsim.out"; return 1; }
        sleep 0.02
    done
    # shellcheck disable=SC1091
    . "$CLOUD/env"
    export FERRY_CONNECT_TO="::127.0.0.1:$CLOUDSIM_PORT" FERRY_CA_FILE=$CLOUDSIM_CA
    export FERRY_STATE_DIR=$BATS_TEST_TMPDIR/state FERRY_POLL=50ms FERRY_SETTLE=1s
}

cloud_stop() {
    [ -z "${CLOUD_PID:-}" ] || { kill "$CLOUD_PID" 2>/dev/null; wait "$CLOUD_PID" 2>/dev/null; }
    CLOUD_PID=
}

teardown() { cloud_stop; }

control() { # control METHOD PATH [BODY]
    curl -fsS -X "$1" "$CLOUDSIM_CONTROL$2" ${3:+--data-raw "$3"}
}

# world IMAGE…: writes world.json with these images in tencent-cvm; an image is NAME@REGION, or an object
# as `cloudsim --help world` describes it.
world() {
    printf '%s\n' "$@" | jq -Rn '[inputs | if startswith("{") then fromjson
        else capture("^(?<name>.*)@(?<region>[^@]+)$") end]
        | {clouds: {"tencent-cvm": {images: .}}}' >"$BATS_TEST_TMPDIR/world.json"
}

# cloud IMAGE… [-- CLOUDSIM OPTION…]: a world of these images, and a cloud that copies in a tenth of a second.
cloud() {
    local images=()
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        images+=("$1")
        shift
    done
    shift || true
    world "${images[@]}"
    cloud_start --copy-seconds 20 "$@" "$BATS_TEST_TMPDIR/world.json"
}

# lose NAME@REGION: removes an image behind ferry's back.  add NAME@REGION [FIELDS-AS-JSON]: puts one there.
lose() { control DELETE "/image?cloud=tencent-cvm&region=${1##*@}&name=${1%@*}" >/dev/null; }
add() {
    control POST "/image?cloud=tencent-cvm" \
        "$(jq -cn --arg name "${1%@*}" --arg region "${1##*@}" "{name: \$name, region: \$region} + ${2:-{\}}")" >/dev/null
}
alter() { # alter NAME@REGION FIELDS-AS-JSON
    control PATCH "/image?cloud=tencent-cvm&region=${1##*@}&name=${1%@*}" "$2" >/dev/null
}
# unreadable REGION: its listings are refused from now on, in a way that no waiting mends, so that a test need
# not sit through the repeats that a passing trouble earns.
unreadable() { fault "code=InvalidParameterValue,action=DescribeImages,region=$1,count=0"; }
fault() { control POST /fault "$1" >/dev/null; }

# until_true SECONDS COMMAND…: waits for a condition, looking often.
until_true() {
    local end=$((SECONDS + $1 + 1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || { echo "never true: $*"; return 1; }
        sleep 0.02
    done
}

# effects: how many copies the cloud really started.  requests ACTION: how many calls of it came.
effects() { control GET /effects | jq .started; }
requests() { control GET /effects | jq --arg a "${2:-tencent-cvm} $1" '.by_action[$a] // 0'; }

# has_copied N, faulted: conditions for until_true.
has_copied() { [ "$(effects)" -eq "$1" ]; }
faulted() { control GET /fault | jq -e 'any(.applied > 0)'; }

# copied N: the cloud started N copies since it began, and none of them twice.
copied() {
    local all
    all=$(control GET /effects)
    jq -e --argjson n "$1" '.started == $n and ([.by_image[] | select(. > 1)] == [])' <<<"$all" >/dev/null || {
        echo "not $1 copies, each once:"
        jq -c '{started, by_image}' <<<"$all"
        return 1
    }
}

# exits CODE COMMAND…: runs it and insists on its exit code; $output holds both streams.
exits() {
    local want=$1
    shift
    run "$@"
    [ "$status" -eq "$want" ] || {
        echo "exit code $status instead of $want: $*"
        echo "$output"
        return 1
    }
}

# says TEXT: $output contains it.
says() {
    [[ $output == *"$1"* ]] || {
        echo "not said: $1"
        echo "$output"
        return 1
    }
}

# says_not TEXT
says_not() {
    [[ $output != *"$1"* ]] || {
        echo "said: $1"
        echo "$output"
        return 1
    }
}

# same WHAT GOT WANT
same() {
    [ "$2" = "$3" ] || {
        printf '%s:\n  got  %s\n  want %s\n' "$1" "$2" "$3"
        return 1
    }
}

# holds FILTER [FILE]: the jq filter is true of the JSON in FILE, or in $output.
holds() {
    local json
    json=$(if [ $# -gt 1 ]; then cat "$2"; else printf '%s' "$output"; fi)
    jq -e "$1" <<<"$json" >/dev/null || {
        echo "does not hold: $1"
        jq -c 'del(.providers, .accounts)' <<<"$json" 2>/dev/null || printf '%s\n' "$json"
        return 1
    }
}

# quietly CODE COMMAND…: as exits, but $output holds standard output alone and $stderr the rest.
quietly() {
    local want=$1
    shift
    run --separate-stderr "$@"
    [ "$status" -eq "$want" ] || {
        echo "exit code $status instead of $want: $*"
        printf '%s\n--\n%s\n' "$output" "$stderr"
        return 1
    }
}

# verdicts: "ADDRESS VERDICT [REASON]" a line, from the JSON in $output.
verdicts() { jq -r '.cells[] | [.address, .verdict, .reason // empty] | join(" ")' <<<"$output"; }

# manifest TEXT: writes images.yaml into the test's folder and goes there.
manifest() {
    cd "$BATS_TEST_TMPDIR" || return 1
    printf '%s\n' "$1" >images.yaml
}

# web REGION,… [LINES]: a manifest of the one image `web` of account `game`, from ap-guangzhou.
web() {
    manifest "version: 1
accounts:
  game: {provider: tencent-cvm}
images:
  - name: web
    from: ap-guangzhou
    to: [$1]${2:+
$2}"
}

# stale_after: makes a saved plan's facts older than the ten seconds that apply trusts them for, by moving
# their times into the past.  They are evidence, not part of the checksum.
stale_after() { sed -i 's/"read_at":"20[0-9][0-9]-/"read_at":"2020-/g' "${1:-plan.json}"; }

# start_ferry ARGUMENT…: runs it beside the test, its streams in out.txt and err.txt.  ends CODE: waits for it.
start_ferry() {
    ferry "$@" >out.txt 2>err.txt </dev/null 3>&- &
    FERRY_PID=$!
}
ends() {
    local status=0
    wait "$FERRY_PID" || status=$?
    [ "$status" -eq "$1" ] || {
        echo "exit code $status instead of $1"
        cat out.txt err.txt
        return 1
    }
}
