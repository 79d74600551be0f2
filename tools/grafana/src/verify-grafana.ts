import { formatTable } from '@prime-mesh/harness';
import { readSettings, usage, UsageError } from './verify/config.ts';
import { missingInGrafana } from './verify/provisioned.ts';
import { allQueries } from './verify/all-queries.ts';
import { verify, type Result } from './verify/verify.ts';

const { stdout, stderr } = process;

/** Runs the check. @returns the exit code: 0 all there, 1 something missing, 2 bad usage. */
async function main(args: readonly string[]): Promise<number> {
  const settings = readSettings(args);
  if (settings.wantsHelp) {
    stdout.write(usage);
    return 0;
  }
  const results = await verify(allQueries(), settings);
  stdout.write(tableOf(results));
  const missing = await checkGrafana(settings.backends.grafana);
  const bad = results.filter(({ verdict }) => verdict === 'NO DATA' || verdict === 'FAILED');
  for (const problem of new Set(bad.map((result) => result.problem).filter((text) => text !== undefined)))
    stderr.write(`${problem}\n`);
  const left = results.filter(({ verdict }) => verdict === 'left out').length;
  stdout.write(
    `\n${results.length} queries, ${bad.length} without the data they should have, ${left} left out\n`,
  );
  return bad.length + missing === 0 ? 0 : 1;
}

/** @returns how many dashboards and rules Grafana lacks; 0 when there is no Grafana */
async function checkGrafana(grafana: URL | undefined): Promise<number> {
  if (grafana === undefined) return 0;
  const missing = await missingInGrafana(grafana);
  if (missing === undefined) stdout.write(`\nGrafana does not answer at ${grafana.origin}: not looked at\n`);
  else if (missing.length === 0) stdout.write('\nGrafana has every dashboard and rule\n');
  for (const problem of missing ?? []) stderr.write(`missing in Grafana: ${problem}\n`);
  return missing?.length ?? 0;
}

function tableOf(results: readonly Result[]): string {
  const rows = results.map(({ page, title, backend, series, verdict }) => [
    page,
    title,
    backend,
    String(series ?? '-'),
    verdict,
  ]);
  return `${formatTable(rows, { head: ['page', 'panel or rule', 'backend', 'series', ''] })}\n`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  stderr.write(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}
