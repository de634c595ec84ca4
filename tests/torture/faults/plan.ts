import type { Seeded } from '../seeded.ts';
import { forgedWebhooks } from './forged-webhooks.ts';
import { freezes, kills, wrongClocks } from './processes.ts';
import { providerReplies, webhookMischief } from './providers.ts';
import { copied, cuts, diskFull, everything, natsKilled, postgresKilled, rolledBack } from './servers.ts';
import type { Strike } from './strike.ts';

/**
 * Every seed has its own order of blows, without end. It begins with one of each kind, so that a short storm has met most of them; the
 * rollbacks come first, since nothing else tells a fenced outbox from one that is not.
 */
export function* planOf(random: Seeded, { withDisk }: { readonly withDisk: boolean }): Generator<Strike, never> {
  const disk = withDisk ? [diskFull] : [];
  const kinds = [
    kills,
    freezes,
    wrongClocks,
    cuts,
    webhookMischief,
    providerReplies,
    [natsKilled],
    [postgresKilled],
    [forgedWebhooks],
    disk,
  ];
  const samples = random.shuffle(kinds.filter((kind) => kind.length > 0).map((kind) => random.pick(kind)));
  yield* interleaved(samples, [[copied, rolledBack()], [rolledBack('orders')]]);
  for (;;) {
    // Of what there are many of a kind, some at a time.
    const some = [
      ...[wrongClocks, cuts].flatMap((kind) => random.shuffle(kind).slice(0, 5)),
      ...[kills, freezes, webhookMischief, providerReplies].flat(),
      ...[natsKilled, postgresKilled, natsKilled, postgresKilled, forgedWebhooks, forgedWebhooks, everything],
      ...disk,
    ];
    yield* interleaved(random.shuffle(some), [
      [copied, rolledBack()],
      [copied, rolledBack('payments')],
      [rolledBack('orders')],
      [rolledBack()],
    ]);
  }
}

/** That of a control, which has to meet rollbacks before all else: nothing else tells a fenced outbox from one that is not. */
export function* planOfControl(random: Seeded, options: { readonly withDisk: boolean }): Generator<Strike, never> {
  for (let round = 0; round < 3; round += 1) yield* [copied, rolledBack()];
  return yield* planOf(random, options);
}

/** The pairs in their order among the others: a rollback goes back to a copy that was made some faults before. */
function interleaved(others: readonly Strike[], rounds: readonly (readonly Strike[])[]): Strike[] {
  const left = [...others];
  const slots = rounds.flat().length;
  return [...rounds.flat().flatMap((strike, place) => [strike, ...left.splice(0, Math.ceil(left.length / (slots - place)))]), ...left];
}
