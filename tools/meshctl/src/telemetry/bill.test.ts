import type { CountedTime } from '@prime-mesh/backends';
import { expect, test } from 'vitest';
import { agrees, makeBill } from './bill.ts';

const work = (seconds: number, tenant?: string) => ({
  service: 'loader',
  attributes: { 'mesh.thread.cpu.time': seconds, ...(tenant === undefined ? {} : { 'mesh.tenant': tenant }) },
});
const charged = (service: string, seconds: number, tenant?: string): CountedTime => ({
  service,
  seconds,
  ...(tenant !== undefined && { tenant }),
});

test('the CPU time of a tenant is that of all services, by metric and by spans', () => {
  const bill = makeBill({
    charged: [charged('extractor', 2, 'acme'), charged('loader', 1, 'acme'), charged('loader', 4)],
    processes: [charged('loader', 6), charged('loader', 1)],
    spans: [work(2, 'acme'), work(1, 'acme'), work(3), work(1), { service: 'loader', attributes: {} }],
  });
  expect(bill.tenants).toEqual([
    { tenant: '(none)', metricSeconds: 4, spanSeconds: 4 },
    { tenant: 'acme', metricSeconds: 3, spanSeconds: 3 },
  ]);
  expect(bill.services).toContainEqual({ service: 'loader', processSeconds: 7, chargedSeconds: 5 });
});

test('spans of tenants that the metric does not name are those of other', () => {
  const bill = makeBill({
    charged: [charged('loader', 1, 'acme'), charged('loader', 5, 'other')],
    processes: [],
    spans: [work(1, 'acme'), work(2, 'globex'), work(3, 'initech')],
  });
  expect(bill.tenants).toEqual([
    { tenant: 'acme', metricSeconds: 1, spanSeconds: 1 },
    { tenant: 'other', metricSeconds: 5, spanSeconds: 5 },
  ]);
});

test('a lost span is a difference, rounding is none', () => {
  expect(agrees({ tenant: 'a', metricSeconds: 3, spanSeconds: 2.999_999_999 })).toBe(true);
  expect(agrees({ tenant: 'a', metricSeconds: 3, spanSeconds: 2.999 })).toBe(false);
});
