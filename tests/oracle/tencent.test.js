// Tencent's own SDKs as clients: CVM by TC3 (POST and GET) and by HmacSHA1/HmacSHA256, Lighthouse by the
// international SDK in its default scheme and by TC3.
'use strict';

const assert = require('node:assert');
const test = require('node:test');
const cvm = require('tencentcloud-sdk-nodejs-cvm').cvm.v20170312;
const intl = require('tencentcloud-sdk-nodejs-intl-en');
const { start, pause } = require('./sim');

let sim;

test.before(async () => {
    const many = Array.from({ length: 130 }, (_, i) => ({ region: 'ap-singapore', name: `n${i}` }));
    sim = await start(
        {
            clouds: {
                'tencent-cvm': {
                    images: [{ region: 'ap-guangzhou', name: '网关 web', id: 'img-aaaa1111', size_gib: 50 }, ...many],
                },
                'tencent-lighthouse': {
                    images: [
                        { region: 'ap-tokyo', name: 'edge', id: 'lhbp-aaaa1111' },
                        { region: 'ap-tokyo', name: 'pure', id: 'lhbp-pub00001', type: 'public' },
                    ],
                },
            },
        },
        ['--copy-seconds', '0.3'],
    );
});
test.after(() => sim.stop());

function client(region, profile = {}, secret = sim.variables.TENCENTCLOUD_SECRET_KEY) {
    const { language = 'en-US', ...rest } = profile;
    return new cvm.Client({
        credential: { secretId: sim.variables.TENCENTCLOUD_SECRET_ID, secretKey: secret },
        region,
        profile: { language, ...rest },
    });
}

async function code(promise) {
    return promise.then(
        () => 'none',
        (error) => error.code,
    );
}

for (const [name, profile] of [
    ['TC3 by POST', {}],
    ['TC3 by GET', { httpProfile: { reqMethod: 'GET' } }],
    ['HmacSHA1 by POST', { signMethod: 'HmacSHA1' }],
    ['HmacSHA256 by GET', { signMethod: 'HmacSHA256', httpProfile: { reqMethod: 'GET' } }],
]) {
    test(`the CVM SDK lists by ${name}, page by page`, async () => {
        const singapore = client('ap-singapore', profile);
        const ids = new Set();
        let total;
        for (let offset = 0; total === undefined || offset < total; offset += 50) {
            const page = await singapore.DescribeImages({
                Filters: [{ Name: 'image-type', Values: ['PRIVATE_IMAGE'] }],
                Offset: offset,
                Limit: 50,
            });
            total = page.TotalCount;
            page.ImageSet.forEach((image) => ids.add(image.ImageId));
        }
        assert.strictEqual(total, 130);
        assert.strictEqual(ids.size, 130);
        assert.strictEqual(sim.log().at(-1).signature, 'ok');
    });
}

test('the CVM SDK copies, sees the copy grow, and may then copy again', async () => {
    const source = client('ap-guangzhou');
    const answer = await source.SyncImages({
        ImageIds: ['img-aaaa1111'],
        DestinationRegions: ['ap-beijing', 'ap-shanghai'],
        ImageSetRequired: true,
    });
    assert.deepStrictEqual(answer.ImageSet.map((one) => one.Region).sort(), ['ap-beijing', 'ap-shanghai']);
    const id = answer.ImageSet.find((one) => one.Region === 'ap-beijing').ImageId;
    const copy = async () => (await client('ap-beijing').DescribeImages({ ImageIds: [id] })).ImageSet[0];
    assert.strictEqual((await copy()).ImageState, 'SYNCING');
    assert.strictEqual(
        await code(source.SyncImages({ ImageIds: ['img-aaaa1111'], DestinationRegions: ['ap-nanjing'] })),
        'FailedOperation.InvalidImageState',
    );
    while ((await copy()).ImageState === 'SYNCING') await pause(50);
    assert.strictEqual((await copy()).ImageState, 'NORMAL');
    assert.strictEqual((await copy()).ImageName, '网关 web');
    await source.SyncImages({ ImageIds: ['img-aaaa1111'], DestinationRegions: ['ap-nanjing'] });
});

