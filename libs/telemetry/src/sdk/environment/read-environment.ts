import { variables, type Settings } from './variables.ts';

/**
 * Reads the standard OTEL_* variables, and one of ours. As the specification asks, a broken value is reported and ignored. It is also
 * taken out of `env`, because the exporters read some of the variables again.
 * @returns the valid values, and one line for each broken one with its name, value and bound
 */
export function readEnvironment(env: NodeJS.ProcessEnv): { settings: Settings; problems: string[] } {
  const settings: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, rule] of variables) {
    const raw = env[name]?.trim();
    if (!raw) continue; // the specification: empty is unset
    const isList = 'isList' in rule;
    const items = isList ? entriesOf(raw) : [raw];
    const read = items.map((item) => ({ item, value: rule.parse(item) }));
    for (const { item } of read.filter(({ value }) => value === undefined)) {
      problems.push(`${name}: ${JSON.stringify(item)} is not ${rule.expected}; ignored`);
    }
    const valid = read.filter(({ value }) => value !== undefined);
    if (valid.length === 0) delete env[name];
    else {
      env[name] = valid.map(({ item }) => item).join(',');
      settings[name] = isList ? valid.map(({ value }) => value) : valid[0]?.value;
    }
  }
  return { settings: settings as Settings, problems };
}

function entriesOf(list: string): string[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}
