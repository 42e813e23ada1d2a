// SPDX-License-Identifier: MIT
//
// Holds manifest/schema.json against the parser, on every example and case.  What the parser says of a
// file stands in the case's `expect`:
//
//   an E2xx error in it         the schema must refuse the file, too
//   an E1xx error in it         YAML readers differ there: left out
//   neither                     the schema must accept it (E3xx and E4xx are beyond a schema)
//
// A case whose E2xx a schema cannot tell says why in `schema-cannot-tell`; there the schema must accept,
// so that the note cannot outlive its reason.
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import Ajv2020 from 'ajv/dist/2020.js';

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false,
  strictNumbers: false, allowUnionTypes: true }); // .inf is a number to editors, a text to ferry
const validate = ajv.compile(JSON.parse(readFileSync('manifest/schema.json', 'utf8')));
const root = 'tests/data/manifest';
let count = 0;
let failed = 0;

function report(fine, name, detail) {
  count += 1;
  if (!fine) failed += 1;
  console.log(`${fine ? 'ok' : 'not ok'} ${count} - ${name}`);
  if (!fine) console.log(`# ${detail}`);
}

function check(path, name, mustAccept) {
  // A lone CR ends a line in YAML, which this reader does not know.
  const text = readFileSync(path, 'utf8').replace(/\r(?!\n)/g, '\n');
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    report(false, name, `another YAML reader refuses it: ${document.errors[0].message}`);
    return;
  }
  const accepts = validate(document.toJS({ maxAliasCount: -1 }));
  report(accepts === mustAccept, `${name} ${mustAccept ? 'is accepted' : 'is refused'}`,
    accepts ? 'the schema accepts it' : ajv.errorsText(validate.errors));
}

const manifests = (folder) => readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort();

for (const file of manifests('examples')) check(join('examples', file), `examples/${file}`, true);
for (const name of readdirSync(join(root, 'odd')).sort()) {
  for (const file of manifests(join(root, 'odd', name))) {
    check(join(root, 'odd', name, file), `odd/${name}/${file}`, true);
  }
}
for (const name of readdirSync(join(root, 'invalid')).sort()) {
  const folder = join(root, 'invalid', name);
  const told = readFileSync(join(folder, 'expect'), 'utf8').split('\n');
  const cannotTell = existsSync(join(folder, 'schema-cannot-tell'));
  for (const file of manifests(folder)) {
    const codes = told.filter((line) => line.startsWith(`${file}:`))
      .map((line) => /^[^ ]*: error\[(E\d)/.exec(line)).filter(Boolean).map((match) => match[1]);
    if (codes.includes('E1')) continue;
    check(join(folder, file), `invalid/${name}/${file}`, !codes.includes('E2') || cannotTell);
  }
}
console.log(`1..${count}`);
process.exit(failed === 0 ? 0 : 1);
