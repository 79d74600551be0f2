import { expect, test } from 'vitest';
import { serveHttp } from '../testing/serve-http.ts';
import { getJson } from './get-json.ts';

test('a login goes along in the header, and without one there is none', async () => {
  await using server = await serveHttp('application/json', (_, { authorization = 'none' }) =>
    JSON.stringify({ authorization }),
  );
  expect(await getJson(server, 'a')).toEqual({ authorization: 'none' });
  expect(await getJson({ url: server.url, authorization: 'Bearer x' }, 'a')).toEqual({
    authorization: 'Bearer x',
  });
});

test('a refusal names the place and not the login', async () => {
  await using server = await serveHttp('application/json', () => undefined);
  const asked = getJson({ url: server.url, authorization: 'Bearer secret' }, 'a');
  await expect(asked).rejects.toThrow(`${server.url.origin} answers 404`);
  await expect(asked).rejects.not.toThrow('secret');
});
