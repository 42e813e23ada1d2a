#!/usr/bin/env bats
# The other four APIs of cloudsim, driven by curl and openssl.

load cloudsim_client

setup() {
    unset "${!TENCENTCLOUD_@}" "${!UCLOUD_@}" "${!BCE_@}" "${!TC3_@}"
    cat >"$BATS_TEST_TMPDIR/world.json" <<'JSON'
{"clouds": {
 "tencent-cvm": {"images": [
  {"region": "ap-guangzhou", "name": "web", "id": "img-aaaa1111", "size_gib": 50},
  {"region": "ap-guangzhou", "name": "db", "id": "img-bbbb2222"}]},
 "tencent-lighthouse": {"images": [
  {"region": "ap-tokyo", "name": "web", "id": "lhbp-aaaa1111"},
  {"region": "ap-tokyo", "name": "debian", "id": "lhbp-pub00001", "type": "public"}]},
 "ucloud": {"images": [
  {"region": "cn-bj2", "name": "web", "id": "uimage-src001", "traits": ["data-disks"]},
  {"region": "cn-bj2", "name": "other", "id": "uimage-src002", "project": "org-sim002"},
  {"region": "cn-bj2", "name": "old", "id": "uimage-old001", "traits": ["old-format"]}]},
 "baidu-bcc": {"images": [
  {"region": "bj", "name": "web", "id": "m-Src00001"},
  {"region": "bj", "name": "bare", "id": "m-Ebc00001", "traits": ["ebc"]},
  {"region": "bj", "name": "graphics", "id": "m-Gpu00001", "traits": ["gpu"]},
  {"region": "bj", "name": "disks", "id": "m-Disk0001", "traits": ["data-disks"]}]}}}
JSON
}

teardown() {
    stop_cloudsim
}

code() { jq -rs '.[0] | .Response.Error.Code // .code // .RetCode // "none" | tostring' <<<"$output"; }

is() { # WANT: the code of $output
    [ "$(code)" = "$1" ] || {
        echo "$(code) instead of $1: $output"
        return 1
    }
}

started() { control GET /effects | jq .started; }

@test "lighthouse: copies, refuses what its document refuses, tells quotas" {
    start_cloudsim --copy-seconds 10 --time virtual "$BATS_TEST_TMPDIR/world.json"
    local regions want
    while IFS='|' read -r regions want; do
        run tc3 lighthouse SyncBlueprint ap-tokyo "{\"BlueprintId\":\"lhbp-aaaa1111\",\"DestinationRegions\":$regions}"
        is "$want"
    done <<'ROWS'
[]|InvalidParameterValue
["ap-singapore","ap-singapore"]|InvalidParameterValue.Duplicated
["ap-tokyo"]|InvalidParameterValue.DestinationRegionSameAsSourceRegion
["ap-mars"]|InvalidParameterValue.UnavailableRegion
["ap-singapore","ap-beijing"]|InvalidParameterValue.NotSupportCrossBorderSyncBlueprint
["ap-singapore","ap-hongkong"]|none
["ap-seoul"]|OperationDenied.BlueprintOperationInProgress
ROWS
    [ "$(started)" = 2 ]
    run tc3 lighthouse DescribeBlueprints ap-tokyo '{"Filters":[{"Name":"blueprint-type","Values":["PRIVATE"]}]}'
    [ "$(jq -r '.Response | "\(.TotalCount) \(.BlueprintSet[0].BlueprintState)"' <<<"$output")" = "1 SYNCING" ]
    run tc3 lighthouse DescribeGeneralResourceQuotas ap-singapore '{"ResourceNames":["BLUEPRINT"]}'
    [ "$(jq -c '.Response.GeneralResourceQuotaSet[0]|[.ResourceQuotaAvailable,.ResourceQuotaTotal]' <<<"$output")" = '[4,5]' ]
    control POST '/advance?seconds=10'
    run tc3 lighthouse DescribeBlueprints ap-hongkong '{}'
    [ "$(jq -r '.Response.BlueprintSet[0] | .BlueprintName + .BlueprintState' <<<"$output")" = webNORMAL ]
    run tc3 lighthouse SyncBlueprint ap-tokyo '{"BlueprintId":"img-aaaa1111","DestinationRegions":["ap-seoul"]}'
    is InvalidParameterValue.BlueprintIdMalformed
    run tc3 lighthouse SyncBlueprint ap-tokyo '{"BlueprintId":"lhbp-pub00001","DestinationRegions":["ap-seoul"]}'
    is ResourceNotFound.PrivateBlueprintNotFound
}

