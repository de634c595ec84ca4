import { randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An id in Razorpay's manner: a prefix that tells the kind, then fourteen letters and digits. */
export function newId(prefix: 'order' | 'pay' | 'rfnd' | 'disp' | 'event'): string {
  let text = '';
  for (let count = 0; count < 14; count += 1) text += LETTERS[randomInt(LETTERS.length)];
  return `${prefix}_${text}`;
}
