import { expect, test } from 'vitest';
import { callerWords, isCheckout } from './caller-words.ts';
import { explainError } from './explain-error.ts';

/** What the client says of a loader that is away. */
const away = Object.assign(
  new Error('primemesh.v1.Loader at loader:50053 is unavailable: No connection, connect ECONNREFUSED'),
  { name: 'MeshError', code: 14 },
);

test('the tests run in a checkout', () => expect(isCheckout).toBe(true));

test('in a checkout, a mesh that is away is started by meshctl', async () => {
  const { message } = await explainError(away, callerWords(true));
  expect(message).toMatch(
    / does not answer \(connect ECONNREFUSED\): start the mesh with "meshctl up", or set LOADER_ADDRESS$/,
  );
  expect(callerWords(true).command('show latest')).toBe('meshctl show latest');
});

test('in a container, nobody is told to run what is not there', async () => {
  const words = callerWords(false);
  const { message } = await explainError(away, words);
  expect(message).toContain(
    'see "docker compose ps", start what is missing with "docker compose up --detach", or set',
  );
  expect(words.command('show latest')).toBe('docker compose run --rm demo show latest');
  expect([message, words.startBackend].join()).not.toContain('meshctl');
});
