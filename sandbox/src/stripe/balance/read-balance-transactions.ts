import { Shelf } from '../../journal/shelf.ts';
import { invalidRequest } from '../api-error.ts';
import type { ReadCall } from '../call.ts';
import { renderList, takePage } from '../page.ts';
import type { Charge, Refund } from '../records.ts';
import { renderCharge, renderRefund } from '../render.ts';

const FEE_PER_MILLE = 29;
const FEE_EACH = 30;

type Moved = { id: string; createdAt: number } & ({ charge: Charge } | { refund: Refund });

/** `GET /v1/balance_transactions`, newest first: what moved the account's balance, as far as buyers' money goes, and what Stripe took for it. */
export function listBalanceTransactions({ parameters, state }: ReadCall): object {
  const [wanted, ...others] = parameters.texts('expand');
  if (others.length > 0 || (wanted !== undefined && wanted !== 'data.source'))
    throw invalidRequest('This property cannot be expanded.', { code: 'property_cannot_be_expanded', param: 'expand' });
  const moved: Moved[] = [
    ...state.charges
      .all()
      .filter(({ status }) => status === 'succeeded')
      .map((charge) => ({ id: `txn_${charge.id}`, createdAt: charge.createdAt, charge })),
    ...state.refunds.all().map((refund) => ({ id: `txn_${refund.id}`, createdAt: refund.createdAt, refund })),
  ];
  const shelf = new Shelf<Moved>();
  for (const each of moved.toSorted((one, other) => one.createdAt - other.createdAt)) shelf.put(each);
  const { items, hasMore } = takePage(shelf, 'balance_transaction', parameters);
  parameters.refuseOthers();
  const render = (each: Moved): object => {
    const isCharge = 'charge' in each;
    const { amount, currency, id: source } = isCharge ? each.charge : each.refund;
    const fee = isCharge ? Math.min(amount, Math.round((amount * FEE_PER_MILLE) / 1_000) + FEE_EACH) : 0;
    const signed = isCharge ? amount : -amount;
    const whole = isCharge ? renderCharge(each.charge, state) : renderRefund(each.refund);
    return {
      ...{ id: each.id, object: 'balance_transaction', amount: signed, available_on: each.createdAt, balance_type: 'payments' },
      ...{ created: each.createdAt, currency, description: null, exchange_rate: null, fee, fee_details: [], net: signed - fee },
      ...{ reporting_category: isCharge ? 'charge' : 'refund', source: wanted ? whole : source, status: 'available' },
      type: isCharge ? 'charge' : 'refund',
    };
  };
  return renderList('/v1/balance_transactions', items.map(render), hasMore);
}