@test "gateway of 2017: several images to several regions, statuses, replayed nonces" {
    start_cloudsim --copy-seconds 10 --time virtual "$BATS_TEST_TMPDIR/world.json"
    run legacy Action=SyncCvmImage Region=gz srcRegion=gz imgIdList.0=img-aaaa1111 imgIdList.1=img-bbbb2222 dstRegion.0=sh dstRegion.1=bj
    [ "$output" = '{"code":0,"message":""}' ]
    [ "$(started)" = 4 ]
    run legacy Action=DescribeImages Region=sh imageType=1
    [ "$(jq -c '[.totalCount, (.imageSet | map(.status) | unique)]' <<<"$output")" = '[2,[4]]' ]
    run legacy Action=DescribeImages Region=gz imageType=1 limit=100
    [ "$(jq -c '.imageSet | map(.status) | unique' <<<"$output")" = '[5]' ]
    run legacy Action=SyncCvmImage Region=gz srcRegion=gz imgIdList.0=img-aaaa1111 dstRegion.0=nj
    is 5100
    control POST '/advance?seconds=10'
    local row want
    while IFS='|' read -r row want; do
        # shellcheck disable=SC2086
        run legacy $row
        is "$want"
    done <<'ROWS'
Action=DescribeImages Region=sh|4000
Action=DescribeImages Region=mars imageType=1|4000
Action=DescribeImages Region=sh imageType=1 Offset=0|4000
Action=Dance Region=sh|6100
Action=SyncCvmImage Region=gz srcRegion=gz imgIdList.0=img-aaaa1111 dstRegion.0=ap-nanjing|4000
Action=SyncCvmImage Region=gz srcRegion=gz imgIdList.0=img-aaaa1111 dstRegion.0=ca|4000
Action=SyncCvmImage Region=gz srcRegion=gz imgIdList.0=img-nothere1 dstRegion.0=nj|5000
Action=SyncCvmImage Region=gz srcRegion=gz imgIdList.0=img-aaaa1111 dstRegion.0=hk|5100
ROWS
    LEGACY_NONCE=7 run legacy Action=DescribeImages Region=sh imageType=1
    is 0
    LEGACY_NONCE=7 run legacy Action=DescribeImages Region=sh imageType=1
    is 4500
    TENCENTCLOUD_SECRET_KEY=wrong run legacy Action=DescribeImages Region=sh imageType=1
    is 4100
    TENCENTCLOUD_SECRET_ID=nobody run legacy Action=DescribeImages Region=sh imageType=1
    is 4104
    [ "$(started)" = 4 ]
}

@test "gateway of 2017 with Version=2017-03-12: API 3.0 in its envelope, and the quirks of it" {
    start_cloudsim --copy-seconds 0 "$BATS_TEST_TMPDIR/world.json"
    run legacy Action=SyncImages Version=2017-03-12 Region=ap-guangzhou ImageIds.0=img-aaaa1111 DestinationRegions.0=ap-shanghai DestinationRegions.1=ap-beijing ImageSetRequired=true
    [ "$(jq '.Response.ImageSet | length' <<<"$output")" = 2 ]
    run legacy Action=DescribeImages Version=2017-03-12 Region=ap-shanghai Filters.0.Name=image-type Filters.0.Values.0=PRIVATE_IMAGE Limit=100
    [ "$(jq -r '.Response.ImageSet[0].ImageName' <<<"$output")" = web ]
    TENCENTCLOUD_SECRET_KEY=wrong run legacy Action=DescribeImages Version=2017-03-12 Region=ap-shanghai
    is AuthFailure.SignatureFailure
    control POST /quirk flat-2017-failures
    control POST /quirk request-id-spelling
    TENCENTCLOUD_SECRET_KEY=wrong run legacy Action=DescribeImages Version=2017-03-12 Region=ap-shanghai
    is 4100
    run legacy Action=DescribeImages Version=2017-03-12 Region=ap-shanghai
    [ "$(jq -r '.Response | has("RequestID") and (has("RequestId") | not)' <<<"$output")" = true ]
    [ "$(jq -r 'select(.action == "SyncImages") | .cloud' "$CLOUDSIM_DIR/requests.ndjson")" = tencent-cvm ]
}

