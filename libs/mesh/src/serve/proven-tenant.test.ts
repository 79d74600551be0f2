import { Client, Metadata, Server, type sendUnaryData } from '@grpc/grpc-js';
import { allowedBaggage } from '@prime-mesh/telemetry';
import { expect, test } from 'vitest';
import { provenTenant } from './proven-tenant.ts';
import { createCertificateAuthority } from '../testing/certificate-authority.ts';
import { metricPoints, takeLogs } from '../testing/record-telemetry.ts';
import { channelCredentials, serverCredentials } from '../wire/tls.ts';

const { certificate, issue } = createCertificateAuthority('mesh');
const edge = {
  authorities: certificate,
  identity: issue({ names: ['edge'] }),
  callerAuthorities: certificate,
};
const bytes = (value: Buffer): Buffer => value;
const path = '/test.Edge/Tell';

/** Asks an edge which baggage the handler of a call has; the caller's certificate has `names`, or there is no TLS. */
async function baggageSeen(baggage: string, names?: readonly string[]): Promise<unknown> {
  const server = new Server({ interceptors: [provenTenant] });
  const method = { path, requestStream: false, responseStream: false } as const;
  const codec = { requestSerialize: bytes, requestDeserialize: bytes };
  server.addService(
    { Tell: { ...method, ...codec, responseSerialize: bytes, responseDeserialize: bytes } },
    {
      Tell: (_: unknown, answer: sendUnaryData<Buffer>) =>
        answer(null, Buffer.from(JSON.stringify(allowedBaggage()))),
    },
  );
  const { promise: listening, resolve } = Promise.withResolvers<number>();
  server.bindAsync('localhost:0', serverCredentials(names && edge), (_, port) => resolve(port));
  const caller = names && { authorities: certificate, identity: issue({ names }) };
  const client = new Client(`localhost:${await listening}`, channelCredentials(caller));
  const metadata = new Metadata();
  metadata.set('baggage', baggage);
  try {
    return await new Promise((done, fail) => {
      client.makeUnaryRequest<Buffer, Buffer>(path, bytes, bytes, Buffer.alloc(0), metadata, (error, reply) =>
        error ? fail(error) : done(JSON.parse(String(reply))),
      );
    });
  } finally {
    client.close();
    server.forceShutdown();
  }
}

/** What was counted as forged so far. */
async function forged(): Promise<number> {
  const points = await metricPoints('mesh.baggage.dropped');
  return Number(points.find(({ attributes }) => attributes['reason'] === 'forged')?.value ?? 0);
}

test.each<[string, string[], string, number, Record<string, string>]>([
  [
    'the common name is the tenant',
    ['acme'],
    'mesh.tier=gold',
    0,
    { 'mesh.tenant': 'acme', 'mesh.tier': 'gold' },
  ],
  ['a claim of the same name is no forgery', ['acme'], 'mesh.tenant=acme', 0, { 'mesh.tenant': 'acme' }],
  [
    'other claims are forged, however written',
    ['acme'],
    'mesh.tenant=root, mesh.tenant = %61dmin ;ttl=1,mesh%2Etenant=another.key',
    2,
    { 'mesh.tenant': 'acme' },
  ],
  ['spaces, €, commas and = are kept', ['Trom € a=b, c'], '', 0, { 'mesh.tenant': 'Trom € a=b, c' }],
  ['a certificate without a name proves no tenant', [], 'mesh.tenant=root', 1, {}],
  [
    'a certificate of two names proves no tenant',
    ['acme', 'root'],
    'mesh.tenant=root,mesh.tier=gold',
    1,
    { 'mesh.tier': 'gold' },
  ],
])('%s', async (_, names, claimed, count, seen) => {
  const before = await forged();
  expect(await baggageSeen(claimed, names)).toEqual(seen);
  expect((await forged()) - before).toBe(count);
});

test('a forgery is logged once, without what was claimed', async () => {
  const logs = takeLogs();
  const told = logs.filter(({ reason }) => reason === 'forged');
  expect(told).toMatchObject([{ event: 'baggage.dropped', 'mesh.baggage.key': 'mesh.tenant' }]);
  expect(JSON.stringify(logs)).not.toContain('root');
});

test('without TLS the claim is all there is', async () => {
  expect(await baggageSeen('mesh.tenant=root')).toEqual({ 'mesh.tenant': 'root' });
});
