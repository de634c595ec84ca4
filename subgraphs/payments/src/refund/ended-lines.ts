import type { Transaction } from '@stoa/kit/use-case';
import type { PaidLine, Payment } from '../payment/payment.entity.ts';
import { type GoingBack, goneBack } from './going-back.ts';
import type { RefundedLine } from './refund.entity.ts';

/**
 * The lines of a locked payment of which something was left without this refund or lost dispute, and nothing is with it. What cost its
 * buyer nothing ends when all of its pieces have gone back, or with the last of the money (`endsAll`).
 */
export async function endedLines(
  tx: Transaction,
  payment: Payment,
  { id, lines }: Pick<GoingBack, 'id' | 'lines'>,
  endsAll: boolean,
): Promise<PaidLine[]> {
  const others = (await goneBack(tx, payment.id)).filter((each) => each.id !== id).flatMap((each) => each.lines);
  const ofThis = new Set(lines.map((line) => line.orderItemId));
  return payment.lines.filter(({ orderItemId, worthMinor, quantity }) => {
    const before = sumOf(others, orderItemId);
    const now = sumOf([...others, ...lines], orderItemId);
    if (worthMinor > 0) return ofThis.has(orderItemId) && now.amountMinor === worthMinor;
    return before.quantity < quantity && (now.quantity === quantity || endsAll);
  });
}

function sumOf(lines: readonly RefundedLine[], orderItemId: string): { readonly quantity: number; readonly amountMinor: number } {
  const own = lines.filter((line) => line.orderItemId === orderItemId);
  const sum = (of: (line: RefundedLine) => number): number => own.reduce((so, line) => so + of(line), 0);
  return { quantity: sum((line) => line.quantity), amountMinor: sum((line) => line.amountMinor) };
}

/** A line as its events tell of it. */
export function lineFacts({ id: paymentId, orderId, buyerId }: Payment, line: PaidLine) {
  const { orderItemId, variantId, productId, sellerId, kind, quantity } = line;
  return { paymentId, orderId, buyerId, orderItemId, variantId, productId, sellerId, kind, quantity };
}
