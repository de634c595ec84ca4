import { EVERY_SCOPE } from '@stoa/kit/auth';
import type { DomainContext } from '@stoa/kit/use-case';
import { ensureSigningKey } from './session/signing-key.ts';
import { identitySettings } from './settings.ts';
import { hashPassword } from './user/password.ts';
import { User } from './user/user.entity.ts';

const ADMIN_EMAIL = 'admin@stoa.test';

/** A fresh installation has a key to sign tokens with and one administrator, and nobody else. */
export async function seedIdentity(context: DomainContext): Promise<void> {
  await ensureSigningKey(context);
  if (await context.read.findOne(User, { email: ADMIN_EMAIL })) return;
  const passwordHash = await hashPassword(context.use(identitySettings).STOA_ADMIN_PASSWORD);
  await context.transact(async ({ em, sql }) => {
    // Replicas may start together: the lock makes the second one see the first one's administrator.
    await sql.query('select pg_advisory_xact_lock(7305117)');
    if (await em.findOne(User, { email: ADMIN_EMAIL })) return;
    em.persist(
      User.open({
        email: ADMIN_EMAIL,
        passwordHash,
        firstName: 'Stoa',
        lastName: 'Administrator',
        accountType: 'ADMIN',
        scopes: [EVERY_SCOPE],
      }),
    );
  });
}
