// Every answer that a seat was told is safe must be in the centre's list, under the same number and digest.
// Usage: check-acknowledged.mjs SHOWN.json SEAT.acknowledged…   (SHOWN: one JSON object of `candidate show` per line)
import { existsSync, readFileSync } from "node:fs";

const [shownFile, ...seatFiles] = process.argv.slice(2);
const candidates = readFileSync(shownFile, "utf8").trim().split(/\n(?=\{)/).map((text) => JSON.parse(text));
const byReference = new Map(candidates.map((one) => [one.reference, one]));
let acknowledged = 0;
let faults = 0;
for (const file of seatFiles.filter((name) => existsSync(name))) {
  for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    const [reference, question, sha256] = line.split(" ");
    acknowledged++;
    const kept = byReference.get(reference)?.acknowledged.find((one) => one.question === Number(question));
    if (kept?.sha256 !== sha256) {
      faults++;
      console.error(`${file}: answer ${question} of ${reference} was acknowledged, the centre has ${kept?.sha256 ?? "nothing"}`);
    }
  }
}
const credited = candidates.map((one) => one.creditedMs);
console.log(`${acknowledged} acknowledged answers, ${faults} missing; credited per candidate: ${credited.map((ms) => (ms / 1000).toFixed(1) + " s").join(", ")}`);
const uncredited = candidates.filter((one) => !one.credits.some((credit) => credit.reason === "centre-down" || credit.reason === "link-lost"));
if (acknowledged === 0) console.error("no answer was acknowledged at all");
process.exit(faults === 0 && acknowledged > 0 && uncredited.length < candidates.length ? 0 : 1);
