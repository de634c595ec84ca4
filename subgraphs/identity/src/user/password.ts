import { hash, verify } from '@node-rs/argon2';
import { BoundedQueue } from '@stoa/kit/concurrency';

/** OWASP's figures for argon2id: 19 MiB, two passes, one lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashing shares four threads with other heavy work, so few run at once and a bounded number wait. */
const queue = new BoundedQueue(2, 400);

/** Compared with when there is no such account, so that the answer takes as long. */
let decoy: Promise<string> | undefined;

export const hashPassword = (password: string): Promise<string> => queue.run(() => hash(password, OPTIONS));

/** Whether a password fits. Without a hash the same work is done for nothing, and the answer is no. */
export async function passwordFits(password: string, passwordHash: string | null): Promise<boolean> {
  decoy ??= hashPassword('no account has this password');
  const against = passwordHash ?? (await decoy);
  const fits = await queue.run(() => verify(against, password));
  return fits && passwordHash !== null;
}
