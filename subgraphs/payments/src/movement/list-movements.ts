import { answerRead } from '@stoa/kit/commands';
import { isEntityId } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { listMovements } from '@stoa/schema/commands/payments';
import type { ProviderMovement } from '../provider/payment-provider.ts';
import { offeredProviders, type ProviderName, providerOf } from '../provider/provider-of.ts';

/** Reads on in a provider's journal, and says what of it is ours. One who is not offered has moved nothing. */
export const answerListMovements = answerRead(listMovements, async (context, { provider, from, to, after }) => {
  if (!offeredProviders(context).includes(provider)) return { movements: [], next: null };
  const { movements, next } = await providerOf(context, provider).movements(new Date(from), new Date(to), after);
  const paymentOf = await paymentsOf(context, provider, movements);
  return {
    next,
    movements: movements.map(({ kind, reference, ours, providerPaymentId, amount, fee }) => {
      const known = ours ?? (kind === 'CAPTURE' ? paymentOf.get(providerPaymentId ?? '') : undefined);
      return { kind, reference, ours: isEntityId(known) ? known : null, amount, fee };
    }),
  };
});

/** Our payments by the provider's ids of them, for a journal that does not carry ours along. */
async function paymentsOf({ sql }: DomainContext, provider: ProviderName, movements: readonly ProviderMovement[]) {
  const unnamed = movements.flatMap(({ ours, providerPaymentId }) => (ours === null && providerPaymentId ? [providerPaymentId] : []));
  const rows = await sql.query<{ id: string; theirs: string }>(
    'select id, provider_payment_id as theirs from payment where provider = $1 and provider_payment_id = any($2)',
    [provider, unnamed],
  );
  return new Map(rows.map(({ id, theirs }) => [theirs, id]));
}
