import { Client, credentials, status, type ServiceError } from '@grpc/grpc-js';
import { metricNames } from '@prime-mesh/backends/embedded';
import { expect, test } from 'vitest';
import { startDevtools } from './devtools.ts';

test('an export that is not protobuf is answered with INVALID_ARGUMENT', async () => {
  await using devtools = await startDevtools({ host: '127.0.0.1', otlpPort: 0, pagePort: 0 });
  for (const service of ['trace.v1.TraceService', 'logs.v1.LogsService', 'metrics.v1.MetricsService']) {
    const error = await exportRaw(devtools.otlpAddress, service, Buffer.from([0x0a, 0xff, 0x01, 0x02]));
    expect(error?.code).toBe(status.INVALID_ARGUMENT);
    expect(error?.details).toMatch(`malformed ${service} export`);
  }
  expect(await metricNames(devtools.url)).toEqual([]);
});

test('an export of more than 4 MiB is accepted', async () => {
  await using devtools = await startDevtools({ host: '127.0.0.1', otlpPort: 0, pagePort: 0 });
  const unknownField = Buffer.concat([
    Buffer.from([0x7a, 0x80, 0x80, 0x80, 0x04]),
    Buffer.alloc(8 * 1024 ** 2),
  ]);
  expect(await exportRaw(devtools.otlpAddress, 'trace.v1.TraceService', unknownField)).toBeNull();
});

async function exportRaw(address: string, service: string, bytes: Buffer): Promise<ServiceError | null> {
  const client = new Client(address, credentials.createInsecure());
  const path = `/opentelemetry.proto.collector.${service}/Export`;
  const asIs = (value: Buffer): Buffer => value;
  try {
    return await new Promise((resolve) => {
      client.makeUnaryRequest(path, asIs, asIs, bytes, (error) => resolve(error));
    });
  } finally {
    client.close();
  }
}
