import { names } from '../names/names.ts';
import { countDropped } from './count-dropped.ts';
import { encode, membersOf, splitMember } from './header.ts';

/**
 * Returns the baggage header in which the tenant is the one that the caller has proved to be, or none without a proof.
 * Any other claim is dropped and counted as forged.
 * @param headers the baggage headers of the call
 * @param tenant who the caller has proved to be
 */
export function withProvenTenant(headers: readonly string[], tenant: string | undefined): string {
  const name = names.baggage.tenant;
  const others = membersOf(headers).filter((member) => {
    const { key, value } = splitMember(member);
    if (key === name && value !== tenant) countDropped(name, 'forged');
    return key !== name;
  });
  // First, so that no limit cuts it off.
  const proven = tenant === undefined ? [] : [`${name}=${encode(tenant)}`];
  return [...proven, ...others].join(',');
}
