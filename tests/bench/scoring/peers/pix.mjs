// Pix's certification v3 as described in its source: every answer recomputes the whole history, every choice sorts all
// items left. usage: node pix.mjs BANK.json TESTS. Prints CPU seconds and the mean final ability.
import {readFileSync} from 'node:fs';

const [bankFile, tests] = process.argv.slice(2);
const bank = JSON.parse(readFileSync(bankFile, 'utf8')).map(([a, b, competence, tube], id) => ({id, a, b, competence, tube}));
const grid = [];
for (let theta = -9; theta < 9; theta += 18 / 80) grid.push(theta);
const probability = (theta, {a, b}) => 1 / (1 + Math.exp(a * (b - theta)));

function capacityOf(answers) {
  let capacity = -3;
  let errorRate = 5;
  const likelihood = grid.map(() => 1);
  for (const {item, ok} of answers) {
    const density = grid.map((theta) => Math.exp((theta - capacity) ** 2 / -3) / (Math.sqrt(1.5) * Math.sqrt(2 * Math.PI)));
    const densitySum = density.reduce((sum, value) => sum + value, 0);
    grid.forEach((theta, j) => {
      const p = probability(theta, item);
      likelihood[j] *= ok ? p : 1 - p;
    });
    const posterior = grid.map((_, j) => (density[j] / densitySum) * likelihood[j]);
    const total = posterior.reduce((sum, value) => sum + value, 0);
    const mean = grid.reduce((sum, theta, j) => sum + theta * (posterior[j] / total), 0);
    const gap = -0.5 < capacity && capacity < 0.5 ? 0.5 : Math.abs(capacity * 0.5);
    capacity = mean > capacity ? Math.min(mean, capacity + gap) : Math.max(mean, capacity - gap);
    const variance = grid.reduce((sum, theta, j) => sum + (posterior[j] / total) * (theta - capacity) ** 2, 0);
    errorRate = Math.sqrt(variance - (9 / 80) ** 2 / 12);
  }
  return {capacity, errorRate};
}

function possible(answers, capacity) {
  const tubes = new Set(answers.map(({item}) => item.tube));
  const competences = new Set(answers.map(({item}) => item.competence));
  let left = bank.filter((item) => !tubes.has(item.tube));
  const fresh = bank.filter((item) => !competences.has(item.competence));
  if (fresh.length > 0) left = fresh;
  const recent = answers.slice(-2).map(({item}) => item.competence);
  const apart = left.filter((item) => !recent.includes(item.competence));
  if (apart.length > 0) left = apart;
  const rewarded = left.map((item) => {
    const p = probability(capacity, item);
    return {item, reward: item.a * item.a * p * (1 - p)};
  });
  return rewarded.sort((x, y) => y.reward - x.reward).slice(0, 5);
}

const start = process.cpuUsage();
let sum = 0;
for (let test = 0; test < tests; ++test) {
  const theta = -2 + (4 * test) / Math.max(1, tests - 1);
  const answers = [];
  while (answers.length < 32) {
    const best = possible(answers, capacityOf(answers).capacity);
    if (best.length === 0) break;
    let place = 0;
    while (place < best.length - 1 && Math.random() >= 0.51) ++place;
    const {item} = best[place];
    answers.push({item, ok: probability(theta, item) > Math.random()});
  }
  sum += capacityOf(answers).capacity;
}
const {user, system} = process.cpuUsage(start);
console.log(JSON.stringify({seconds: (user + system) / 1e6, mean: sum / tests}));
