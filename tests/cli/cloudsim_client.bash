# Signed requests by curl and openssl, for driving cloudsim by hand.  Third opinion on the signatures: neither
# ferry's code nor cloudsim's.   Needs the variables of DIR/env.

# sim_curl ARGUMENTS...: curl, led to cloudsim.
sim_curl() {
    curl -sS --max-time 20 --connect-to "::127.0.0.1:$CLOUDSIM_PORT" --cacert "$CLOUDSIM_CA" "$@"
}

hmac_hex() { # KEYHEX TEXT
    printf '%s' "$2" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$1" | sed 's/.* //'
}

# tc3 SERVICE ACTION REGION BODY [CURL ARGUMENTS...]: one call of Tencent's API 3.0.
# TC3_TIME, TC3_SECRET, TC3_HOST, TC3_VERSION, TC3_TYPE override what is signed.
tc3() {
    local service=$1 action=$2 region=$3 body=$4
    shift 4
    local host=${TC3_HOST:-$service.tencentcloudapi.com} time=${TC3_TIME:-$(date +%s)} version=2017-03-12
    [ "$service" = cvm ] || version=2020-03-24
    local secret=${TC3_SECRET:-$TENCENTCLOUD_SECRET_KEY} date canonical to_sign key signature
    date=$(date -u -d "@$time" +%F)
    canonical=$(printf 'POST\n/\n\ncontent-type:application/json\nhost:%s\n\ncontent-type;host\n%s' "$host" \
        "$(printf '%s' "$body" | sha256sum | cut -d' ' -f1)")
    to_sign=$(printf 'TC3-HMAC-SHA256\n%s\n%s/%s/tc3_request\n%s' "$time" "$date" "$service" \
        "$(printf '%s' "$canonical" | sha256sum | cut -d' ' -f1)")
    key=$(printf 'TC3%s' "$secret" | od -An -tx1 | tr -d ' \n')
    key=$(hmac_hex "$key" "$date")
    key=$(hmac_hex "$key" "$service")
    key=$(hmac_hex "$key" tc3_request)
    signature=$(hmac_hex "$key" "$to_sign")
    sim_curl "https://$host/" -H "Content-Type: ${TC3_TYPE:-application/json}" -H "X-TC-Action: $action" \
        -H "X-TC-Version: ${TC3_VERSION:-$version}" -H "X-TC-Region: $region" -H "X-TC-Timestamp: $time" \
        -H "Authorization: TC3-HMAC-SHA256 Credential=$TENCENTCLOUD_SECRET_ID/$date/$service/tc3_request, SignedHeaders=content-type;host, Signature=$signature" \
        --data-binary "$body" "$@"
}

control() { # METHOD PATH [BODY]
    curl -sS --max-time 20 -X "$1" "$CLOUDSIM_CONTROL$2" ${3+--data-binary "$3"}
}

# start_cloudsim ARGUMENTS...: serves from $BATS_TEST_TMPDIR/sim until the test ends.
start_cloudsim() {
    "${BUILD:-build}/cloudsim" --die-with-parent --dir "$BATS_TEST_TMPDIR/sim" "$@" >"$BATS_TEST_TMPDIR/sim.out" 2>&1 3>&- &
    CLOUDSIM_PID=$!
    local tries=0
    until [ -e "$BATS_TEST_TMPDIR/sim/env" ]; do
        tries=$((tries + 1))
        if [ "$tries" -gt 200 ] || ! kill -0 "$CLOUDSIM_PID" 2>/dev/null; then
            cat "$BATS_TEST_TMPDIR/sim.out"
            return 1
        fi
        sleep 0.05
    done
    # shellcheck disable=SC1091
    . "$BATS_TEST_TMPDIR/sim/env"
}

stop_cloudsim() {
    [ -n "${CLOUDSIM_PID:-}" ] || return 0
    kill "$CLOUDSIM_PID" 2>/dev/null
    wait "$CLOUDSIM_PID" 2>/dev/null
    CLOUDSIM_PID=
}
