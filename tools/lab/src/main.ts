// node tools/lab/src/main.ts [NAME…]: runs experiments by name; without a name, all of them.
import { experiments } from './experiments.ts';
import { runExperiments } from './run-experiments.ts';

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !experiments.some((one) => one.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `no experiment ${unknown.join(', ')}: there are ${experiments.map(({ name }) => name).join(', ')}\n`,
  );
  process.exitCode = 2;
} else {
  const chosen = asked.length === 0 ? experiments : experiments.filter(({ name }) => asked.includes(name));
  const verdicts = await runExperiments(chosen, { print: (text) => process.stdout.write(`${text}\n`) });
  const wrong = verdicts.filter(({ ok }) => !ok).map(({ name }) => name);
  process.stdout.write(`${verdicts.length - wrong.length} of ${verdicts.length} as expected\n`);
  if (wrong.length > 0) {
    process.stdout.write(`not as expected: ${wrong.join(', ')}\n`);
    process.exitCode = 1;
  }
}
