import { GuardedClient, type Reach } from '@stoa/kit/outbound';
import { resource, settings } from '@stoa/kit/subgraph';
import { z } from 'zod';
import { readSealingKeys, Sealing } from './sealing.ts';

const count = (otherwise: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a whole number from 1 to 9999')
    .transform(Number)
    .prefault(String(otherwise));

const shape = {
  NODE_ENV: z.string().default('development'),
  /** `public`: HTTPS, and servers on the public internet alone. `local`: this machine too, and without TLS. */
  STOA_WEBHOOK_TARGETS: z.enum(['public', 'local']).optional(),
  /** Hours in which a webhook is tried again and again. */
  STOA_WEBHOOK_RETRY_HOURS: count(24),
  /** Days after which an endpoint that takes nothing is disabled. */
  STOA_WEBHOOK_FAILING_DAYS: count(5),
};

export const webhookSettings = settings('webhook settings', z.object(shape));

/** Where endpoints may be. */
export const reachOf = (set: { readonly NODE_ENV: string; readonly STOA_WEBHOOK_TARGETS?: Reach | undefined }): Reach =>
  set.STOA_WEBHOOK_TARGETS ?? (set.NODE_ENV === 'production' ? 'public' : 'local');

/** Whoever has not answered by then has not taken it. */
const PATIENCE_MS = 10_000;

/** What posts to endpoints. */
export const webhookClient = resource('webhook client', (environment) => {
  const reach = reachOf(webhookSettings.make(environment));
  return new GuardedClient({ reach, patienceMs: PATIENCE_MS });
});

/** What endpoints' secrets are kept under; null where no key is set, and so there are no endpoints. */
export const webhookSealing = resource('webhook sealing keys', ({ STOA_WEBHOOK_SEALING_KEYS: keys }) =>
  keys ? new Sealing(readSealingKeys(keys)) : null,
);
