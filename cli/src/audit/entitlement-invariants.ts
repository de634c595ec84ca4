import type { EntitledLine, GivenLine, PaymentFacts } from './purchase-facts.ts';
import type { PurchaseInvariant } from './purchase-invariants.ts';

export const coursesAreLearnt: PurchaseInvariant = {
  name: 'courses are learnt by whoever paid for them',
  says: 'Each line of a course in an order that was confirmed is a paid line of that buyer in learning, and has ended there if all of its money has gone back; and there are no others. What cost nothing may be either.',
  check: ({ courseLines, learntLines, payments }) => differences('learning', courseLines, learntLines, payments),
};

export const filesAreDownloaded: PurchaseInvariant = {
  name: 'files are downloaded by whoever paid for them',
  says: 'Each digital line of an order that was confirmed is a download of that buyer in media, which has ended if all of its money has gone back, by refunds or by their bank; and there are no others. What cost nothing may be either.',
  check: ({ digitalLines, downloads, payments }) => differences('media', digitalLines, downloads, payments),
};

/** Lines that orders and payments say give something to somebody, beside what the domain says that gives it. */
function differences(
  domain: string,
  lines: readonly EntitledLine[],
  given: readonly GivenLine[],
  payments: readonly Pick<PaymentFacts, 'refundedItems' | 'freeItems'>[],
): string[] {
  const gone = new Set(payments.flatMap(({ refundedItems }) => refundedItems));
  const free = new Set(payments.flatMap(({ freeItems }) => freeItems));
  const line = ({ orderItemId, whose }: EntitledLine, paid: boolean): string => {
    const state = paid ? 'is paid' : 'has gone back';
    return `${orderItemId} ${whose} ${free.has(orderItemId) ? 'costs nothing' : state}`;
  };
  const sold = lines.map((each) => line(each, !gone.has(each.orderItemId)));
  const kept = given.map((each) => line(each, each.paid));
  const [inOrders, inDomain] = [new Set(sold), new Set(kept)];
  return [
    ...sold.filter((each) => !inDomain.has(each)).map((each) => `line ${each}, and ${domain} does not know it`),
    ...kept.filter((each) => !inOrders.has(each)).map((each) => `line ${each} in ${domain} alone`),
  ];
}
