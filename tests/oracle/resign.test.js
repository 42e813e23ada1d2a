// The reverse direction: ferry works through all five APIs against cloudsim, and every request that it sent is
// signed again by the vendor's own signer (UCloud: by the independent one).  The signatures must be equal.
'use strict';

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { AbstractClient } = require('tencentcloud-sdk-nodejs-common');
const Sign = require('tencentcloud-sdk-nodejs-common/tencentcloud/common/sign').default;
const { Auth } = require('@baiducloud/sdk');
const ucloud = require('./ucloud_sign');
const { start, build } = require('./sim');

const tencent = { id: 'AKIDoracleFAKE00000000000001', secret: 'oracle/fake+secret==' };
// An account of its own: ferry reads what two names of one account have in common only once.
const gate = { id: 'AKIDoracleFAKE00000000000002', secret: 'oracle-fake-secret-of-the-gate' };
const world = {
    clouds: {
        'tencent-cvm': {
            accounts: [tencent, gate],
            images: [
                { region: 'ap-guangzhou', name: 'web 网关-1', id: 'img-aaaa1111' },
                { region: 'ap-guangzhou', name: 'old-1', id: 'img-bbbb2222' },
                { region: 'ap-guangzhou', name: 'gate-1', id: 'img-cccc3333', account: gate.id },
            ],
        },
        'tencent-lighthouse': {
            accounts: [tencent],
            images: [{ region: 'ap-tokyo', name: 'edge-1', id: 'lhbp-aaaa1111' }],
        },
        ucloud: {
            accounts: [{ id: '4oracleFAKE+/=@key==', secret: 'oracle-fake-private-key', projects: ['org-oracle'] }],
            images: [{ region: 'cn-bj2', name: '基础-1', id: 'uimage-src001' }],
        },
        'baidu-bcc': {
            accounts: [{ id: 'oracleFAKEaccesskey', secret: 'oracle-fake-secret', token: 'oracle+/fake=token' }],
            images: [{ region: 'bj', name: 'base镜像/1', id: 'm-Src00001' }],
        },
    },
};
const manifest = `
version: 1
accounts:
  cvm: {provider: tencent-cvm}
  gate:
    provider: tencent-cvm
    gateway: qcloud
    credentials: {env: {id: FERRY_CRED_GATE_ID, secret: FERRY_CRED_GATE_KEY}}
  old: {provider: tencent-cvm-legacy}
  edge: {provider: tencent-lighthouse, site: intl}
  uc: {provider: ucloud, project: org-oracle}
  bd: {provider: baidu-bcc}
images:
  - {name: "web 网关-1", account: cvm, from: ap-guangzhou, to: [ap-shanghai, ap-beijing]}
  - {name: gate-1, account: gate, from: ap-guangzhou, to: [ap-shanghai, ap-beijing]}
  - {name: old-1, account: old, from: ap-guangzhou, to: [ap-nanjing, ap-chengdu]}
  - {name: edge-1, account: edge, from: ap-tokyo, to: [ap-singapore, ap-seoul]}
  - {name: 基础-1, account: uc, from: cn-bj2, to: [hk, sg]}
  - {name: "base镜像/1", account: bd, from: bj, to: [gz, su]}
`;

const header = (raw, name) => (raw.headers.find(([key]) => key.toLowerCase() === name) || [])[1];
const secretOf = (cloud) => world.clouds[cloud].accounts[0].secret;

function tc3(line) {
    const raw = line.raw;
    return [
        header(raw, 'authorization'),
        Sign.sign3({
            method: raw.method,
            url: `https://${header(raw, 'host')}${raw.path}${raw.query && `?${raw.query}`}`,
            payload: Buffer.from(raw.body),
            timestamp: Number(header(raw, 'x-tc-timestamp')),
            service: header(raw, 'host').split('.')[0],
            secretId: tencent.id,
            secretKey: tencent.secret,
            headers: { 'Content-Type': header(raw, 'content-type') },
        }),
    ];
}

// The SDK's own sorting and joining, with the gateway's host and path put into it.
function gateway(line) {
    const raw = line.raw;
    const { Signature, ...params } = Object.fromEntries(new URLSearchParams(raw.method === 'GET' ? raw.query : raw.body));
    const key = params.SecretId === gate.id ? gate : tencent;
    const client = new AbstractClient(header(raw, 'host'), params.Version || '', {
        credential: { secretId: key.id, secretKey: key.secret },
        profile: { httpProfile: { reqMethod: raw.method } },
    });
    client.path = raw.path;
    const text = client.formatSignString(params);
    return [Signature, Sign.sign(key.secret, text, params.SignatureMethod || 'HmacSHA1')];
}

