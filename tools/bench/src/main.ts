import { parseArgs } from 'node:util';
import { benchKernel } from './kernel-bench.ts';
import { benchMemory, benchMesh } from './mesh-bench.ts';
import { benchFind } from './find-bench.ts';
import { isKept, renderMarkdown, renderTable, type Row } from './report.ts';
import { benchRpc } from './rpc-bench.ts';

const benches: Readonly<Record<string, () => Promise<Row[]>>> = {
  kernel: benchKernel,
  mesh: benchMesh,
  find: benchFind,
  rpc: benchRpc,
  memory: benchMemory,
};

const usage = `usage: npm run bench -- [--json | --markdown] [${Object.keys(benches).join(' | ')}]…

Measures this machine, interleaved, medians of user CPU; takes about ten minutes. Referees are used when installed:
primesieve, and gp of PARI. Exit code 1 when a figure misses its bound.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    markdown: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
if (values.help || unknown.length > 0) {
  const problem = unknown.length > 0 ? `there is no bench ${unknown.join(', ')}\n` : '';
  process.stderr.write(problem + usage);
  process.exitCode = unknown.length > 0 ? 2 : 0;
} else {
  const rows: Row[] = [];
  for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
    process.stderr.write(`${name} …\n`);
    rows.push(...((await benches[name]?.()) ?? []));
  }
  const text = values.json
    ? JSON.stringify({ rows })
    : values.markdown
      ? renderMarkdown(rows)
      : renderTable(rows);
  process.stdout.write(`${text}\n`);
  process.exitCode = rows.every(isKept) ? 0 : 1;
}
