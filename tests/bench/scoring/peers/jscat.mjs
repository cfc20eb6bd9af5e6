// @bdelab/jscat: maximum Fisher information and EAP, as its documentation runs it; it has no content rules.
// usage: node jscat.mjs BANK.json TESTS. Prints CPU seconds and the mean final ability.
import {readFileSync} from 'node:fs';
import jscat from '@bdelab/jscat';

const [bankFile, tests] = process.argv.slice(2);
const stimuli = JSON.parse(readFileSync(bankFile, 'utf8'))
  .map(([a, b], id) => ({id, discrimination: a, difficulty: b, guessing: 0, slipping: 1}));
const start = process.cpuUsage();
let sum = 0;
for (let test = 0; test < tests; ++test) {
  const theta = -2 + (4 * test) / Math.max(1, tests - 1);
  const cat = new jscat.Cat({method: 'EAP', itemSelect: 'MFI', minTheta: -9, maxTheta: 9, priorDist: 'norm', priorPar: [0, 1]});
  let left = stimuli;
  for (let question = 0; question < 32; ++question) {
    const {nextStimulus, remainingStimuli} = cat.findNextItem(left, 'MFI', false);
    const {discrimination: a, difficulty: b} = nextStimulus;
    const ok = 1 / (1 + Math.exp(a * (b - theta))) > Math.random() ? 1 : 0;
    cat.updateAbilityEstimate({a, b, c: 0, d: 1}, ok);
    left = remainingStimuli;
  }
  sum += cat.theta;
}
const {user, system} = process.cpuUsage(start);
console.log(JSON.stringify({seconds: (user + system) / 1e6, mean: sum / tests}));
