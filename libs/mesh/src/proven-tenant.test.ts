import { Client, credentials, Metadata, Server, ServerCredentials, type sendUnaryData } from '@grpc/grpc-js';
import { allowedBaggage } from '@prime-mesh/telemetry';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { provenTenant } from './proven-tenant.ts';
import { metricPoints, takeLogs } from './testing/record-telemetry.ts';

const pem = (name: string): Buffer =>
  readFileSync(new URL(`../../telemetry/src/testing/tls/${name}`, import.meta.url));
const certificate = pem('server.pem'); // of CN=localhost, signed by itself: here the client's too
const key = pem('server-key.pem');
const bytes = (value: Buffer): Buffer => value;
const path = '/test.Edge/Tell';

/** Asks a server, whose callers have a certificate or not, which baggage the handler of a call has. */
async function baggageSeen(baggage: string, hasCertificate: boolean): Promise<unknown> {
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
  const secure = ServerCredentials.createSsl(
    certificate,
    [{ private_key: key, cert_chain: certificate }],
    true,
  );
  const { promise: listening, resolve } = Promise.withResolvers<number>();
  server.bindAsync('localhost:0', hasCertificate ? secure : ServerCredentials.createInsecure(), (_, port) =>
    resolve(port),
  );
  const client = new Client(
    `localhost:${await listening}`,
    hasCertificate ? credentials.createSsl(certificate, key, certificate) : credentials.createInsecure(),
  );
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

test('a client certificate says who the tenant is, and another claim is forged', async () => {
  takeLogs();
  const seen = await baggageSeen('mesh.tenant=root,mesh%2Etenant=admin,mesh.tier=gold', true);
  expect(seen).toEqual({ 'mesh.tenant': 'localhost', 'mesh.tier': 'gold' });
  const points = await metricPoints('mesh.baggage.dropped');
  expect(points).toContainEqual(expect.objectContaining({ attributes: { reason: 'forged' }, value: 2 }));
  expect(takeLogs()).toMatchObject([{ event: 'baggage.dropped', 'mesh.baggage.key': 'mesh.tenant' }]);
});

test('without a certificate the claim is all there is', async () => {
  expect(await baggageSeen('mesh.tenant=root', false)).toEqual({ 'mesh.tenant': 'root' });
});
