import { status } from '@grpc/grpc-js';
import { Extractor } from '@prime-mesh/contracts';
import { allowedBaggage } from '@prime-mesh/telemetry';
import { expect, test } from 'vitest';
import { createClient } from '../call/client.ts';
import { unary } from '../serve/handlers.ts';
import { bind, startServer, type MeshServer } from '../serve/server.ts';
import { metricPoints, takeLogs } from '../testing/record-telemetry.ts';
import { createCertificateAuthority } from '../testing/certificate-authority.ts';
import { withBaggage } from '../testing/with-baggage.ts';
import type { Tls } from './tls.ts';

const ours = createCertificateAuthority('mesh');
const others = createCertificateAuthority('somebody');
const authorities = ours.certificate;
const service = { authorities, identity: ours.issue({ names: ['extractor'] }) };
const mutual = { ...service, callerAuthorities: authorities };

const start = async (
  tls: Tls | undefined,
  onCall = (): void => {},
  options: { isEdge?: boolean } = {},
): Promise<MeshServer> => {
  const Extract = unary(() => {
    onCall();
    return { sieveLimit: 7 };
  });
  return startServer({
    host: '127.0.0.1',
    port: 0,
    services: [bind(Extractor, { Extract })],
    tls,
    ...options,
  });
};

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

test.each([
  ['inside the mesh the tenant is whom the baggage names', {}, 'acme'],
  ['at its edge it is whom the certificate names', { isEdge: true }, 'extractor'],
])('%s', async (_, options, tenant) => {
  let seen: string | undefined;
  const look = (): void => void (seen = allowedBaggage()['mesh.tenant']);
  await using listening = await start(mutual, look, options);
  await withBaggage({ 'mesh.tenant': 'acme' }, async () => call(listening, service));
  expect(seen).toBe(tenant);
});

/** How many callers were refused so far, by reason. */
async function refused(): Promise<Record<string, number>> {
  const points = await metricPoints('mesh.tls.refused');
  return Object.fromEntries(points.map(({ attributes, value }) => [attributes['error.type'], Number(value)]));
}

const expired = ours.issue({ names: ['late'], until: new Date(Date.now() - 1_000) });

test.each<[string, string, Tls, Tls | undefined]>([
  ['without a certificate', 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE', mutual, { authorities }],
  [
    'with a certificate of another authority',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    mutual,
    { authorities, identity: others.issue({ names: ['extractor'] }) },
  ],
  ['whose certificate has expired', 'CERT_HAS_EXPIRED', mutual, { authorities, identity: expired }],
  ['in the clear', 'ERR_SSL_WRONG_VERSION_NUMBER', service, undefined],
])('a caller %s is refused; that is counted, and logged once, as %s', async (_, reason, server, client) => {
  takeLogs();
  await using listening = await start(server);
  await expect(call(listening, client)).rejects.toMatchObject({ code: status.UNAVAILABLE });
  expect((await refused())[reason]).toBeGreaterThan(0);
  expect(takeLogs()).toMatchObject([{ event: 'tls.refused', 'error.type': reason }]);
});

test.each<[string, Tls | undefined, Tls, RegExp]>([
  ['in the clear', undefined, { authorities }, /wrong version number/],
  ['of another authority', service, { authorities: others.certificate }, /unable to verify/],
  [
    'under another name',
    { authorities, identity: ours.issue({ names: ['x'], hosts: ['elsewhere'] }) },
    { authorities },
    /localhost. is not in the cert's altnames: DNS:elsewhere/,
  ],
])('a server %s is not called, and the caller learns why', async (_, server, client, reason) => {
  await using listening = await start(server);
  const failed = call(listening, client);
  await expect(failed).rejects.toMatchObject({ code: status.UNAVAILABLE });
  await expect(failed).rejects.toThrow(reason);
});
