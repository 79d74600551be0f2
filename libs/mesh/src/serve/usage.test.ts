import { expect, test } from 'vitest';
import { startUsage } from './usage.ts';

test('usage covers the CPU time between start and end', () => {
  const usage = startUsage();
  const before = process.cpuUsage();
  while (process.cpuUsage(before).user < 20_000);
  const { cpuStartSeconds, cpuEndSeconds, ...rest } = usage.end(1.5);
  expect(Number(cpuEndSeconds) - Number(cpuStartSeconds)).toBeGreaterThanOrEqual(0.02);
  expect(rest).toMatchObject({
    service: 'mesh-test',
    instanceId: expect.stringMatching(/^.{8,}$/),
    threadCpuSeconds: 1.5,
  });
  expect(Number(rest.peakRssBytes)).toBeGreaterThan(30e6);
  expect(Number(rest.peakRssBytes)).toBeLessThan(4e9);
});
