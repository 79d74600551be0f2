import { Extractor } from '@prime-mesh/contracts';
import { expect, test } from 'vitest';
import { methodOf, serviceNameOf } from './service-types.ts';

test('a service has the name that its methods have', () => {
  expect(serviceNameOf(Extractor)).toBe('primemesh.v1.Extractor');
  expect(() => serviceNameOf({})).toThrow('a service without methods has no name');
});

test('a method that a service lacks is named', () => {
  expect(methodOf(Extractor, 'Extract').path).toBe('/primemesh.v1.Extractor/Extract');
  expect(() => methodOf(Extractor, 'Transform' as 'Extract')).toThrow(
    'primemesh.v1.Extractor has no method Transform',
  );
});
