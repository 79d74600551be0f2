import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { Extractor, Loader, Transformer } from '@prime-mesh/contracts';
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { serverStream, unary } from './handlers.ts';
import { bind, startServer, type MeshServer } from './server.ts';
import { notFound } from '../wire/mesh-error.ts';

interface Named {
  readonly name: string;
}
interface Message extends Named {
  readonly field: readonly { readonly name: string; readonly typeName: string }[];
  readonly nestedType: readonly Message[];
  readonly enumType: readonly Named[];
}
interface File extends Named {
  readonly package: string;
  readonly dependency: readonly string[];
  readonly messageType: readonly Message[];
  readonly enumType: readonly Named[];
}
interface Codec {
  readonly serialize: (message: object) => Buffer;
  readonly deserialize: (bytes: Buffer) => object;
}

/** What the test reads of grpc/reflection/v1/reflection.proto and google/protobuf/descriptor.proto. */
const { Request, Response, FileDescriptor } = fromJSON(
  {
    nested: {
      Request: {
        fields: {
          fileByFilename: { type: 'string', id: 3 },
          fileContainingSymbol: { type: 'string', id: 4 },
          listServices: { type: 'string', id: 7 },
        },
      },
      Response: { fields: { files: { type: 'Files', id: 4 }, services: { type: 'Services', id: 6 } } },
      Files: { fields: { file: { rule: 'repeated', type: 'bytes', id: 1 } } },
      Services: { fields: { service: { rule: 'repeated', type: 'Named', id: 1 } } },
      Named: { fields: { name: { type: 'string', id: 1 } } },
      FileDescriptor: {
        fields: {
          name: { type: 'string', id: 1 },
          package: { type: 'string', id: 2 },
          dependency: { rule: 'repeated', type: 'string', id: 3 },
          messageType: { rule: 'repeated', type: 'MessageType', id: 4 },
          enumType: { rule: 'repeated', type: 'Named', id: 5 },
        },
      },
      MessageType: {
        fields: {
          name: { type: 'string', id: 1 },
          field: { rule: 'repeated', type: 'Field', id: 2 },
          nestedType: { rule: 'repeated', type: 'MessageType', id: 3 },
          enumType: { rule: 'repeated', type: 'Named', id: 4 },
        },
      },
      Field: { fields: { name: { type: 'string', id: 1 }, typeName: { type: 'string', id: 6 } } },
    },
  },
  { defaults: true, arrays: true },
) as unknown as Record<'Request' | 'Response' | 'FileDescriptor', Codec>;

/** A server of all three services. Its loader says of every run that it is not there. */
function startAll(): Promise<MeshServer> {
  const absent = unary(() => {
    throw notFound('run 7 is not stored');
  });
  const none = serverStream(async function* () {});
  const services = [
    bind(Extractor, { Extract: unary(() => ({ sieveLimit: 97 })) }),
    bind(Transformer, { Transform: absent }),
    bind(Loader, { Run: none, GetRun: absent, ListRuns: absent, ReadPrimes: none }),
  ];
  return startServer({ host: '127.0.0.1', port: 0, services, drainBudgetMs: 500 });
}

/** Asks by the version `v1` or `v1alpha`, and returns the files of the answer, and the services. */
async function ask(
  port: number,
  request: object,
  version = 'v1',
): Promise<{ files: File[]; services: string[] }> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
  const call = client.makeBidiStreamRequest(path, Request.serialize, Response.deserialize, new Metadata());
  call.end(request);
  const answers: { files?: { file: Buffer[] }; services?: { service: Named[] } }[] = [];
  for await (const answer of call) answers.push(answer);
  client.close();
  const [{ files, services } = {}] = answers;
  return {
    files: (files?.file ?? []).map((file) => FileDescriptor.deserialize(file) as File),
    services: (services?.service ?? []).map(({ name }) => name),
  };
}

const all = [
  'grpc.health.v1.Health',
  'primemesh.v1.Extractor',
  'primemesh.v1.Loader',
  'primemesh.v1.Transformer',
];

/** The full names of all messages and enums in `scope`. */
const namesIn = (scope: string, messages: readonly Message[], enums: readonly Named[]): string[] => [
  ...enums.map(({ name }) => `${scope}.${name}`),
  ...messages.flatMap(({ name, nestedType, enumType }) => [
    `${scope}.${name}`,
    ...namesIn(`${scope}.${name}`, nestedType, enumType),
  ]),
];
const fieldsOf = (messages: readonly Message[]): Message['field'][number][] =>
  messages.flatMap(({ field, nestedType }) => [...field, ...fieldsOf(nestedType)]);

test.each(['v1', 'v1alpha'])('%s lists the services of the server, health among them', async (version) => {
  await using server = await startAll();
  const { services } = await ask(server.port, { listServices: '*' }, version);
  expect(services.toSorted()).toEqual(all);
});

test.each(all)('the files of %s stand for themselves', async (service) => {
  await using server = await startAll();
  const { files } = await ask(server.port, { fileContainingSymbol: service });
  const names = files.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(0);
  expect(names).toEqual(expect.arrayContaining(files.flatMap(({ dependency }) => [...dependency])));
  const defined = files.flatMap((file) => namesIn(`.${file.package}`, file.messageType, file.enumType));
  const used = files.flatMap(({ messageType }) => fieldsOf(messageType).map(({ typeName }) => typeName));
  expect(defined.concat('')).toEqual(expect.arrayContaining(used));
  for (const name of names) {
    const {
      files: [file],
    } = await ask(server.port, { fileByFilename: name });
    expect(file?.name).toBe(name);
  }
});

test('names are those of the protos', async () => {
  await using server = await startAll();
  const { files } = await ask(server.port, { fileContainingSymbol: 'primemesh.v1.Loader' });
  expect(files.map(({ name }) => name).toSorted()).toEqual([
    'google/protobuf/timestamp.proto',
    'primemesh/v1/block.proto',
    'primemesh/v1/loader.proto',
  ]);
  const run = files.flatMap(({ messageType }) => [...messageType]).find(({ name }) => name === 'Run');
  expect(run?.field.map(({ name }) => name)).toContain('started_at');
  expect(run?.nestedType.map(({ name }) => name)).toEqual(['BaggageEntry']); // the name that others insist on
});

const hasGrpcurl = spawnSync('grpcurl', ['--version']).status === 0;

test.skipIf(!hasGrpcurl)('grpcurl lists, describes and calls', async () => {
  await using server = await startAll();
  const grpcurl = async (words: string, data = '{}'): Promise<string> => {
    const flags = ['-plaintext', '-max-time', '20', ...(words.includes('/') ? ['-d', data] : [])];
    const command = [...flags, `127.0.0.1:${server.port}`, ...words.split(' ')];
    return (await promisify(execFile)('grpcurl', command)).stdout;
  };
  expect((await grpcurl('list')).split('\n').filter(Boolean)).toEqual(all);
  for (const service of all)
    expect(await grpcurl(`describe ${service}`)).toContain(`${service} is a service`);
  expect(await grpcurl('describe primemesh.v1.Run')).toContain('.google.protobuf.Timestamp started_at = 11;');
  const answer = await grpcurl('primemesh.v1.Extractor/Extract', '{"range": {"from": "1", "to": "2"}}');
  expect(JSON.parse(answer)).toEqual({ sieveLimit: 97 });
  expect(JSON.parse(await grpcurl('grpc.health.v1.Health/Check'))).toEqual({ status: 'SERVING' });
});
