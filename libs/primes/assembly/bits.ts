// Passes over a whole bitmap. A bitmap is followed by 64 zero bytes, so that they may read whole rounds.

const fnvOffsetBasis: u64 = 0xcbf29ce484222325;
const fnvPrime: u64 = 0x100000001b3;

/** Bits that are set. */
export function population(at: u32, length: u32): u32 {
  let count: u64 = 0;
  for (let p = at; p < at + length; p += 32) {
    count += popcnt(load<u64>(p)) + popcnt(load<u64>(p, 8)) + popcnt(load<u64>(p, 16)) + popcnt(load<u64>(p, 24));
  }
  return <u32>count;
}

/** FNV-1a over 64-bit words in four lanes: a multiplication takes three cycles, and the lanes run side by side. */
export function checksum(at: u32, length: u32): u64 {
  let a = fnvOffsetBasis;
  let b = fnvOffsetBasis;
  let c = fnvOffsetBasis;
  let d = fnvOffsetBasis;
  for (let p = at; p < at + length; p += 32) {
    a = (a ^ load<u64>(p)) * fnvPrime;
    b = (b ^ load<u64>(p, 8)) * fnvPrime;
    c = (c ^ load<u64>(p, 16)) * fnvPrime;
    d = (d ^ load<u64>(p, 24)) * fnvPrime;
  }
  let hash = (fnvOffsetBasis ^ a) * fnvPrime;
  hash = (hash ^ b) * fnvPrime;
  hash = (hash ^ c) * fnvPrime;
  return (hash ^ d) * fnvPrime;
}
