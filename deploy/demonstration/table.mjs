// Prints the session's results as a table. Usage: table.mjs RESULTS.json
import { readFileSync } from "node:fs";

const rows = JSON.parse(readFileSync(process.argv[2], "utf8"));
const columns = [
  ["Candidate", (one) => `${one.givenName ?? ""} ${one.familyName ?? ""}`.trim() || one.reference.slice(0, 8)],
  ["Workstation", (one) => one.workstationLabel ?? one.workstation ?? ""],
  ["Answers", (one) => String(one.acknowledged?.length ?? "")],
  ["Credited", (one) => `${((one.creditedMs ?? 0) / 1000).toFixed(1)} s`],
  ["Result", (one) => one.status ?? ""],
  ["Score", (one) => String(one.score ?? "")],
  ["Certificate", (one) => one.certificate ?? ""],
];
const cells = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, value]) => value(row)))];
const widths = columns.map((_, i) => Math.max(...cells.map((row) => [...row[i]].length)));
for (const row of cells) console.log(row.map((cell, i) => cell + " ".repeat(widths[i] - [...cell].length)).join("  ").trimEnd());
