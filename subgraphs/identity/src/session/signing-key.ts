import type { DomainContext } from '@stoa/kit/use-case';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { SigningKey } from './signing-key.entity.ts';

/** Makes the first key of an installation. */
export async function ensureSigningKey(context: DomainContext): Promise<void> {
  await context.transact(async ({ em, sql }) => {
    await sql.query('select pg_advisory_xact_lock(7305118)');
    if ((await em.count(SigningKey)) > 0) return;
    const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    const privateJwk = await exportJWK(privateKey);
    const kid = await calculateJwkThumbprint(privateJwk);
    em.persist(Object.assign(new SigningKey(), { kid, privateJwk }));
  });
}

/** Imported keys by kid; importing costs more than signing does. */
const imported = new Map<string, CryptoKey>();

/** The key that signs now. */
export async function currentSigningKey(context: DomainContext): Promise<{ kid: string; key: CryptoKey }> {
  const [row] = await context.sql.query<{ kid: string; private_jwk: JWK }>(
    'select kid, private_jwk from signing_key order by created_at desc limit 1',
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
