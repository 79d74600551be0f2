// Passes over a whole bitmap. A bitmap is followed by 64 zero bytes, so that they may read whole rounds.

const FNV_OFFSET_BASIS: u64 = 0xcbf29ce484222325;
const FNV_PRIME: u64 = 0x100000001b3;

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
  let a = FNV_OFFSET_BASIS;
  let b = FNV_OFFSET_BASIS;
  let c = FNV_OFFSET_BASIS;
  let d = FNV_OFFSET_BASIS;
  for (let p = at; p < at + length; p += 32) {
    a = (a ^ load<u64>(p)) * FNV_PRIME;
    b = (b ^ load<u64>(p, 8)) * FNV_PRIME;
    c = (c ^ load<u64>(p, 16)) * FNV_PRIME;
    d = (d ^ load<u64>(p, 24)) * FNV_PRIME;
  }
  let hash = (FNV_OFFSET_BASIS ^ a) * FNV_PRIME;
  hash = (hash ^ b) * FNV_PRIME;
  hash = (hash ^ c) * FNV_PRIME;
  return (hash ^ d) * FNV_PRIME;
}