@test "ucloud: single and batch copies, projects, codes" {
    start_cloudsim --copy-seconds 10 --time virtual "$BATS_TEST_TMPDIR/world.json"
    local copy='Action=CopyCustomImage Region=cn-bj2 ProjectId=org-sim001 SourceImageId=uimage-src001' row want
    # shellcheck disable=SC2086
    run ucloud $copy TargetProjectId=org-sim001 TargetRegion=hk TargetImageName=web-2
    [ "$(jq -r '.TargetImageId | startswith("uimage-")' <<<"$output")" = true ]
    # shellcheck disable=SC2086
    run ucloud $copy TargetProjectId=org-sim001 TargetRegionList.0=hk TargetRegionList.1=sg
    [ "$(jq -r '[.Infos[].TargetRegion] | sort | join(" ")' <<<"$output")" = "hk sg" ]
    run ucloud Action=DescribeImage Region=hk ProjectId=org-sim001 ImageType=Custom Limit=100
    [ "$(jq -c '[.TotalCount, (.ImageSet | map(.State) | unique), (.ImageSet | map(.ImageName) | sort)]' <<<"$output")" = '[2,["Copying"],["web","web-2"]]' ]
    control POST '/advance?seconds=10'
    run ucloud Action=DescribeImage Region=sg ImageType=Custom
    [ "$(jq -r '.ImageSet[0] | .State + (.DataSnapshotIds | length | tostring)' <<<"$output")" = Available0 ]
    while IFS='|' read -r row want; do
        # shellcheck disable=SC2086
        run ucloud $row
        is "$want"
    done <<ROWS
Region=hk|160
Action=Dance Region=hk|161
Action=DescribeImage|230
Action=DescribeImage Region=mars|230
Action=DescribeImage Region=hk Zone=sg-01|230
Action=DescribeImage Region=hk Colour=red|230
Action=DescribeImage Region=hk ProjectId=org-nobody|292
$copy TargetRegion=sg|230
$copy TargetProjectId=org-sim001 TargetRegion=sg TargetRegionList.0=hk|230
$copy TargetProjectId=org-sim001 TargetRegionList.1=hk|230
$copy TargetProjectId=org-sim001 TargetRegion=sg TargetImageName=a/b|230
$copy TargetProjectId=org-sim001 TargetRegion=cn-bj1|8958
$copy TargetProjectId=org-sim001|8962
$copy TargetProjectId=org-sim009 TargetRegion=sg|292
Action=CopyCustomImage Region=cn-bj2 SourceImageId=uimage-old001 TargetProjectId=org-sim001 TargetRegion=sg|8959
Action=CopyCustomImage Region=cn-bj2 SourceImageId=uimage-src002 TargetProjectId=org-sim001 TargetRegion=sg|8956
ROWS
    UCLOUD_SECRET=wrong run ucloud Action=DescribeImage Region=hk
    is 171
    UCLOUD_HOST=api.ucloud-global.com run ucloud Action=DescribeImage Region=hk
    is 174
    UCLOUD_HOST=api.scloudsg.com run ucloud Action=GetRegion
    is 0
    [ "$(started)" = 3 ]
    control POST /quirk retcode-string
    run ucloud Action=Dance
    [ "$(jq -c .RetCode <<<"$output")" = '"161"' ]
}

