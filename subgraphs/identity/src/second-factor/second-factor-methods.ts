import type { SignInMethod } from '../sign-in/sign-in-method.payload.ts';
import type { Passkey } from './passkey.entity.ts';
import type { TotpFactor } from './totp-factor.entity.ts';

export const totpMethod = ({ id, createdAt }: TotpFactor): SignInMethod => ({
  id,
  kind: 'TOTP',
  label: 'Codes of an authenticator app',
  createdAt: createdAt ?? new Date(),
  lastUsedAt: null,
});

export const passkeyMethod = ({ id, name, createdAt, lastUsedAt }: Passkey): SignInMethod => ({
  id,
  kind: 'PASSKEY',
  label: name,
  createdAt: createdAt ?? new Date(),
  lastUsedAt,
});
