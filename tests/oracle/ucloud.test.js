// UCloud: the documented check values, and an independent client in the two spellings that its SDKs send.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const https = require('node:https');
const test = require('node:test');
const tls = require('node:tls');
const { sign } = require('./ucloud_sign');
const { start, pause } = require('./sim');

let sim;

test.before(async () => {
    sim = await start(
        {
            clouds: {
                ucloud: { images: [{ region: 'cn-bj2', name: '基础镜像-v1', id: 'uimage-src001', size_gib: 40 }] },
            },
        },
        ['--copy-seconds', '0.3'],
    );
});
test.after(() => sim.stop());

// SPELLING: "form" as the Go and Python SDKs post, "json" as the JavaScript SDK does.
function call(params, spelling = 'form', privateKey = sim.variables.UCLOUD_PRIVATE_KEY) {
    const all = { ...params, PublicKey: sim.variables.UCLOUD_PUBLIC_KEY };
    const text = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, String(value)]));
    const signed = { ...all, Signature: sign(text, privateKey) };
    const body = spelling === 'json' ? JSON.stringify(signed) : new URLSearchParams(signed).toString();
    const type = spelling === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
    return new Promise((done, fail) => {
        const request = https.request(
            'https://api.ucloud.cn/',
            {
                method: 'POST',
                headers: {
                    'Content-Type': type,
                    'Content-Length': Buffer.byteLength(body),
                    'U-Timestamp-Ms': String(Date.now()),
                },
            },
            (reply) => {
                let answer = '';
                reply.on('data', (chunk) => (answer += chunk));
                reply.on('end', () =>
                    done({ status: reply.statusCode, id: reply.headers['x-ucloud-request-uuid'], ...JSON.parse(answer) }),
                );
            },
        );
        request.on('error', fail);
        request.end(body);
    });
}

test('the signer gives the values that UCloud and SCloud print', () => {
    const params = (key) => ({ Action: 'DescribeUHostInstance', Region: 'cn-bj2', Limit: '10', PublicKey: key });
    const secret = '46f09bb9fab4f12dfc160dae12273d5332b5debe';
    assert.strictEqual(
        sign(params('ucloudsomeone@example.com1296235120854146120'), secret),
        'cba5cf5ec4d4233d206b1b54951e3787350a642f',
    );
    assert.strictEqual(
        sign(params('someone@example.com1296235120854146120'), secret),
        '4201919d267504385deb93af19e0197870fed36b',
    );
});

test('the signer gives the signatures of the vectors', () => {
    const { vectors } = require('../data/vectors/ucloud.json');
    for (const vector of vectors)
        assert.strictEqual(
            sign(Object.fromEntries(vector.flat_params_sorted), vector.private_key),
            vector.signature,
            vector.name,
        );
});

for (const spelling of ['form', 'json']) {
    test(`a client that sends ${spelling} lists, copies and waits`, async () => {
        const base = { Region: 'cn-bj2', ProjectId: 'org-sim001' };
        const listed = await call({ Action: 'DescribeImage', ...base, ImageType: 'Custom', Limit: 100 }, spelling);
        assert.strictEqual(listed.RetCode, 0);
        assert.strictEqual(listed.ImageSet[0].ImageName, '基础镜像-v1');
        assert.ok(listed.id);
        const copied = await call(
            {
                Action: 'CopyCustomImage',
                ...base,
                SourceImageId: 'uimage-src001',
                TargetProjectId: 'org-sim001',
                TargetImageDescription: 'a+b & c=d / 100% ~ ok',
                'TargetRegionList.0': 'hk',
                'TargetRegionList.1': 'sg',
            },
            spelling,
        );
        assert.deepStrictEqual(copied.Infos.map((info) => info.TargetRegion).sort(), ['hk', 'sg']);
        for (const { TargetRegion, TargetImageId } of copied.Infos) {
            let image;
            do {
                const found = await call(
                    { Action: 'DescribeImage', Region: TargetRegion, ProjectId: 'org-sim001', ImageId: TargetImageId },
                    spelling,
                );
                [image] = found.ImageSet;
                await pause(50);
            } while (image.State === 'Copying');
            assert.strictEqual(image.State, 'Available');
            assert.strictEqual(image.ImageDescription, 'a+b & c=d / 100% ~ ok');
        }
        assert.strictEqual(sim.log().at(-1).signature, 'ok');
    });
}

test('a client is told of refusals by RetCode inside a 200', async () => {
    const wrong = await call({ Action: 'DescribeImage', Region: 'hk' }, 'form', 'wrong');
    assert.deepStrictEqual([wrong.status, wrong.RetCode], [200, 171]);
    assert.strictEqual((await call({ Action: 'DescribeImage', Region: 'mars' })).RetCode, 230);
    await sim.control('POST', '/fault', 'throttle');
    assert.strictEqual((await call({ Action: 'DescribeImage', Region: 'hk' })).RetCode, 153);
});

test('a client that does not know the CA, or asks for another name, does not connect', async () => {
    const knock = (servername, ca) =>
        new Promise((done) => {
            const socket = tls.connect(
                { host: '127.0.0.1', port: Number(sim.variables.CLOUDSIM_PORT), servername: 'api.ucloud.cn', ca,
                    checkServerIdentity: (_, cert) => tls.checkServerIdentity(servername, cert) },
                () => {
                    socket.destroy();
                    done('connected');
                },
            );
            socket.on('error', (error) => done(error.code));
        });
    const ca = fs.readFileSync(sim.variables.CLOUDSIM_CA);
    assert.strictEqual(await knock('api.ucloud.cn', ca), 'connected');
    assert.strictEqual(await knock('api.ucloud.com', ca), 'ERR_TLS_CERT_ALTNAME_INVALID');
    assert.strictEqual(await knock('api.ucloud.cn', undefined), 'SELF_SIGNED_CERT_IN_CHAIN');
});