@test "baidu: pages by marker, types, results of each region inside a 200" {
    start_cloudsim --copy-seconds 10 --time virtual "$BATS_TEST_TMPDIR/world.json"
    run bce GET bj /v2/image 'imageType=Custom&maxKeys=1'
    [ "$(jq -rs '.[0] | "\(.isTruncated) \(.nextMarker) \(.images[0].id)"' <<<"$output")" = "true m-Disk0001 m-Disk0001" ]
    run bce GET bj /v2/image 'imageType=Custom&marker=m-Disk0001&maxKeys=1'
    [ "$(jq -rs '.[0] | "\(.isTruncated) \(has("nextMarker")) \(.images[0].id)"' <<<"$output")" = "false false m-Src00001" ]
    run bce GET bj /v2/image 'imageType=EbcCustom'
    [ "$(jq -rs '[.[0].images[].id] | join(" ")' <<<"$output")" = m-Ebc00001 ]
    run bce POST bj /v2/image/m-Src00001 'remoteCopy=' '{"name":"web","destRegion":["gz","fsh","hkg"]}'
    [ "$(jq -cs '.[0].result | map({(.region): .code}) | add' <<<"$output")" = '{"hkg":"success","fsh":"Image.RegionNotSupportCopy","gz":"success"}' ]
    [ "$(started)" = 2 ]
    run bce POST bj /v2/image/m-Src00001 'remoteCopy=' '{"name":"web","destRegion":["su"]}'
    is Image.ImageStatusForbidden
    [[ $output == *409 ]]
    run bce GET gz /v2/image 'imageType=Custom'
    local copy
    copy=$(jq -rs '.[0].images[0].id' <<<"$output")
    [ "$(jq -rs '.[0].images[0].status' <<<"$output")" = Creating ]
    run bce DELETE gz "/v2/image/$copy" ''
    is Image.CreatingImageCannotBeDeleted
    run bce POST gz "/v2/image/$copy" 'cancelRemoteCopy='
    [[ $output == *200 ]]
    control POST '/advance?seconds=10'
    local row want
    while IFS='|' read -r row body want; do
        # shellcheck disable=SC2086
        run bce $row "$body"
        is "$want"
    done <<'ROWS'
GET bj /v2/image imageType=ALL||BadRequest
GET bj /v2/image maxKeys=1001||BadRequest
GET bj /v2/image/m-Nothing1 -||NoSuchObject
GET bj /v1/image imageType=Custom||InvalidVersion
POST bj /v2/image/m-Src00001 remoteCopy=|{"destRegion":[]}|InappropriateJSON
POST bj /v2/image/m-Src00001 remoteCopy=|{"destRegion":["gz"],"desc":"x"}|InappropriateJSON
POST bj /v2/image/m-Src00001 remoteCopy=|{"destRegion":|MalformedJSON
POST bj /v2/image/m-Src00001 remoteCopy=|{"destRegion":["gz"],"name":"1web"}|Image.ImageNameInvalid
POST bj /v2/image/m-Disk0001 remoteCopy=|{"destRegion":["gz"],"name":"w"}|Image.ImageNotSupportCopy
PUT bj /v2/image/rename -|{"imageId":"m-Src00001","name":"9"}|Image.ImageNameInvalid
ROWS
    BCE_SECRET=wrong run bce GET bj /v2/image 'imageType=Custom'
    is SignatureDoesNotMatch
    BCE_TIME=2020-01-01T00:00:00Z run bce GET bj /v2/image 'imageType=Custom'
    is RequestExpired
    BCE_ACCESS_KEY_ID=nobody run bce GET bj /v2/image 'imageType=Custom'
    is InvalidAccessKeyId
}

@test "throttling and a region that is down have each vendor's own words" {
    start_cloudsim "$BATS_TEST_TMPDIR/world.json"
    control POST /fault throttle,count=0
    run legacy Action=DescribeImages Region=sh imageType=1
    is 4400
    run ucloud Action=GetRegion
    is 153
    run bce GET bj /v2/image imageType=Custom
    [[ $output == *429 ]]
    control DELETE /fault
    control PATCH '/region?cloud=ucloud&region=hk' '{"offline":true}'
    run ucloud Action=DescribeImage Region=hk
    is 130
    control PATCH '/region?cloud=baidu-bcc&region=bj' '{"offline":true}'
    run bce GET bj /v2/image imageType=Custom
    [[ $output == *500 ]]
}
