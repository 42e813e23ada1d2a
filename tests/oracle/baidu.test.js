// Baidu's own SDK as a client.  Its BCC client still speaks /v1, so requests to /v2 go through its base client,
// which signs and sends all the same.
'use strict';

const assert = require('node:assert');
const test = require('node:test');
const { Auth, BccClient, BceBaseClient } = require('@baiducloud/sdk');
const { start, pause } = require('./sim');

let sim;

test.before(async () => {
    sim = await start(
        {
            clouds: {
                'baidu-bcc': {
                    images: [
                        { region: 'bj', name: 'web', id: 'm-Src00001' },
                        { region: 'bj', name: 'web-2', id: 'm-Src00002' },
                        { region: 'bj', name: 'bare', id: 'm-Ebc00001', traits: ['ebc'] },
                    ],
                },
            },
        },
        ['--copy-seconds', '0.3'],
    );
});
test.after(() => sim.stop());

function config(region, sk = sim.variables.BCE_SECRET_ACCESS_KEY) {
    return {
        protocol: 'https',
        region,
        endpoint: `https://bcc.${region}.baidubce.com`,
        credentials: { ak: sim.variables.BCE_ACCESS_KEY_ID, sk },
    };
}

function call(region, method, path, params, body, sk) {
    const made = new BceBaseClient(config(region, sk), 'bcc', true);
    return made.sendRequest(method, path, { params, body: body === undefined ? null : JSON.stringify(body) });
}

async function code(promise) {
    return promise.then(
        () => 'none',
        (error) => `${error.status_code} ${error.code}`,
    );
}

test('the SDK lists by marker, each type apart', async () => {
    const names = [];
    let marker;
    do {
        const params = { imageType: 'Custom', maxKeys: 1, ...(marker && { marker }) };
        const { body } = await call('bj', 'GET', '/v2/image', params);
        names.push(...body.images.map((image) => image.name));
        marker = body.isTruncated ? body.nextMarker : undefined;
    } while (marker);
    assert.deepStrictEqual(names, ['web', 'web-2']);
    const ebc = await call('bj', 'GET', '/v2/image', { imageType: 'EbcCustom' });
    assert.strictEqual(ebc.body.images[0].id, 'm-Ebc00001');
    assert.strictEqual(sim.log().at(-1).signature, 'ok');
});

test('the SDK copies to several regions, waits, renames and deletes', async () => {
    const answer = await call('bj', 'POST', '/v2/image/m-Src00001', { remoteCopy: '' }, {
        name: 'web',
        destRegion: ['gz', 'hkg', 'fsh'],
    });
    const byRegion = Object.fromEntries(answer.body.result.map((one) => [one.region, one]));
    assert.strictEqual(byRegion.gz.code, 'success');
    assert.strictEqual(byRegion.fsh.code, 'Image.RegionNotSupportCopy');
    assert.strictEqual(byRegion.fsh.imageId, '');
    const target = `/v2/image/${byRegion.gz.imageId}`;
    const status = async () => (await call('gz', 'GET', target, {})).body.image.status;
    assert.strictEqual(await status(), 'Creating');
    assert.strictEqual(
        await code(call('bj', 'POST', '/v2/image/m-Src00001', { remoteCopy: '' }, { name: 'web', destRegion: ['su'] })),
        '409 Image.ImageStatusForbidden',
    );
    while ((await status()) === 'Creating') await pause(50);
    assert.strictEqual(await status(), 'Available');
    await call('gz', 'PUT', '/v2/image/rename', { clientToken: 't/1 ä' }, { name: 'neu ä', imageId: byRegion.gz.imageId });
    assert.strictEqual((await call('gz', 'GET', target, {})).body.image.name, 'neu ä');
    await call('gz', 'DELETE', target, {});
    assert.strictEqual(await code(call('gz', 'GET', target, {})), '404 NoSuchObject');
});

test('the SDK is told of refusals by status and code', async () => {
    const list = (sk) => call('bj', 'GET', '/v2/image', { imageType: 'Custom' }, undefined, sk);
    assert.strictEqual(await code(list('wrong')), '400 SignatureDoesNotMatch');
    await sim.control('POST', '/fault', 'throttle');
    assert.strictEqual(await code(list()), '429 TooManyRequests');
    assert.strictEqual(await code(call('bj', 'GET', '/v2/image', { imageType: 'ALL' })), '400 BadRequest');
    assert.strictEqual(await code(new BccClient(config('bj')).getImages()), '404 InvalidVersion');
});

test('the SDK signs today as it did when the vectors were made', () => {
    const { vectors } = require('../data/vectors/baidu.json');
    let checked = 0;
    for (const vector of vectors.filter((one) => one.headers_to_sign && one.cross_checked_with_js_sdk)) {
        const auth = new Auth(vector.access_key_id, vector.secret_access_key);
        const made = auth.generateAuthorization(
            vector.method,
            vector.canonical_uri,
            Object.fromEntries(vector.query.map(([name, value]) => [name, value === null ? '' : value])),
            Object.fromEntries(vector.headers),
            vector.timestamp_epoch,
            vector.expiration_seconds,
            vector.headers_to_sign,
        );
        // The JavaScript SDK encodes no query key: a vector with such a key is not for it.
        if (vector.query.every(([name]) => encodeURIComponent(name) === name)) {
            assert.strictEqual(made, vector.authorization, vector.name);
            checked++;
        }
    }
    assert.ok(checked >= 5);
});