test('the CVM SDK is told the quota, and of refusals by their codes', async () => {
    assert.strictEqual((await client('ap-tokyo').DescribeImageQuota({})).ImageNumQuota, 500);
    const sync = (to) => client('ap-guangzhou').SyncImages({ ImageIds: ['img-none1111'], DestinationRegions: [to] });
    assert.strictEqual(await code(sync('ap-beijing')), 'InvalidImageId.NotFound');
    assert.strictEqual(await code(client('ap-tokyo', {}, 'wrong').DescribeImages({})), 'AuthFailure.SignatureFailure');
    assert.strictEqual(await code(client('ap-mars').DescribeImages({})), 'UnsupportedRegion');
    await sim.control('POST', '/fault', 'throttle');
    assert.strictEqual(await code(client('ap-tokyo').DescribeImages({})), 'RequestLimitExceeded');
    await sim.control('POST', '/fault', 'status=503');
    await assert.rejects(client('ap-tokyo').DescribeImages({}), (error) => error.httpCode === 503);
});

test('the CVM SDK signs the host without a port, and so is it taken', async () => {
    const odd = client('ap-tokyo', { httpProfile: { endpoint: 'cvm.tencentcloudapi.com:8443' } });
    await odd.DescribeImages({});
    assert.strictEqual(sim.log().at(-1).signature, 'ok: host without port');
});

function lighthouse(region, signMethod) {
    const { Client, Models } = intl.lighthouse.v20200324;
    const profile = new intl.common.ClientProfile();
    if (signMethod) profile.signMethod = signMethod;
    profile.httpProfile.endpoint = 'lighthouse.intl.tencentcloudapi.com';
    const made = new Client(
        new intl.common.Credential(sim.variables.TENCENTCLOUD_SECRET_ID, sim.variables.TENCENTCLOUD_SECRET_KEY),
        region,
        profile,
    );
    return (action, params) =>
        new Promise((done, fail) => {
            const request = new Models[`${action}Request`]();
            request.from_json_string(JSON.stringify(params));
            made[action](request, (error, answer) => (error ? fail(error) : done(answer)));
        });
}

for (const signMethod of [undefined, 'HmacSHA1', 'TC3-HMAC-SHA256']) {
    test(`the Lighthouse SDK lists, copies and waits by ${signMethod || 'its default scheme'}`, async () => {
        const tokyo = lighthouse('ap-tokyo', signMethod);
        const listed = await tokyo('DescribeBlueprints', {
            Filters: [{ Name: 'blueprint-type', Values: ['PRIVATE'] }],
            Limit: 100,
        });
        assert.deepStrictEqual(
            listed.BlueprintSet.map((one) => one.BlueprintName),
            ['edge'],
        );
        const answer = await tokyo('SyncBlueprint', {
            BlueprintId: 'lhbp-aaaa1111',
            DestinationRegions: ['ap-singapore', 'eu-frankfurt'],
        });
        for (const { Region, BlueprintId } of answer.DestinationRegionBlueprintSet) {
            const there = lighthouse(Region, signMethod);
            let state;
            do {
                const found = await there('DescribeBlueprints', { BlueprintIds: [BlueprintId] });
                state = found.BlueprintSet[0].BlueprintState;
                await pause(50);
            } while (state === 'SYNCING');
            assert.strictEqual(state, 'NORMAL');
        }
        const sync = (to) => tokyo('SyncBlueprint', { BlueprintId: 'lhbp-aaaa1111', DestinationRegions: [to] });
        assert.strictEqual(await code(sync('ap-beijing')), 'InvalidParameterValue.NotSupportCrossBorderSyncBlueprint');
        const quotas = await lighthouse('ap-singapore', signMethod)('DescribeGeneralResourceQuotas', {
            ResourceNames: ['BLUEPRINT'],
        });
        const { ResourceQuotaAvailable, ResourceQuotaTotal } = quotas.GeneralResourceQuotaSet[0];
        assert.ok(ResourceQuotaAvailable < ResourceQuotaTotal);
        assert.strictEqual(sim.log().at(-1).signature, 'ok');
    });
}
