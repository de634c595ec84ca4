import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { SigningKey } from './signing-key.entity.ts';

/** Whoever verifies has fetched the keys by then (gateways ten minutes after they did so last), and knows one before it signs. */
const PUBLISHED_FIRST = '15 minutes';

/** The tokens that live longest are those of guests, one hour; none of an older key is left long before. */
const OUTLIVES_ITS_TOKENS = '3 hours';

/** One replica at a time decides whether there is a key to be made. */
const alone = ({ sql }: Transaction): Promise<unknown> => sql.query('select pg_advisory_xact_lock(7305118)');

async function makeSigningKey({ em }: Transaction): Promise<void> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const privateJwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(privateJwk);
  em.persist(Object.assign(new SigningKey(), { kid, privateJwk }));
}

/** Makes the first key of an installation. */
export const ensureSigningKey = (context: DomainContext): Promise<void> =>
  context.transact(async (tx) => {
    await alone(tx);
    if ((await tx.em.count(SigningKey)) === 0) await makeSigningKey(tx);
  });

/** Makes a new key once the newest has had its time, and forgets those of which no token is left. */
export const renewSigningKeys = (context: DomainContext, days: number): Promise<void> =>
  context.transact(async (tx) => {
    await alone(tx);
    const [newest] = await tx.sql.query('select from signing_key where created_at > now() - make_interval(days => $1) limit 1', [days]);
    if (!newest) await makeSigningKey(tx);
    await tx.sql.query(
      `delete from signing_key where exists (
         select from signing_key newer where newer.created_at > signing_key.created_at and newer.created_at < now() - $1::interval)`,
      [OUTLIVES_ITS_TOKENS],
    );
  });

/** Imported keys by kid; importing costs more than signing does. */
const imported = new Map<string, CryptoKey>();

/** The key that signs now: the newest that everybody has had time to fetch, or the only one that there is. */
export async function currentSigningKey(context: DomainContext): Promise<{ kid: string; key: CryptoKey }> {
  const [row] = await context.sql.query<{ kid: string; private_jwk: JWK }>(
    `select kid, private_jwk from (select *, now() - created_at as age from signing_key) as aged
     order by age > $1::interval desc, case when age > $1::interval then age else -age end limit 1`,
    [PUBLISHED_FIRST],
  );
  if (!row) throw new Error('identity has no signing key');
  let key = imported.get(row.kid);
  if (!key) imported.set(row.kid, (key = (await importJWK(row.private_jwk, 'EdDSA')) as CryptoKey));
  return { kid: row.kid, key };
}

/** The public halves, as verifiers fetch them. */
export async function publicKeys(context: DomainContext): Promise<JWK[]> {
  const rows = await context.read.find(SigningKey, {}, { orderBy: { createdAt: 'desc' } });
  return rows.map(({ kid, privateJwk: { kty, crv, x } }) => ({ kty, crv, x, kid, alg: 'EdDSA', use: 'sig' }));
}
