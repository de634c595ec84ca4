import { type Kind, type Purchase, paid, type Scene, wish } from './wish.ts';

/** The buyer complains at their bank, which asks first or takes the money at once, and decides. */
export const disputing: Kind = (scene, purchase) => {
  const { random } = scene;
  const inquiry = random.chance(0.25);
  const amount = random.chance(0.5) ? 1 + random.below(1_000) : undefined;
  let disputeId: string | undefined;
  const complain = wish(
    inquiry ? 'ask the bank' : 'complain at the bank',
    async () => {
      disputeId = await opened(scene, purchase, { amount, inquiry });
      return disputeId === undefined ? 'later' : 'done';
    },
    { ready: paid(purchase), outside: true },
  );
  const decide = (outcome: 'won' | 'lost' | 'warning_closed' | 'escalated') =>
    wish(`the bank says ${outcome}`, () => decided(scene, purchase, disputeId, outcome).then(() => 'done' as const), { outside: true });
  const end = decide(random.pick(['won', 'lost']));
  return [[complain, ...(inquiry ? random.pick([[decide('warning_closed')], [decide('escalated'), end]]) : [end])]];
};

async function decided({ world }: Scene, { provider }: Purchase, id: string | undefined, outcome: string): Promise<void> {
  if (id === undefined) return;
  if (provider === 'STRIPE') await world.providers.ask('stripe', `/_sandbox/disputes/${id}/close`, { outcome });
  // Razorpay's banks take the money at once, and one that only wanted to know gives it back.
  else if (outcome !== 'escalated')
    await world.providers.ask('razorpay', `/_sandbox/disputes/${id}`, { status: outcome === 'lost' ? 'lost' : 'won' });
}

async function opened(
  { world }: Scene,
  { provider, providerPaymentId }: Purchase,
  more: { amount?: number; inquiry: boolean },
): Promise<string | undefined> {
  if (provider === 'STRIPE')
    return (await world.providers.ask<{ id?: string }>('stripe', `/_sandbox/payment_intents/${providerPaymentId}/dispute`, more)).id;
  const { items } = await world.providers.ask<{ items: { id: string; status: string; amount: number; amount_refunded: number }[] }>(
    'razorpay',
    `/v1/orders/${providerPaymentId}/payments`,
  );
  const captured = items.find(({ status }) => status === 'captured');
  if (!captured) return undefined;
  const left = captured.amount - captured.amount_refunded;
  const amount = Math.min(more.amount ?? left, left);
  return (await world.providers.ask<{ id?: string }>('razorpay', `/_sandbox/payments/${captured.id}/dispute`, { amount })).id;
}
