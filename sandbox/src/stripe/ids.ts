import { randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An id in Stripe's manner: a prefix that tells the kind, then letters and digits that cannot be guessed. */
export function newId(prefix: 'pi' | 'ch' | 're' | 'pm' | 'evt' | 'req' | 'acct' | 'tr' | 'du'): string {
  return `${prefix}_${randomLetters(24)}`;
}

/** The secret by which a browser may confirm this one intent. */
export function newClientSecret(intentId: string): string {
  return `${intentId}_secret_${randomLetters(25)}`;
}

function randomLetters(length: number): string {
  let text = '';
  for (let count = 0; count < length; count += 1) text += LETTERS[randomInt(LETTERS.length)];
  return text;
}
