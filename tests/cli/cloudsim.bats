#!/usr/bin/env bats
# cloudsim driven by curl and openssl, as no client of ours would: what it demands and what it does.

load cloudsim_client

setup() {
    unset "${!TENCENTCLOUD_@}" "${!UCLOUD_@}" "${!BCE_@}" "${!TC3_@}"
    cat >"$BATS_TEST_TMPDIR/world.json" <<'JSON'
{"clouds": {"tencent-cvm": {"images": [
  {"region": "ap-guangzhou", "name": "web", "id": "img-aaaa1111", "size_gib": 50},
  {"region": "ap-guangzhou", "name": "web-old", "id": "img-bbbb2222"},
  {"region": "ap-guangzhou", "name": "debian", "id": "img-pub00001", "type": "public"},
  {"region": "ap-guangzhou", "name": "whole", "id": "img-whole001", "traits": ["whole-machine"]}]}}}
JSON
}

teardown() {
    stop_cloudsim
}

# code: the error code of the answer in $output, or "none".
code() {
    jq -r '.Response.Error.Code // "none"' <<<"$output"
}

sync_to() { # REGIONS-AS-JSON [MORE-FIELDS]
    run tc3 cvm SyncImages ap-guangzhou "{\"ImageIds\":[\"img-aaaa1111\"],\"DestinationRegions\":$1${2:-}}"
}

@test "help is offered for every topic and nothing else" {
    local topic
    run "${BUILD:-build}/cloudsim" --help
    [ "$status" -eq 0 ] && [[ $output == *"A first look"* ]]
    for topic in world quirks faults control; do
        run "${BUILD:-build}/cloudsim" --help $topic
        [ "$status" -eq 0 ]
        [ "${#lines[@]}" -gt 5 ]
    done
    run "${BUILD:-build}/cloudsim" --help weather
    [ "$status" -eq 64 ]
}

@test "options and worlds that are wrong are refused before anything is served" {
    run "${BUILD:-build}/cloudsim" --quirk nonsense
    [ "$status" -eq 64 ]
    run "${BUILD:-build}/cloudsim" --fault nonsense
    [ "$status" -eq 64 ]
    run "${BUILD:-build}/cloudsim" a.json b.json
    [ "$status" -eq 64 ]
    run "${BUILD:-build}/cloudsim" --run
    [ "$status" -eq 64 ]
    echo '{"clouds": {"mars": {}}}' >"$BATS_TEST_TMPDIR/bad.json"
    run "${BUILD:-build}/cloudsim" "$BATS_TEST_TMPDIR/bad.json"
    [ "$status" -eq 65 ] && [[ $output == *mars* ]]
    "${BUILD:-build}/cloudsim" --print-world | jq -e '.clouds["baidu-bcc"].regions | length > 5'
}

@test "a signed copy is listed, grows and is ready; the same copy again is a second image" {
    start_cloudsim --copy-seconds 10 --time virtual "$BATS_TEST_TMPDIR/world.json"
    sync_to '["ap-beijing","ap-shanghai"]' ',"ImageSetRequired":true'
    [ "$(jq -r '[.Response.ImageSet[].Region] | sort | join(" ")' <<<"$output")" = "ap-beijing ap-shanghai" ]
    run tc3 cvm DescribeImages ap-beijing '{"Limit":100}'
    [ "$(jq -r '.Response.ImageSet[0].ImageState' <<<"$output")" = SYNCING ]
    sync_to '["ap-beijing"]'
    [ "$(code)" = FailedOperation.InvalidImageState ]
    control POST '/advance?seconds=10'
    run tc3 cvm DescribeImages ap-beijing '{"Limit":100}'
    [ "$(jq -r '.Response.ImageSet[0] | .ImageState + .ImageName' <<<"$output")" = NORMALweb ]
    sync_to '["ap-beijing"]'
    [ "$(jq -c .Response.ImageSet <<<"$output")" = '[]' ]
    run tc3 cvm DescribeImages ap-beijing '{"Limit":100}'
    [ "$(jq -r .Response.TotalCount <<<"$output")" = 2 ]
    [ "$(control GET /effects | jq .started)" = 3 ]
}

