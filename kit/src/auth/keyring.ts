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

/** The keys that one service needs among the others, newest version first: to call each of them, and to know each as a caller. */
export function pairKeysOf(service: string, others: readonly string[], roots: RootKeys): PairKey[] {
  return Object.entries(roots).flatMap(([version, root]) =>
    others
      .filter((other) => other !== service)
      .flatMap((other) => [derivePairKey(root, version, service, other), derivePairKey(root, version, other, service)]),
  );
}

/** A keyring of given pairs, for a service that holds no root. Of two keys for one callee the first is the newest. */
export function keyringOfPairs(service: string, pairs: readonly PairKey[]): Keyring {
  const byId = new Map(pairs.map((pair) => [pair.id, pair]));
  return {
    signingKey(callee) {
      const key = pairs.find(({ id }) => id.endsWith(`.${service}.${callee}`));
      if (!key) throw new Error(`${service} holds no key for calls to ${callee}`);
      return key;
    },
    verificationKey: (id) => (id.endsWith(`.${service}`) ? byId.get(id) : undefined),
  };
}

/** One pair as text, `<version>.<caller>.<callee>:<secret>`, for an environment variable. */
export const writePairKey = ({ id, secret }: PairKey): string => `${id}:${Buffer.from(secret).toString('base64url')}`;

/** Reads what `writePairKey` wrote; null where it is something else. */
export function readPairKey(text: string): PairKey | null {
  const [, id, secret] = /^([\w-]+\.[\w-]+\.[\w-]+):([\w-]{43})$/.exec(text.trim()) ?? [];
  return id && secret ? { id, secret: new Uint8Array(Buffer.from(secret, 'base64url')) } : null;
}
