// UCloud's signature from its document alone (providers/clouds/ucloud/README.md, Signature): npm has no UCloud SDK.
'use strict';

const { createHash } = require('node:crypto');

// PARAMS: flat, decoded, without Signature.
function sign(params, privateKey) {
    const names = Object.keys(params).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const text = names.map((name) => name + params[name]).join('') + privateKey;
    return createHash('sha1').update(text, 'utf8').digest('hex');
}

module.exports = { sign };
