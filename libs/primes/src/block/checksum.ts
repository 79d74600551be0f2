const offsetBasis = 0xcbf29ce484222325n;
const fnvPrime = 0x100000001b3n;
const laneCount = 4;

/**
 * Hash of a bitmap: FNV-1a over its 64-bit little-endian words, dealt to four lanes in turn (so that a processor can
 * run them at once), the lanes then hashed in order. The last word is padded with zeros; the length does not count.
 * This is the definition; the kernel computes the same much faster.
 * @see http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function checksum(bitmap: Uint8Array): bigint {
  const lanes = Array.from({ length: laneCount }, () => offsetBasis);
  const words = paddedWords(bitmap);
  for (let index = 0; index < words.length; index++) {
    const lane = index % laneCount;
    lanes[lane] = fnv1a(lanes[lane] ?? 0n, words[index] ?? 0n);
  }
  return lanes.reduce(fnv1a, offsetBasis);
}

function fnv1a(hash: bigint, word: bigint): bigint {
  return BigInt.asUintN(64, (hash ^ word) * fnvPrime);
}

/** Pads to whole rounds of all lanes: a fixed unit lets the kernel read a zeroed slot without a tail case. */
function paddedWords(bitmap: Uint8Array): BigUint64Array {
  const padded = new Uint8Array(Math.ceil(bitmap.length / 32) * 32);
  padded.set(bitmap);
  return new BigUint64Array(padded.buffer);
}
