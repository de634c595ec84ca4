import { createHash, randomInt } from 'node:crypto';

/** So many answers to one code; whoever has failed as often has another one sent. */
export const MAX_TRIES = 5;

/** Six digits, which telephones offer to fill in. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

export const hashOfPhoneCode = (id: string, code: string): string => createHash('sha256').update(`${id} ${code}`).digest('base64url');
