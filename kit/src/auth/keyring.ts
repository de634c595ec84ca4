import { derivePairKey, type PairKey } from './signature.ts';

/** The keys one service holds: those it signs with, and those its callers sign with. */
export interface Keyring {
  /** The newest key for calls to `callee`. */
  signingKey(callee: string): PairKey;
  /** A live key by its public id, for checking a caller's signature. */
  verificationKey(id: string): PairKey | undefined;
}

/** A root secret for each live version, the newest first; two are live during a rotation. */
export interface RootKeys {
  readonly [version: string]: string;
}

/** Derives a service's keys from the roots. Whoever starts services holds the roots; a lone service is given only its own pairs. */
export function keyringFor(service: string, roots: RootKeys): Keyring {
  const newest = Object.keys(roots)[0];
  if (!newest) throw new Error('at least one root key is needed');
  const known = new Map<string, PairKey>();
  const pair = (version: string, caller: string, callee: string): PairKey => {
    const id = `${version}.${caller}.${callee}`;
    let key = known.get(id);
    if (!key) known.set(id, (key = derivePairKey(roots[version]!, version, caller, callee)));
    return key;
  };
  return {
    signingKey: (callee) => pair(newest, service, callee),
    verificationKey(id) {
      const [version, caller, callee] = id.split('.');
      if (!version || !caller || callee !== service || !(version in roots)) return undefined;
      return pair(version, caller, callee);
    },
  };
}
