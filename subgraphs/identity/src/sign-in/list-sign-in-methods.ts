import type { DomainContext } from '@stoa/kit/use-case';
import { Passkey } from '../second-factor/passkey.entity.ts';
import { passkeyMethod, totpMethod } from '../second-factor/second-factor-methods.ts';
import { TotpFactor } from '../second-factor/totp-factor.entity.ts';
import { User } from '../user/user.entity.ts';
import { ProviderAccount } from './provider-account.entity.ts';
import { signInProviders } from './providers.ts';
import type { SignInMethod } from './sign-in-method.payload.ts';

/** The ways to log in to an account, the password first, and what is asked for besides. */
export async function signInMethodsOf(context: DomainContext, userId: string): Promise<SignInMethod[]> {
  const user = await context.read.findOne(User, { id: userId }, { populate: ['passwordHash'] });
  const linked = await context.read.find(ProviderAccount, { userId }, { orderBy: { createdAt: 'asc' } });
  const password = {
    id: 'PASSWORD',
    kind: 'PASSWORD',
    label: 'Password',
    createdAt: user?.createdAt ?? new Date(0),
    lastUsedAt: null,
  } as const;
  const passkeys = await context.read.find(Passkey, { userId }, { orderBy: { createdAt: 'asc' } });
  const totp = await context.read.find(TotpFactor, { userId, confirmedAt: { $ne: null } });
  return [
    ...(user?.passwordHash ? [password] : []),
    ...linked.map((each) => providerMethod(context, each)),
    ...passkeys.map(passkeyMethod),
    ...totp.map(totpMethod),
  ];
}

export function providerMethod(context: Pick<DomainContext, 'use'>, account: ProviderAccount): SignInMethod {
  const { id, provider, email, createdAt, lastUsedAt } = account;
  const name = context.use(signInProviders).get(provider)?.settings.label ?? provider;
  return { id, kind: 'PROVIDER', label: email ? `${name}, ${email}` : name, createdAt, lastUsedAt };
}
