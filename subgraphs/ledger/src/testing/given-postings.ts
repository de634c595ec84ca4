import type { PayloadOf } from '@stoa/kit/contracts';
import { newId } from '@stoa/kit/persistence';
import type { TestSubgraph } from '@stoa/kit/testing';
import type { DisputeUpdated, PaymentCaptured, RefundSucceeded } from '@stoa/schema/events/payments';

export type Captured = PayloadOf<typeof PaymentCaptured>;

const share = (sellerId: string, grossMinor: number, feeMinor: number): Captured['split'][number] => {
  return { sellerId, grossMinor, feeMinor, taxMinor: 0, shippingMinor: 0, discountMinor: 0 };
};

/** A basket of 10,000 from two sellers whom nobody has heard of before: 7,200 + 800 and 1,800 + 200. */
export function aCapture(currency = 'USD'): Captured {
  return {
    paymentId: newId(),
    orderId: newId(),
    buyerId: newId(),
    provider: 'STRIPE',
    amount: { amountMinor: 10_000, currency },
    split: [share(newId(), 8_000, 800), share(newId(), 2_000, 200)],
  };
}

/** All of a capture goes back. */
export const refundOf = (captured: Captured): PayloadOf<typeof RefundSucceeded> => ({ ...captured, refundId: newId(), full: true });

type Disputed = PayloadOf<typeof DisputeUpdated>;

/** A bank contests all of a capture; the provider takes 1,500 for it once that is decided. */
export function disputeOf({ paymentId, orderId, buyerId, provider, amount, split }: Captured, status: Disputed['status']): Disputed {
  const fee = status === 'WON' || status === 'LOST' ? { amountMinor: 1_500, currency: amount.currency } : null;
  return { disputeId: newId(), paymentId, orderId, buyerId, provider, status, amount, split, fee };
}

/** An account's balance as it stands in its row; null where there is no such account. */
export async function balanceOf(subgraph: TestSubgraph, code: string, currency = 'USD'): Promise<number | null> {
  const [row] = await subgraph.sql.query<{ balance: number }>(
    'select balance_minor::int as balance from ledger_account where code = $1 and currency = $2',
    [code, currency],
  );
  return row ? row.balance : null;
}
