// Every candidate must have at least five pictures in the vault, and each must open to exactly the bytes that a seat
// encoded under that number. Usage: check-pictures.mjs VAULT.json SEAT.pictures…   (VAULT: of `vault verify --json`)
import { existsSync, readFileSync } from "node:fs";

const kLeast = 5;
const [vaultFile, ...seatFiles] = process.argv.slice(2);
const taken = new Set();
for (const file of seatFiles.filter((name) => existsSync(name))) {
  for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) taken.add(line);
}
let faults = 0;
const fault = (text) => {
  faults++;
  console.error(text);
};
for (const session of JSON.parse(readFileSync(vaultFile, "utf8"))) {
  if (!session.intact) fault(`session ${session.session}: the vault is damaged: ${session.damage.join("; ")}`);
  for (const candidate of session.candidates) {
    const same = candidate.pictures.filter((one) => taken.has(`${one.number} ${one.sha256}`));
    for (const one of candidate.pictures.filter((other) => !same.includes(other))) {
      fault(`candidate ${candidate.reference}: picture ${one.number} is not what a seat encoded (${one.damage ?? one.sha256})`);
    }
    if (same.length < kLeast) fault(`candidate ${candidate.reference}: ${same.length} pictures in the vault, ${kLeast} were expected`);
    const missing = candidate.missing.length === 0 ? "none missing" : `missing and named: ${candidate.missing.join(" ")}`;
    console.log(`${candidate.reference.slice(0, 8)}: ${candidate.announced} announced, ${same.length} open to the bytes that were encoded, ${missing}`);
  }
}
process.exit(faults === 0 && taken.size > 0 ? 0 : 1);
