import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { prometheusRules } from '../prometheus-rules.ts';
import { alertRules } from '../alert-rules.ts';

/** Series as promtool notes them, sampled once a minute: `0+60x300`. */
export type Series = Readonly<Record<string, string>>;
/** The labels of each rule that fires. */
export type Firing = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Has promtool evaluate all rules over the series, and compares what fires at that minute with what should.
 * @throws with promtool's report when they differ
 */
export function expectFiring(series: Series, minute: number, firing: Firing): void {
  const directory = mkdtempSync(join(tmpdir(), 'prime-mesh-rules-'));
  try {
    writeFileSync(join(directory, 'rules.yaml'), stringify(prometheusRules(alertRules)));
    writeFileSync(join(directory, 'test.yaml'), stringify(testFile(series, minute, firing)));
    execFileSync('promtool', ['test', 'rules', 'test.yaml'], {
      cwd: directory,
      stdio: 'pipe',
      timeout: 50_000,
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function testFile(series: Series, minute: number, firing: Firing): object {
  const alertTests = alertRules.map(({ uid, severity, summary, action }) => {
    const labels = firing[uid];
    const expanded = summary.replaceAll(
      /\{\{ \.Labels\.(\w+) \}\}/g,
      (_, name: string) => labels?.[name] ?? '',
    );
    const alert = { exp_labels: { ...labels, severity }, exp_annotations: { summary: expanded, action } };
    return { eval_time: `${minute}m`, alertname: uid, exp_alerts: labels === undefined ? [] : [alert] };
  });
  const input = Object.entries(series).map(([name, values]) => ({ series: name, values }));
  return {
    rule_files: ['rules.yaml'],
    evaluation_interval: '1m',
    tests: [{ interval: '1m', input_series: input, alert_rule_test: alertTests }],
  };
}