@test "signatures: a wrong key, a stale time, another host and a missing one are refused" {
    start_cloudsim
    TC3_SECRET=wrong run tc3 cvm DescribeImages ap-tokyo '{}'
    [ "$(code)" = AuthFailure.SignatureFailure ]
    TC3_TIME=$(($(date +%s) - 400)) run tc3 cvm DescribeImages ap-tokyo '{}'
    [ "$(code)" = AuthFailure.SignatureExpire ]
    TENCENTCLOUD_SECRET_ID=nobody run tc3 cvm DescribeImages ap-tokyo '{}'
    [ "$(code)" = AuthFailure.SecretIdNotFound ]
    run sim_curl https://cvm.tencentcloudapi.com/ -H 'Content-Type: application/json' -H 'X-TC-Action: DescribeImages' -d '{}'
    [ "$(code)" = AuthFailure.InvalidAuthorization ]
    TC3_HOST=cvm.ap-tokyo.tencentcloudapi.com run tc3 cvm DescribeImages ap-tokyo '{}'
    [ "$(code)" = none ]
    grep -c '"signature":"bad"' "$CLOUDSIM_DIR/requests.ndjson"
    run grep -E 'TC3-HMAC|Signature=' "$CLOUDSIM_DIR/requests.ndjson"
    [ "$status" -eq 1 ] # no signature in the log unless --log-raw
}

@test "requests that the document does not describe are refused with its codes" {
    start_cloudsim "$BATS_TEST_TMPDIR/world.json"
    local row action region body want
    while IFS='|' read -r action region body want; do
        run tc3 cvm "$action" "$region" "$body"
        [ "$(code)" = "$want" ] || {
            echo "$action $region $body: $(code) instead of $want"
            return 1
        }
    done <<'ROWS'
DescribeImages|ap-mars|{}|UnsupportedRegion
DescribeImages|ap-shanghai-fsi|{}|UnsupportedRegion
DescribeImages|ap-tokyo|{"Limit":101}|InvalidParameterValue.InvalidParameterValueLimit
DescribeImages|ap-tokyo|{"limit":1}|UnknownParameter
DescribeImages|ap-tokyo|{"Limit":"20"}|InvalidParameter
DescribeImages|ap-tokyo|{"Offset":-1}|InvalidParameter
DescribeImages|ap-tokyo|[]|InvalidParameter
DescribeImages|ap-tokyo|{"ImageIds":["img-aaaa1111"],"Filters":[]}|InvalidParameter.InvalidParameterCoexistImageIdsFilters
DescribeImages|ap-tokyo|{"ImageIds":["lhbp-1"]}|InvalidImageId.Malformed
DescribeImages|ap-tokyo|{"Filters":[{"Name":"colour","Values":["red"]}]}|InvalidFilter
DescribeImages|ap-tokyo|{"Filters":[{"Name":"image-id","Values":["1","2","3","4","5","6"]}]}|InvalidFilterValue.LimitExceeded
NoSuchThing|ap-tokyo|{}|InvalidAction
SyncImages|ap-guangzhou|{"ImageIds":["img-aaaa1111"]}|MissingParameter
SyncImages|ap-guangzhou|{"ImageIds":["img-aaaa1111","img-bbbb2222"],"DestinationRegions":["ap-beijing"]}|InvalidParameterValue.LimitExceeded
SyncImages|ap-guangzhou|{"ImageIds":["img-nothere1"],"DestinationRegions":["ap-beijing"]}|InvalidImageId.NotFound
SyncImages|ap-guangzhou|{"ImageIds":["img-pub00001"],"DestinationRegions":["ap-beijing"]}|InvalidParameterValue.InvalidImageId
SyncImages|ap-guangzhou|{"ImageIds":["img-whole001"],"DestinationRegions":["ap-beijing"]}|InvalidParameter.InstanceImageNotSupport
SyncImages|ap-guangzhou|{"ImageIds":["img-aaaa1111"],"DestinationRegions":["ap-guangzhou"]}|InvalidParameterValue.InvalidRegion
SyncImages|ap-guangzhou|{"ImageIds":["img-aaaa1111"],"DestinationRegions":["ap-mars"]}|InvalidRegion.NotFound
SyncImages|ap-guangzhou|{"ImageIds":["img-aaaa1111"],"DestinationRegions":["ap-taipei"]}|InvalidRegion.Unavailable
SyncImages|ap-guangzhou|{"ImageIds":["img-aaaa1111"],"DestinationRegions":["ap-beijing","ap-tokyo"]}|UnsupportedOperation.Region
SyncImages|ap-guangzhou|{"ImageIds":["img-aaaa1111"],"DestinationRegions":["ap-beijing"],"DryRun":true}|none
ROWS
    [ "$(control GET /effects | jq .started)" = 0 ]
    TC3_TYPE=text/plain run tc3 cvm DescribeImages ap-tokyo '{}'
    [ "$(code)" = InvalidRequest ]
    TC3_VERSION=2016-01-01 run tc3 cvm DescribeImages ap-tokyo '{}'
    [ "$(code)" = NoSuchVersion ]
    run tc3 cvm DescribeImages ap-tokyo '{}' -X PUT
    [ "$(code)" = InvalidRequest ]
}

