/** Integers of more decimal digits are refused before they are parsed: beyond them one test takes minutes. */
export const maxDigits = 20_000;

/** Largest bitmap of a block, bytes. Larger ones would leave the caches of the sieve and fill the flow-control window. */
export const maxBlockBytes = 4 * 2 ** 20;

/** Smallest bitmap that a run may ask for, bytes: it stands for 30 720 numbers, and smaller blocks are all overhead. */
export const minBlockBytes = 1024;

/** Bounds of `sieve_limit`: below, the extractor's patterns do it all; above, its base primes outgrow the L2 cache. */
export const sieveLimits = { min: 97, max: 2 ** 20 } as const;

/** Digits of all the next primes of a run together: they are kept in one row of the store and sent in one message. */
export const maxDigitsFound = 1_000_000;

/** Runs or blocks of one response. */
export const maxPageSize = 1000;

/** Runs of one response where the request does not say how many. */
export const defaultPageSize = 20;
