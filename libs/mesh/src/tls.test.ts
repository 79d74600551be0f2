import { status } from '@grpc/grpc-js';
import { Extractor } from '@prime-mesh/contracts';
import { expect, test } from 'vitest';
import { createClient } from './client.ts';
import { unary } from './handlers.ts';
import { bind, startServer, type MeshServer } from './server.ts';
import { createCertificateAuthority } from './testing/certificate-authority.ts';
import type { Tls } from './tls.ts';

const ours = createCertificateAuthority('mesh');
const others = createCertificateAuthority('somebody');
const authorities = ours.certificate;
const service = { authorities, identity: ours.issue({ names: ['extractor'] }) };
const mutual = { ...service, callerAuthorities: authorities };

const start = async (tls: Tls | undefined): Promise<MeshServer> =>
  startServer({
    host: '127.0.0.1',
    port: 0,
    services: [bind(Extractor, { Extract: unary(() => ({ sieveLimit: 7 })) })],
    tls,
  });

async function call({ port }: MeshServer, tls: Tls | undefined, host = 'localhost'): Promise<unknown> {
  await using client = createClient(Extractor, `${host}:${port}`, { deadlineMs: 10_000, tls });
  return await client.unary('Extract', {});
}

test.each<[string, Tls, Tls]>([
  ['a server with a certificate serves those who trust its authority', service, { authorities }],
  ['a certificate nobody asks for does no harm', service, mutual],
  ['a server that asks for certificates serves those of its authority', mutual, service],
  [
    'callers may have another authority than servers',
    { ...service, callerAuthorities: others.certificate },
    { authorities, identity: others.issue({ names: ['acme'] }) },
  ],
])('%s', async (_, server, client) => {
  await using listening = await start(server);
  expect(await call(listening, client)).toMatchObject({ sieveLimit: 7 });
  expect(await call(listening, client, '127.0.0.1')).toMatchObject({ sieveLimit: 7 });
});

// Of a refused caller only the server knows why: the caller may see no more than a closed connection.
test.each<[string, Tls | undefined, Tls | undefined, RegExp?]>([
  ['a caller without a certificate, where one is asked for', mutual, { authorities }],
  [
    'a caller with a certificate of another authority',
    mutual,
    { authorities, identity: others.issue({ names: ['extractor'] }) },
  ],
  [
    'a caller whose certificate has expired',
    mutual,
    { authorities, identity: ours.issue({ names: ['late'], until: new Date(Date.now() - 1_000) }) },
  ],
  ['a caller in the clear', service, undefined],
  ['a server in the clear', undefined, { authorities }, /wrong version number/],
  ['a server of another authority', service, { authorities: others.certificate }, /unable to verify/],
  [
    'a server under another name',
    { authorities, identity: ours.issue({ names: ['x'], hosts: ['elsewhere'] }) },
    { authorities },
    /localhost. is not in the cert's altnames: DNS:elsewhere/,
  ],
])('%s gets no call through', async (_, server, client, reason = /./) => {
  await using listening = await start(server);
  const failed = call(listening, client);
  await expect(failed).rejects.toMatchObject({ code: status.UNAVAILABLE });
  await expect(failed).rejects.toThrow(reason);
});
