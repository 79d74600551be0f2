// npm run generate writes the reference part of docs/telemetry.md. With --check it only compares: it prints what
// differs and ends with 1.
import { readFileSync, writeFileSync } from 'node:fs';
import { withNames } from './document.ts';

const path = new URL('../../../../docs/telemetry.md', import.meta.url);
const found = readFileSync(path, 'utf8');
const wanted = withNames(found);

if (!process.argv.includes('--check')) writeFileSync(path, wanted);
else if (found !== wanted) {
  const [before, after] = [found.split('\n'), wanted.split('\n')];
  const gone = before.filter((line) => !after.includes(line)).map((line) => `- ${line}`);
  const fresh = after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`);
  process.stderr.write(
    `docs/telemetry.md is stale, run npm run generate\n${[...gone, ...fresh].join('\n')}\n`,
  );
  process.exitCode = 1;
}