@test "quota, policy, a region that is down" {
    start_cloudsim "$BATS_TEST_TMPDIR/world.json"
    control PATCH '/region?cloud=tencent-cvm&region=ap-beijing' '{"quota":0}'
    sync_to '["ap-beijing","ap-shanghai"]'
    [ "$(code)" = ImageQuotaLimitExceeded ]
    run tc3 cvm DescribeImageQuota ap-beijing '{}'
    [ "$(jq .Response.ImageNumQuota <<<"$output")" = 0 ]
    control PATCH '/region?cloud=tencent-cvm&region=ap-tokyo' '{"offline":true}'
    run tc3 cvm DescribeImages ap-tokyo '{}'
    [ "$(code)" = InternalError ]
    control GET /world | jq '.clouds["tencent-cvm"].accounts[0].deny=["write"]' >"$BATS_TEST_TMPDIR/denied.json"
    control PUT /world "@$BATS_TEST_TMPDIR/denied.json"
    sync_to '["ap-shanghai"]'
    [ "$(code)" = AuthFailure.UnauthorizedOperation ]
    run tc3 cvm DescribeImages ap-shanghai '{}'
    [ "$(code)" = none ]
}

@test "pages are cut as asked, and hold every image once" {
    jq -n '{clouds: {"tencent-cvm": {images: [range(250) | {region: "ap-tokyo", name: "n\(.)"}]}}}' \
        >"$BATS_TEST_TMPDIR/many.json"
    start_cloudsim "$BATS_TEST_TMPDIR/many.json"
    local offset
    for offset in 0 100 200; do
        tc3 cvm DescribeImages ap-tokyo "{\"Offset\":$offset,\"Limit\":100}" |
            jq -r '.Response.ImageSet[].ImageId' >>"$BATS_TEST_TMPDIR/ids"
    done
    [ "$(sort -u "$BATS_TEST_TMPDIR/ids" | wc -l)" -eq 250 ]
    [ "$(wc -l <"$BATS_TEST_TMPDIR/ids")" -eq 250 ]
}

@test "faults: what is cut has an effect or not, as it says" {
    start_cloudsim --copy-seconds 0 "$BATS_TEST_TMPDIR/world.json"
    local kind started=0
    for kind in before during after reset reply; do
        control POST /fault "cut=$kind,action=SyncImages"
        sync_to '["ap-shanghai"]'
        [ "$status" -ne 0 ]
        case $kind in after | reset | reply) started=$((started + 1)) ;; esac
        [ "$(control GET /effects | jq .started)" = $started ] || {
            echo "$kind: $(control GET /effects)"
            return 1
        }
    done
    control POST /fault $'status=503,action=SyncImages\nthrottle,action=SyncImages,skip=1'
    run tc3 cvm SyncImages ap-guangzhou '{"ImageIds":["img-aaaa1111"],"DestinationRegions":["ap-beijing"]}' -w '%{http_code}'
    [[ $output == *503 ]]
    sync_to '["ap-beijing"]'
    [ "$(code)" = RequestLimitExceeded ]
    [ "$(control GET /effects | jq .started)" = $started ]
    control POST /fault code=InternalError,effect=first
    sync_to '["ap-beijing"]'
    [ "$(code)" = InternalError ]
    [ "$(control GET /effects | jq .started)" = $((started + 1)) ]
    control POST /fault fail-copy
    sync_to '["ap-nanjing"]'
    run tc3 cvm DescribeImages ap-nanjing '{}'
    [ "$(jq -r '.Response.ImageSet[0].ImageState' <<<"$output")" = CREATEFAILED ]
}

