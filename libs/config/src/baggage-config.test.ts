import { expect, test } from 'vitest';
import { readBaggageConfig } from './baggage-config.ts';
import { EnvReader } from './env-reader.ts';

const tenantsOf = (list?: string): readonly string[] => {
  const env = new EnvReader(list === undefined ? {} : { METRIC_TENANTS: list });
  return env.done(readBaggageConfig(env)).tenants;
};

test('the tenants that metrics name are a list with commas', () => {
  expect(tenantsOf()).toEqual([]);
  expect(tenantsOf('acme,globex.de,others')).toEqual(['acme', 'globex.de', 'others']);
});

test('other, which metrics call all the rest, is no tenant', () => {
  expect(() => tenantsOf('acme,other')).toThrow(
    'METRIC_TENANTS="acme,other" must not name other, which stands for all the rest',
  );
});