function baidu(line) {
    const raw = line.raw;
    const sent = header(raw, 'authorization');
    const [, ak, timestamp, expiration, signedHeaders] = sent.split('/');
    const params = Object.fromEntries(
        raw.query.split('&').filter(Boolean).map((part) => {
            const [name, value = ''] = part.split('=');
            return [name, decodeURIComponent(value)];
        }),
    );
    const made = new Auth(ak, secretOf('baidu-bcc')).generateAuthorization(
        raw.method,
        raw.path,
        params,
        Object.fromEntries(raw.headers),
        Date.parse(timestamp) / 1000,
        Number(expiration),
        signedHeaders.split(';'),
    );
    return [sent, made];
}

function uc(line) {
    const raw = line.raw;
    const { Signature, ...params } = Object.fromEntries(new URLSearchParams(raw.method === 'GET' ? raw.query : raw.body));
    return [Signature, ucloud.sign(params, secretOf('ucloud'))];
}

let sim;
let lines = [];
let applied;

test.before(async () => {
    sim = await start(world, ['--log-raw', '--copy-seconds', '1']);
    const file = path.join(sim.dir, 'images.yaml');
    fs.writeFileSync(file, manifest);
    const keep = ['PATH', 'HOME', 'TMPDIR', 'LC_ALL', 'ASAN_OPTIONS', 'UBSAN_OPTIONS'];
    applied = spawnSync(
        path.join(build, 'ferry'),
        ['apply', '-y', '--no-wait', '--settle', '1s', '--format', 'json', file],
        {
            encoding: 'utf8',
            timeout: 60000,
            env: {
                ...Object.fromEntries(keep.filter((name) => process.env[name]).map((name) => [name, process.env[name]])),
                ...sim.variables,
                FERRY_CRED_GATE_ID: gate.id,
                FERRY_CRED_GATE_KEY: gate.secret,
                FERRY_CONNECT_TO: `::127.0.0.1:${sim.variables.CLOUDSIM_PORT}`,
                FERRY_CA_FILE: sim.variables.CLOUDSIM_CA,
                FERRY_STATE_DIR: path.join(sim.dir, 'state'),
            },
        },
    );
    lines = sim.log();
});
test.after(() => sim.stop());

test('ferry works through all five APIs', () => {
    assert.strictEqual(applied.status, 0, `ferry: ${applied.error || ''}\n${applied.stderr}\n${applied.stdout}`);
    const copies = lines.flatMap((line) => line.effects).map((copy) => `${copy.cloud} ${copy.name}@${copy.to}`);
    assert.deepStrictEqual(copies.sort(), [
        'baidu-bcc base镜像/1@gz',
        'baidu-bcc base镜像/1@su',
        'tencent-cvm gate-1@ap-beijing',
        'tencent-cvm gate-1@ap-shanghai',
        'tencent-cvm web 网关-1@ap-beijing',
        'tencent-cvm web 网关-1@ap-shanghai',
        'tencent-cvm-legacy old-1@ap-chengdu',
        'tencent-cvm-legacy old-1@ap-nanjing',
        'tencent-lighthouse edge-1@ap-seoul',
        'tencent-lighthouse edge-1@ap-singapore',
        'ucloud 基础-1@hk',
        'ucloud 基础-1@sg',
    ]);
});

test('no request of ferry is refused for its signature or its form', () => {
    assert.ok(lines.length > 20);
    for (const line of lines)
        assert.ok(line.signature === 'ok' && line.code === null, `${line.n} ${line.cloud} ${line.action}: ${line.code}`);
});

for (const [name, mine, sign] of [
    ['CVM by TC3', (line) => line.host === 'cvm.tencentcloudapi.com', tc3],
    ['Lighthouse by TC3', (line) => line.cloud === 'tencent-lighthouse', tc3],
    ['the 2017 gateway, API 3.0', (line) => line.host === 'image.api.qcloud.com' && line.cloud === 'tencent-cvm', gateway],
    ['the 2017 gateway, old API', (line) => line.cloud === 'tencent-cvm-legacy', gateway],
    ['UCloud', (line) => line.cloud === 'ucloud', uc],
    ['Baidu with a session token', (line) => line.cloud === 'baidu-bcc', baidu],
]) {
    test(`the vendor's signer agrees with every request to ${name}`, () => {
        const own = lines.filter(mine);
        const writes = own.filter((line) => line.effects.length > 0);
        assert.ok(own.length > writes.length && writes.length > 0, `${own.length} requests, ${writes.length} writes`);
        for (const line of own) {
            const [sent, made] = sign(line);
            assert.strictEqual(sent, made, `${line.action} ${JSON.stringify(line.params)}`);
        }
    });
}