@test "a stalled answer holds up nobody else" {
    start_cloudsim
    control POST /fault stall=30,action=DescribeImageQuota
    tc3 cvm DescribeImageQuota ap-tokyo '{}' --max-time 5 >/dev/null 2>&1 &
    sleep 0.3
    local before after
    before=$(date +%s%N)
    run tc3 cvm DescribeImages ap-tokyo '{}'
    after=$(date +%s%N)
    [ "$(code)" = none ]
    [ $(((after - before) / 1000000)) -lt 2000 ]
}

@test "control: an image is added, changed and removed behind the client's back" {
    start_cloudsim
    control POST '/image?cloud=tencent-cvm' '{"region":"ap-tokyo","name":"db","id":"img-dddd4444"}'
    control PATCH '/image?cloud=tencent-cvm&region=ap-tokyo&name=db' '{"size_gib":77,"state":"WEIRD"}'
    run tc3 cvm DescribeImages ap-tokyo '{}'
    [ "$(jq -r '.Response.ImageSet[0] | "\(.ImageSize) \(.ImageState)"' <<<"$output")" = "77 WEIRD" ]
    control DELETE '/image?cloud=tencent-cvm&region=ap-tokyo&id=img-dddd4444'
    run tc3 cvm DescribeImages ap-tokyo '{}'
    [ "$(jq .Response.TotalCount <<<"$output")" = 0 ]
    run control DELETE '/image?cloud=tencent-cvm&region=ap-tokyo&id=img-dddd4444' -f
    [[ $output == *"no such image"* ]]
    run control PUT /world '{"clouds":{"mars":{}}}'
    [[ $output == *mars* ]]
    run control PUT /world '{"clouds":'
    [[ $output == *error* ]]
    run control POST /fault 'explode'
    [[ $output == *explode* ]]
}

@test "--run gives the command keys and address, and ends with its status and without traces" {
    run env TMPDIR="$BATS_TEST_TMPDIR" "${BUILD:-build}/cloudsim" --speed 2 "$BATS_TEST_TMPDIR/world.json" --seed 3 --run -- \
        sh -c 'test -e "$FERRY_CA_FILE" && test -n "$TENCENTCLOUD_SECRET_KEY$UCLOUD_PRIVATE_KEY$BCE_SECRET_ACCESS_KEY" && echo "$FERRY_CONNECT_TO"; exit 7'
    [ "$status" -eq 7 ]
    [[ $output == ::127.0.0.1:* ]]
    run compgen -G "$BATS_TEST_TMPDIR/cloudsim.*"
    [ "$status" -eq 1 ]
}

@test "the world at the end can be the next beginning, and seeds give the same ids" {
    local round
    for round in 1 2; do
        start_cloudsim --seed 42 --time virtual --copy-seconds 5 "$BATS_TEST_TMPDIR/world.json"
        sync_to '["ap-beijing"]' ',"ImageSetRequired":true'
        jq -r '.Response.ImageSet[0].ImageId' <<<"$output" >>"$BATS_TEST_TMPDIR/ids"
        stop_cloudsim
        rm "$BATS_TEST_TMPDIR/sim/env"
    done
    [ "$(sort -u "$BATS_TEST_TMPDIR/ids" | wc -l)" -eq 1 ]
    cp "$BATS_TEST_TMPDIR/sim/world.json" "$BATS_TEST_TMPDIR/next.json"
    start_cloudsim "$BATS_TEST_TMPDIR/next.json"
    run control GET "/image?cloud=tencent-cvm&region=ap-beijing&id=$(head -1 "$BATS_TEST_TMPDIR/ids")"
    [ "$(jq -r .name <<<"$output")" = web ]
}
