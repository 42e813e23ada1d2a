# What the whole-program tests share: the programs, a simulated cloud for each test, and assertions that
# say what they saw.
#
# shellcheck shell=bash disable=SC2154

BUILD=$(cd "${BUILD:-build}" && pwd)
PATH=$BUILD:$PATH
DATA=$(cd tests/data && pwd)
export LC_ALL=C.UTF-8
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

# effects: how many copies the cloud really started.
effects() { control GET /effects | jq '[.. | objects | .started? // empty | numbers] | add // 0'; }

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

# manifest TEXT: writes images.yaml into the test's folder and goes there.
manifest() {
    cd "$BATS_TEST_TMPDIR" || return 1
    printf '%s\n' "$1" >images.yaml
}
