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

# url TEXT: percent-encoded.
url() { jq -rn --arg t "$1" '$t | @uri'; }

# ucloud NAME=VALUE...: one call, parameters signed and posted as a form.
ucloud() {
    local all=("$@" "PublicKey=$UCLOUD_PUBLIC_KEY") pair text='' form=''
    while IFS= read -r pair; do
        text+=${pair%%=*}${pair#*=}
        form+="${pair%%=*}=$(url "${pair#*=}")&"
    done < <(printf '%s\n' "${all[@]}" | LC_ALL=C sort -t= -k1,1)
    text=$(printf '%s%s' "$text" "${UCLOUD_SECRET:-$UCLOUD_PRIVATE_KEY}" | sha1sum | cut -d' ' -f1)
    sim_curl "https://${UCLOUD_HOST:-api.ucloud.cn}/" --data-raw "${form}Signature=$text"
}

# legacy NAME=VALUE...: one GET of the gateway of 2017, signed with HmacSHA256.
legacy() {
    local all=("$@" "SecretId=$TENCENTCLOUD_SECRET_ID" "SignatureMethod=HmacSHA256"
        "Timestamp=$(date +%s)" "Nonce=${LEGACY_NONCE:-$RANDOM$RANDOM}") pair text='' query='' signature
    while IFS= read -r pair; do
        text+="&$pair"
        query+="${pair%%=*}=$(url "${pair#*=}")&"
    done < <(printf '%s\n' "${all[@]}" | LC_ALL=C sort -t= -k1,1)
    signature=$(printf 'GETimage.api.qcloud.com/v2/index.php?%s' "${text#&}" |
        openssl dgst -sha256 -hmac "$TENCENTCLOUD_SECRET_KEY" -binary | base64)
    sim_curl "https://image.api.qcloud.com/v2/index.php?${query}Signature=$(url "$signature")"
}

# bce METHOD REGION PATH QUERY [BODY]: one call of Baidu; QUERY is its canonical form already, "-" is none.
bce() {
    [ "$4" != - ] || set -- "$1" "$2" "$3" '' "${5:-}"
    local host=bcc.$2.baidubce.com time prefix key signature
    time=${BCE_TIME:-$(date -u +%FT%TZ)}
    prefix=bce-auth-v1/$BCE_ACCESS_KEY_ID/$time/1800
    key=$(printf '%s' "$prefix" | openssl dgst -sha256 -hmac "${BCE_SECRET:-$BCE_SECRET_ACCESS_KEY}" | sed 's/.* //')
    signature=$(printf '%s\n%s\n%s\nhost:%s\nx-bce-date:%s' "$1" "$3" "$4" "$host" "${time//:/%3A}" |
        openssl dgst -sha256 -hmac "$key" | sed 's/.* //')
    sim_curl -X "$1" "https://$host$3${4:+?$4}" -H "x-bce-date: $time" -w '\n%{http_code}' \
        -H "Authorization: $prefix/host;x-bce-date/$signature" -H 'Content-Type: application/json' ${5:+--data-raw "$5"}
}
