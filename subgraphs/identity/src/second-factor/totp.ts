import { Secret, TOTP } from 'otpauth';

/** What every program that shows such codes knows. */
const SHAPE = { issuer: 'Stoa', algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** A code is good for its half minute and the ones beside it, since clocks go wrong. */
const WINDOW = 1;

export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** What a program reads off a picture. */
export const totpAddress = (secret: string, label: string): string => new TOTP({ ...SHAPE, label, secret }).toString();

/** The half minute that a code is of; null where it is of none about now. */
export function stepOfCode(secret: string, code: string, timestamp = Date.now()): number | null {
  const delta = new TOTP({ ...SHAPE, secret }).validate({ token: code, window: WINDOW, timestamp });
  return delta === null ? null : Math.floor(timestamp / 1_000 / SHAPE.period) + delta;
}
