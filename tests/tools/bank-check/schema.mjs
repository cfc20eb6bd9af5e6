// Our schema in the hands of ajv: schema.mjs SOURCE_DIR STOCK_DIR
// The demonstration and the certification bank are valid; every file that is valid under the first schema stays valid;
// faults of each extension are refused. Exit: 0 all as expected, 1 not, 77 ajv is not there.
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';

const [source, stock] = process.argv.slice(2);
if (!existsSync(join(stock, 'node_modules/ajv'))) {
  console.log('ajv is not there');
  process.exit(77);
}
const require = createRequire(join(stock, 'package.json'));
const Ajv = require('ajv/dist/2020.js').default;
const read = path => JSON.parse(readFileSync(path, 'utf8'));
const validatorOf = path => new Ajv({allErrors: true, strict: false}).compile(read(path));

let faults = 0;
const expect = (validate, value, valid, what) => {
  if (validate(value) === valid) return;
  ++faults;
  console.log(`${what}: ${valid ? 'refused' : 'accepted'}`, validate.errors?.slice(0, 3) ?? '');
};

const ours = validatorOf(join(source, 'common/content/items.schema.json'));
const demonstration = read(join(source, 'deploy/demonstration/items.json'));
expect(ours, demonstration, true, 'the demonstration');
expect(ours, read(join(source, 'tests/fixtures/items/odd.json')), true, 'the odd items');
const folder = join(source, 'common/content/bank');
const files = readdirSync(folder).filter(name => name.endsWith('.json'));
for (const name of files) expect(ours, read(join(folder, name)), true, name);
if (files.length !== 17) ++faults;

// Compatibility: what the first schema takes, ours takes.
const first = join(source, '../shared/data/sample-items.schema.json');
if (existsSync(first)) {
  const base = validatorOf(first);
  for (const item of demonstration.items) {
    for (const member of Object.keys(item)) {
      for (const value of [null, 1, 'x', [], {}, undefined]) {
        const bank = {...demonstration, items: [{...item, [member]: value}]};
        const json = JSON.parse(JSON.stringify(bank));
        if (base(json)) expect(ours, json, true, `${item.id} with another ${member}`);
      }
    }
  }
} else {
  console.log('note: the first schema is not there; compatibility was not compared');
}

// What the extensions refuse.
const template = read(join(folder, '1.2.json')).items.find(item => item.parameters);
const damaged = change => {
  const item = structuredClone(template);
  change(item);
  return {...demonstration, schemaVersion: '1.1', items: [item]};
};
expect(ours, damaged(() => {}), true, 'a template');
expect(ours, damaged(item => delete item.parameters), !template.computed && !template.require, 'computed alone');
expect(ours, damaged(item => (item.parameters = {})), false, 'no parameters');
expect(ours, damaged(item => (item.parameters = {n: {from: 1.5, to: 2}})), false, 'a fraction to draw from');
expect(ours, damaged(item => (item.parameters = {n: {of: [1]}})), false, 'one value to draw from');
expect(ours, damaged(item => (item.parameters = {'n m': {of: [1, 2]}})), false, 'a name with a space');
expect(ours, damaged(item => (item.attachments = [{id: 'a', name: 'a.csv'}])), false, 'an attachment without content');
expect(ours, damaged(item => (item.id = 'vig-1.2-1')), false, 'another id');
console.log(`${files.length} bank files, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
