// Starts cloudsim and leads every HTTPS connection of this process to it, as curl's connect-to does: the
// clouds' real names stay in URL, SNI and signature, and the certificate is verified against cloudsim's CA.
'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const https = require('node:https');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const tls = require('node:tls');

const root = path.resolve(__dirname, '../..');
const build = path.resolve(root, process.env.BUILD || 'build');

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// DIR/env: lines of export NAME='VALUE'.
function readEnv(file) {
    const variables = {};
    for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
        const match = /^export (\w+)='(.*)'$/.exec(line);
        if (match) variables[match[1]] = match[2];
    }
    return variables;
}

// The SDKs bring no way to name a CA (Baidu's even switches verification off), so the agent does it for them.
function lead(port, ca) {
    https.Agent.prototype.createConnection = (options) =>
        tls.connect({
            host: '127.0.0.1',
            port,
            servername: options.servername || options.host,
            ca,
            rejectUnauthorized: true,
        });
    https.globalAgent = new https.Agent({ keepAlive: false });
}

// start(WORLD, OPTIONS): WORLD as in `cloudsim --help world`.
async function start(world, options = []) {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-oracle-'));
    const file = path.join(dir, 'start.json');
    fs.writeFileSync(file, JSON.stringify(world));
    const child = spawn(path.join(build, 'cloudsim'), ['--dir', dir, '--die-with-parent', ...options, file], {
        stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = new Promise((done) => child.on('exit', done));
    const env = path.join(dir, 'env');
    for (let i = 0; !fs.existsSync(env); i++) {
        if (i > 500 || child.exitCode !== null) throw new Error('cloudsim did not start');
        await pause(20);
    }
    const variables = readEnv(env);
    lead(Number(variables.CLOUDSIM_PORT), fs.readFileSync(variables.CLOUDSIM_CA));
    return {
        dir,
        variables,
        // One request to the control endpoint; BODY is text.
        control: (method, target, body) =>
            new Promise((done, fail) => {
                const request = http.request(variables.CLOUDSIM_CONTROL + target, { method, agent: false }, (reply) => {
                    let text = '';
                    reply.on('data', (chunk) => (text += chunk));
                    reply.on('end', () => done(text));
                });
                request.on('error', fail);
                request.end(body);
            }),
        log: () =>
            fs
                .readFileSync(path.join(dir, 'requests.ndjson'), 'utf8')
                .split('\n')
                .filter(Boolean)
                .map((line) => JSON.parse(line)),
        async stop() {
            child.kill();
            await ended;
            fs.rmSync(dir, { recursive: true });
        },
    };
}

module.exports = { start, pause, build, root };
