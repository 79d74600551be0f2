import { startMesh, until } from '@prime-mesh/harness';
import { services } from '@prime-mesh/telemetry/names';
import { expect, test } from 'vitest';

const cutOff = ['traffic', '--rate', '1000', '--duration', '0.05', '--in-flight', '50', '--deadline', '0.05'];
const unharmed = ['--arrivals', 'even', '--mix', 'fault=none:1'];
const long = ['--from', '10^12', '--count', '10^9', '--block', '65536'];

test('no service notes anything on a span that has ended, though fifty runs are cut off after 50 ms', async () => {
  await using mesh = await startMesh();
  const { json } = await mesh.meshctl(...cutOff, ...unharmed, ...long, '--json');
  expect(json['answered']).toEqual({ DEADLINE_EXCEEDED: 50 });
  for (const service of services) expect(await mesh[service].stop(), service).toBe(0);
  expect(mesh.loader.output()).toContain('run.accepted');
  for (const service of services) expect(mesh[service].output()).not.toContain('ended Span');
});

test('verify notes a service that works on after its caller has hung up', async () => {
  await using mesh = await startMesh();
  const burn = ['--baggage', 'mesh.fault.extractor=cpu:60000ms'];
  const running = mesh.meshctl('run', '--count', '10^6', ...burn, '--deadline', '8');
  await until(
    'a run',
    async () => mesh.meshctl('show', 'latest'),
    ({ code }) => code === 0,
  );
  mesh.extractor.child.kill('SIGSTOP');
  expect((await running).code).toBe(1);
  mesh.extractor.child.kill('SIGCONT');
  const checked = async (): Promise<unknown> =>
    (await mesh.meshctl('verify', 'latest', '--deadline', '1', '--json')).json['checks'];
  const extract = '"primemesh.v1.Extractor/Extract" \\w{16}';
  const late = `^extractor ${extract} ends [\\d.]+ ms after its parent transformer ${extract}, a cancelled call$`;
  await expect.poll(checked, { timeout: 30_000 }).toContainEqual(
    expect.objectContaining({
      name: 'children inside parents',
      ok: true,
      notes: expect.arrayContaining([expect.stringMatching(new RegExp(late))]),
    }),
  );
});
