/** The mix unless --mix says otherwise: a few faults, and nine runs in ten leave nothing in the store. */
export const defaultMix = {
  tenant: 'acme:5,globex:3,initech:2',
  tier: 'free:6,silver:3,gold:1',
  algorithm: 'sieve:8,miller-rabin:1,trial:1',
  synthetic: 'true:9,none:1',
  fault: 'none:95,extractor=delay:200ms:2,transformer=cpu:100ms:1,transformer=error:0.5:1,loader=error:0.5:1',
} as const;
