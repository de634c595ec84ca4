import { badInput, DomainError } from '@stoa/kit/errors';
import { text } from '@stoa/kit/graphql';
import { constraintOf } from '@stoa/kit/persistence';
import { permitted } from '@stoa/kit/policy';
import { type DomainContext, type Transaction, useCase, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { wantMail } from '../mail/want-mail.ts';
import { assertFresh } from '../session/assert-fresh.ts';
import type { SignInMethod } from '../sign-in/sign-in-method.payload.ts';
import { User } from '../user/user.entity.ts';
import { userPolicy } from '../user/user.policy.ts';
import { putChallenge, takeChallenge } from './challenges.ts';
import { Passkey } from './passkey.entity.ts';
import { askForNewPasskey, readNewPasskey } from './passkeys.ts';
import { firstCodes, renewCodes } from './recovery-codes.ts';
import { passkeyMethod, totpMethod } from './second-factor-methods.ts';
import { newTotpSecret, stepOfCode, totpAddress } from './totp.ts';
import { TotpFactor } from './totp-factor.entity.ts';

const MAX_PASSKEYS = 20;

/** A factor that was added, and the codes on paper that came with the first. */
export interface Added {
  readonly method: SignInMethod;
  readonly recoveryCodes: readonly string[];
}

/** Whose account it is, locked; what changes how it is logged in to takes a fresh log-in. */
async function owner(tx: Transaction): Promise<User> {
  await assertFresh(tx);
  return permitted(tx.viewer, await tx.lock(User, { id: tx.viewer.userId ?? '' }), userPolicy.change, 'user');
}

/** A factor is there, told by mail; whoever has just shown it need not log in with it once more. */
async function added(tx: Transaction, user: User, method: SignInMethod): Promise<Added> {
  await tx.sql.query('update session set has_second_factor = true where id = $1 and user_id = $2', [tx.viewer.sessionId, user.id]);
  await wantMail(tx, 'SIGN_IN_CHANGED', user.email);
  return { method, recoveryCodes: await firstCodes(tx, user.id) };
}

/** Makes the secret that a program on one's phone has to know. Until a code of it is shown it counts for nothing. */
export const startTotp = useCase('identity.startTotp', z.object({}), async (tx) => {
  const user = await owner(tx);
  const known = await tx.em.findOne(TotpFactor, { userId: user.id });
  if (known?.confirmedAt) throw new DomainError('INVALID_TRANSITION', 'There is one already; take it away first');
  await tx.sql.query('delete from totp_factor where user_id = $1', [user.id]);
  const factor = TotpFactor.of(user.id, newTotpSecret());
  await tx.insert(TotpFactor, [{ id: factor.id, userId: user.id, secret: factor.secret }]);
  return { secret: factor.secret, url: totpAddress(factor.secret, user.email) };
});

/** Shows that the program gives the right codes; from then on logging in asks for one. */
export const confirmTotp = useCase('identity.confirmTotp', z.object({ code: z.string().max(20) }), async (tx, { code }): Promise<Added> => {
  const user = await owner(tx);
  const factor = await tx.lock(TotpFactor, { userId: user.id });
  if (!factor || factor.confirmedAt) throw new DomainError('INVALID_TRANSITION', 'Nothing waits to be confirmed');
  const step = stepOfCode(factor.secret, code.replace(/\s/g, ''));
  if (step === null) throw badInput('is not the code that is shown now', 'code');
  factor.confirmedAt = new Date();
  // The code that is shown now was used by this.
  await tx.sql.query('update totp_factor set last_step = $2 where id = $1', [factor.id, step]);
  return added(tx, user, totpMethod(factor));
});

/** Asks a browser for a new passkey. */
export const startPasskey = workflow('identity.startPasskey', z.object({}), (context) =>
  context.transact(async (tx) => {
    const user = await owner(tx);
    const known = await tx.em.find(Passkey, { userId: user.id });
    if (known.length >= MAX_PASSKEYS) throw new DomainError('INVALID_TRANSITION', `An account has at most ${MAX_PASSKEYS} passkeys`);
    const { options, toSign } = await askForNewPasskey(tx, user, known);
    return { challenge: await putChallenge(tx.sql, 'ENROL', user.id, toSign), options };
  }),
);

const addPasskeyInput = z.object({ challenge: z.string().max(200), passkey: z.string().max(20_000), name: text(100) });

/** Keeps the passkey that a browser made. From then on it logs in by itself, and logging in otherwise asks for it. */
export const addPasskey = workflow('identity.addPasskey', addPasskeyInput, async (context, input): Promise<Added> => {
  await assertFresh(context);
  const { toSign } = await takeChallenge(context.sql, 'ENROL', input.challenge, context.viewer.userId);
  const facts = await readNewPasskey(context, input.passkey, toSign ?? '');
  try {
    return await context.transact((tx) => keep(tx, { ...facts, name: input.name }));
  } catch (error) {
    if (constraintOf(error) === 'passkey_credential_id_unique') throw badInput('is known already', 'passkey');
    throw error;
  }
});

async function keep(tx: Transaction, facts: Omit<Parameters<typeof Passkey.of>[0], 'userId'>): Promise<Added> {
  const user = await owner(tx);
  const passkey = Passkey.of({ userId: user.id, ...facts });
  tx.em.persist(passkey);
  await tx.em.flush();
  return added(tx, user, passkeyMethod(passkey));
}

/** Makes new codes on paper; the old ones are over. */
export const renewRecoveryCodes = useCase('identity.renewRecoveryCodes', z.object({}), async (tx) => {
  const user = await owner(tx);
  if (!(await hasSecondFactor(tx, user.id)))
    throw new DomainError('INVALID_TRANSITION', 'There is no second factor that they could stand for');
  await wantMail(tx, 'SIGN_IN_CHANGED', user.email);
  return renewCodes(tx, user.id);
});

/** Whether logging in asks for more than the first factor. */
export async function hasSecondFactor({ sql }: Pick<DomainContext, 'sql'>, userId: string): Promise<boolean> {
  const found = await sql.query(
    `select 1 where exists (select 1 from totp_factor where user_id = $1 and confirmed_at is not null)
                 or exists (select 1 from passkey where user_id = $1)`,
    [userId],
  );
  return found.length > 0;
}
