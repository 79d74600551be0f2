import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createProgram } from '../program.ts';
import { createOutput } from '../terminal/output.ts';
import { defaultMix } from './default-mix.ts';
import { drawEntries, parseMix } from './mix.ts';
import { seededRandom } from './seeded-random.ts';

test.each([
  ['tenant=acme', [['acme', 1, { 'mesh.tenant': 'acme' }]]],
  [
    'tier=gold:1,free:3',
    [
      ['gold', 1, { 'mesh.tier': 'gold' }],
      ['free', 3, { 'mesh.tier': 'free' }],
    ],
  ],
  [
    'fault=none:9,extractor=delay:200ms:1',
    [
      ['none', 9, {}],
      ['extractor=delay:200ms', 1, { 'mesh.fault.extractor': 'delay:200ms' }],
    ],
  ],
])('--mix %s is read', (option, expected) => {
  const [key] = option.split('=');
  const entries = parseMix([option]).find((list) => list[0]?.key === key);
  expect(entries?.map(({ value, weight, baggage }) => [value, weight, baggage])).toEqual(expected);
});

test.each([
  ['tenant', '--mix "tenant" must be KEY=VALUE:WEIGHT,…'],
  ['tenant=', '--mix "tenant=" must be KEY=VALUE:WEIGHT,…'],
  ['color=red:1', '--mix color is none of tenant, tier, algorithm, synthetic, fault'],
  ['tier=platinum:1', '--mix tier "platinum" is none of free, silver, gold, none'],
  ['tier=gold:0', '--mix tier: the weight "0" of "gold" must be an integer in [1, 1000000]'],
  ['tier=gold:1.5', '--mix tier: the weight "1.5" of "gold" must be'],
  ['tier=gold:', '--mix tier: the weight "" of "gold" must be'],
  ['tier=gold:1,gold:2', '--mix tier names gold twice'],
  ['tenant=:1', '--mix tenant "" must be: name of the customer, at most 128 characters'],
  [
    'tenant=acme:1,other:1',
    '--mix tenant "other" must be: name of the customer, at most 128 characters, neither',
  ],
  ['algorithm=quantum', '--mix algorithm "quantum" is none of sieve, trial, miller-rabin, none'],
  ['fault=moon=delay:1ms:1', '--mix fault "moon=delay:1ms" must be none or start with one of extractor='],
  ['fault=loader=explode:now:1', '--mix fault "explode:now" must be: delay:200ms error:0.3'],
  ['fault=loader=delay:200ms', '--mix fault: the weight "200ms" of "loader=delay" must be'],
  [`tenant=${Array.from({ length: 60 }, (_, index) => `t${index}`).join()}`, 'at most 64 are counted'],
])('--mix %s is refused: %s', (option, message) => {
  expect(() => parseMix([option])).toThrow(message);
});

test('--mix of one key twice is refused', () => {
  expect(() => parseMix(['tier=gold', 'tier=free'])).toThrow('--mix tier was given twice');
});

test('values are drawn by their weights, the same for the same seed', () => {
  const mix = parseMix(['tier=gold:1,free:3']);
  const random = seededRandom(1);
  const drawn = Array.from({ length: 4_000 }, () => drawEntries(mix, random));
  expect(drawn.every((entries) => entries.length === Object.keys(defaultMix).length)).toBe(true);
  const gold = drawn.flat().filter(({ value }) => value === 'gold').length;
  expect(gold / drawn.length).toBeCloseTo(0.25, 1);
  expect(drawEntries(mix, seededRandom(1))).toEqual(drawn[0]);
});

test('--help shows the mix that is taken by default', () => {
  const program = createProgram(createOutput({ json: false }), async () => {});
  let help = '';
  const command = program.commands.find((one) => one.name() === 'traffic');
  command?.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  for (const [key, list] of Object.entries(defaultMix))
    expect(help).toMatch(new RegExp(`${key} .*default ${list}\n`));
});

test('docs/grafana.md shows it too', () => {
  const document = readFileSync(new URL('../../../../docs/grafana.md', import.meta.url), 'utf8');
  for (const [key, list] of Object.entries(defaultMix))
    expect(document).toMatch(
      new RegExp(`^\\| \`${key}\` .*\\| \`${list.replaceAll('.', '[.]')}\` +\\|$`, 'm'),
    );
});
