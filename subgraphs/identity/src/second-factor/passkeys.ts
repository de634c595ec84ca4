import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { badInput, DomainError } from '@stoa/kit/errors';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { z } from 'zod';
import { identitySettings } from '../settings.ts';
import { Passkey } from './passkey.entity.ts';
import { relyingParty } from './relying-party.ts';

/** What a browser is to do with `navigator.credentials`, and what the answer has to sign. */
export interface PasskeyQuestion {
  /** As JSON, for `PublicKeyCredential.parse…OptionsFromJSON`. */
  readonly options: string;
  readonly toSign: string;
}

type Uses = Pick<DomainContext, 'use'>;

const partyOf = (context: Uses) => relyingParty(context.use(identitySettings));

/** Read when the first passkey is asked for: it is much to load. */
const webAuthn = () => import('@simplewebauthn/server');

/** Asks for a passkey: one of those given, or whichever somebody has. Only as the sole factor must it have asked for a finger or a PIN. */
export async function askForPasskey(context: Uses, allowed: readonly Passkey[] | null): Promise<PasskeyQuestion> {
  const options = await (await webAuthn()).generateAuthenticationOptions({
    rpID: partyOf(context).id,
    userVerification: allowed ? 'preferred' : 'required',
    ...(allowed && {
      allowCredentials: allowed.map(({ credentialId, transports }) => ({ id: credentialId, transports: listOf(transports) })),
    }),
  });
  return { options: JSON.stringify(options), toSign: options.challenge };
}

/** Asks for a new passkey of somebody, on a device that has none yet. */
export async function askForNewPasskey(
  context: Uses,
  user: { readonly id: string; readonly email: string },
  known: readonly Passkey[],
): Promise<PasskeyQuestion> {
  const options = await (await webAuthn()).generateRegistrationOptions({
    rpName: 'Stoa',
    rpID: partyOf(context).id,
    userName: user.email,
    userID: new Uint8Array(Buffer.from(user.id.replaceAll('-', ''), 'hex')),
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports: listOf(transports) })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { options: JSON.stringify(options), toSign: options.challenge };
}

const listOf = (transports: string) => transports.split(',').filter(Boolean) as ('internal' | 'hybrid' | 'usb' | 'nfc' | 'ble')[];

const credential = z.looseObject({
  id: z.string().max(1_400),
  rawId: z.string(),
  type: z.literal('public-key'),
  response: z.looseObject({}),
});

/** What a browser gave, as `toJSON()` makes it. */
function readCredential(text: string): z.output<typeof credential> {
  try {
    return credential.parse(JSON.parse(text));
  } catch {
    throw badInput('is no passkey as JSON', 'passkey');
  }
}

/** The public half of a new passkey; BAD_USER_INPUT where it is not what was asked for. */
export async function readNewPasskey(context: Uses & Pick<DomainContext, 'log'>, text: string, toSign: string) {
  const { id, origins } = partyOf(context);
  const response = readCredential(text) as unknown as RegistrationResponseJSON;
  const checked = await (await webAuthn())
    .verifyRegistrationResponse({ response, expectedChallenge: toSign, expectedOrigin: [...origins], expectedRPID: id })
    .catch((err: unknown) => void context.log.warn({ err }, 'a new passkey was not taken'));
  if (!checked?.verified) throw badInput('is not what was asked for', 'passkey');
  const { credential: made } = checked.registrationInfo;
  return {
    credentialId: made.id,
    publicKey: Buffer.from(made.publicKey).toString('base64url'),
    counter: made.counter,
    transports: (made.transports ?? []).join(',').slice(0, 100),
  };
}

/** Whose passkey it is that signed what was asked, its use counted; null for any other answer. */
export async function usePasskey(
  tx: Transaction,
  text: string,
  toSign: string,
  { isSoleFactor }: { readonly isSoleFactor: boolean },
): Promise<Passkey | null> {
  const response = readCredential(text) as unknown as AuthenticationResponseJSON;
  const passkey = await tx.lock(Passkey, { credentialId: response.id });
  if (!passkey) return null;
  const { id, origins } = partyOf(tx);
  const { credentialId, publicKey, counter } = passkey;
  const checked = await (await webAuthn())
    .verifyAuthenticationResponse({
      response,
      expectedChallenge: toSign,
      expectedOrigin: [...origins],
      expectedRPID: id,
      requireUserVerification: isSoleFactor,
      credential: { id: credentialId, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter },
    })
    .catch((err: unknown) => void tx.log.warn({ err, passkeyId: passkey.id }, 'a passkey was not taken'));
  if (!checked?.verified) return null;
  passkey.counter = checked.authenticationInfo.newCounter;
  passkey.lastUsedAt = new Date();
  return passkey;
}

export const wrongFactor = () => new DomainError('INVALID_CREDENTIALS', 'The code or passkey is wrong, or was used before');
