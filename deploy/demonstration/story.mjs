// Writes the demonstration's page: what happened, the certificates, and the exact lines to check one with tools that
// are not ours. Usage: story.mjs OUT >index.html
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const out = process.argv[2];
const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
const results = JSON.parse(readFileSync(join(out, "results.json"), "utf8"));
const codes = readdirSync(join(out, "certificates")).filter((name) => name.endsWith(".jwt")).map((name) => name.slice(0, -4));
const has = (name) => existsSync(join(out, name));

const events = [
  ["A root, registry keys and an item bank were made anew", "Nothing of them is in the repository; the demonstration's certificates say that they are one."],
  ["The centre was made and accredited", "Its server holds a journal, the clocks of the exams and the issuing key."],
  ["Staff enrolled their console and the workstations", "Twenty characters each: eight of a secret code, twelve of the centre's fingerprint, checked before the code is sent."],
  ["One candidate sat in the real window", "Somebody read its screen and answered by mouse and keyboard; the other seats are simulated."],
  ["Candidates checked in with a code from a slip", "An invigilator confirmed that each of them was there."],
  ["A candidate reported a problem", "The question was replaced, its skill excluded, the time credited."],
  ["A candidate moved to another seat", "Same question, same clock, no new code."],
  ["The server was killed in the middle", "It replayed its journal; every seat came back by itself; the time was credited."],
  ["The session was finalised and certificates were signed", "Each names the session, the arithmetic and the head of the journal it rests on. The registry was away; the session waited on the centre's disk."],
  ["The registry replayed every choice and score", "Then it logged the certificates and gave a proof of inclusion for each."],
];
const row = (one) => `<tr><td>${escape(`${one.givenName ?? ""} ${one.familyName ?? ""}`)}</td><td>${escape(one.workstationLabel ?? "")}</td>
<td>${one.acknowledged?.length ?? ""}</td><td>${((one.creditedMs ?? 0) / 1000).toFixed(1)} s</td><td>${escape(one.status ?? "")}</td>
<td>${one.score ?? ""}</td><td>${one.certificate ? `<a href="certificates/${escape(one.certificate)}.json">${escape(one.certificate)}</a>` : ""}</td></tr>`;
const code = codes[0] ?? "CODE";
const checks = [
  ["The signature, with Debian's jose", `jose fmt -j did.json -g verificationMethod -g 1 -g publicKeyJwk -o key.jwk\njose jws ver -i certificates/${code}.jwt -k key.jwk -O-`],
  ["The chain to the root, with openssl", `openssl verify -CAfile root.pem ${has("chain.pem") ? "-untrusted chain.pem chain.pem" : "chain.pem"}`],
];
const ours = [["The whole verdict, offline", `verify-certificate certificates/${code}.jwt --trust .`]];
const bundle = has("sessions") ? readdirSync(join(out, "sessions")).find((name) => name.endsWith(".bundle")) : undefined;
if (bundle) ours.push(["The whole session: chain, signatures, every choice and score again", `verify-session sessions/${bundle} --trust .`]);

const screens = [["question", "A question, as a candidate sees it"], ["console", "The invigilator's window, while a report waits for a decision"]].filter(([name]) => has(join("screens", `${name}.png`)));
const figure = ([name, what]) => `<figure><img src="screens/${name}.png" alt="${escape(what)}"><figcaption>${escape(what)}</figcaption></figure>`;

process.stdout.write(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Vigie: a demonstration session</title>
<style>
:root { color-scheme: light dark; --ink: #1c2330; --paper: #fbfaf7; --line: #d6d3ca; --accent: #1d5c63; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceae4; --paper: #171b21; --line: #3b424d; --accent: #7fc4c9; } }
body { margin: 0 auto; max-width: 60rem; padding: 2.5rem 1.25rem 4rem; font: 1.0625rem/1.6 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.9rem; line-height: 1.25; margin: 0 0 .5rem; } h2 { margin: 2.5rem 0 .75rem; font-size: 1.3rem; }
.mark { display: inline-block; border: 2px solid var(--accent); color: var(--accent); border-radius: .4rem; padding: .1rem .6rem; font-weight: 600; }
ol { padding-left: 1.4rem; } li { margin: .6rem 0; } li small { display: block; font-size: 1rem; opacity: .85; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .55rem .7rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
pre { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; padding: .8rem 1rem; font-size: .95rem; } a { color: var(--accent); }
figure { margin: 2rem 0; } figure img { width: 100%; height: auto; border: 1px solid var(--line); border-radius: .4rem; } figcaption { font-size: 1rem; opacity: .85; }
</style>
<h1>A demonstration session</h1>
<p><span class="mark">Demonstration</span> Candidates with invented names. Their certificates are signed under a root made for this run.</p>
<h2>What happened</h2>
<ol>${events.map(([what, why]) => `<li><strong>${escape(what)}</strong><small>${escape(why)}</small></li>`).join("\n")}</ol>
${screens.map(figure).join("\n")}
<h2>The candidates</h2>
<div class="wide"><table><thead><tr><th>Candidate</th><th>Workstation</th><th>Answers</th><th>Credited</th><th>Result</th><th>Score</th><th>Certificate</th></tr></thead>
<tbody>${results.map(row).join("\n")}</tbody></table></div>
<h2>Check a certificate yourself</h2>
<p>In this folder, without any program of ours:</p>
${checks.map(([what, how]) => `<p>${escape(what)}</p><pre>${escape(how)}</pre>`).join("\n")}
<p>With ours:</p>
${ours.map(([what, how]) => `<p>${escape(what)}</p><pre>${escape(how)}</pre>`).join("\n")}
</html>
`);
