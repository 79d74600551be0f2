import { expect, test } from 'vitest';
import { withProvenTenant } from './proven-tenant.ts';

test.each<[string, string[], string | undefined, string]>([
  [
    'takes the place of another claim',
    ['mesh.tenant=globex,mesh.tier=gold'],
    'acme',
    'mesh.tenant=acme,mesh.tier=gold',
  ],
  ['is added where nothing is claimed', ['mesh.tier=gold'], 'acme', 'mesh.tenant=acme,mesh.tier=gold'],
  ['stands once where it is claimed', ['mesh.tenant=acme'], 'acme', 'mesh.tenant=acme'],
  ['is percent-encoded', [], 'Müller, Söhne', 'mesh.tenant=M%C3%BCller%2C%20S%C3%B6hne'],
  [
    'stands beside an encoded key, which is another',
    ['mesh%2Etenant=globex'],
    'acme',
    'mesh.tenant=acme,mesh%2Etenant=globex',
  ],
  ['of nobody leaves none', ['mesh.tenant=globex', 'mesh.tier=gold'], undefined, 'mesh.tier=gold'],
  ['of nobody may leave nothing', ['mesh.tenant=globex'], undefined, ''],
])('the proven tenant %s', (_, headers, tenant, expected) => {
  expect(withProvenTenant(headers, tenant)).toBe(expected);
});
