import type { ProviderBooks } from './books.ts';
import { coursesAreLearnt, filesAreDownloaded } from './entitlement-invariants.ts';
import { videosAreKept } from './learning-invariants.ts';
import { leftIsLeft } from './left-parcels.ts';
import type { OrderFacts, ParcelFacts, PaymentFacts, Purchases } from './purchase-facts.ts';

/** What domains must agree on once everything has settled. It answers what breaks it. */
export interface PurchaseInvariant {
  readonly name: string;
  readonly says: string;
  check(purchases: Purchases, provider: ProviderBooks | null): string[];
}

const CAPTURED = ['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'];
const PAID = ['CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED'];

const isCaptured = (payment: PaymentFacts | undefined): boolean => payment !== undefined && CAPTURED.includes(payment.status);
/** All of it is with the buyer again, by refunds or by their bank. */
const goneBack = ({ amountMinor, refundedMinor, lostMinor }: PaymentFacts): boolean => refundedMinor + lostMinor === amountMinor;
const isPaid = (order: OrderFacts | undefined): boolean => order !== undefined && PAID.includes(order.status);
const byId = <T>(rows: readonly T[], id: (row: T) => string): Map<string, T> => new Map(rows.map((row) => [id(row), row]));
const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value, index) => value === other[index]);

const paidIsConfirmed: PurchaseInvariant = {
  name: 'money and orders agree',
  says: 'What was captured belongs to an order that stands, or has gone back in full, or its provider refuses the rest because a bank keeps some of it; an order that stands is paid.',
  check({ orders, payments }) {
    const orderOf = byId(orders, ({ id }) => id);
    const paymentOf = byId(payments, ({ orderId }) => orderId);
    return [
      ...payments
        .filter((payment) => isCaptured(payment) && !goneBack(payment) && !payment.restRefused && !isPaid(orderOf.get(payment.orderId)))
        .map(({ id, orderId }) => `payment ${id} is captured, order ${orderId} is ${orderOf.get(orderId)?.status ?? 'not there'}`),
      ...orders
        .filter((order) => isPaid(order) && !isCaptured(paymentOf.get(order.id)))
        .map(({ id }) => `order ${id} stands and is not paid`),
      ...orders.filter((order) => isPaid(order) && order.provisional).map(({ id }) => `order ${id} stands and is provisional`),
    ];
  },
};

const orderIsPayment: PurchaseInvariant = {
  name: 'an order and its payment are of one amount',
  says: 'They name each other, and total, currency and split are the same.',
  check({ orders, payments }) {
    const orderOf = byId(orders, ({ id }) => id);
    const paymentOf = byId(payments, ({ orderId }) => orderId);
    return [
      ...payments.flatMap((payment) => {
        const order = orderOf.get(payment.orderId);
        const agree =
          order && order.totalMinor === payment.amountMinor && order.currency === payment.currency && order.split === payment.split;
        return agree ? [] : [`payment ${payment.id} and order ${payment.orderId}`];
      }),
      ...orders
        .filter(({ id, paymentId }) => paymentId !== null && paymentOf.get(id)?.id !== paymentId)
        .map(({ id }) => `order ${id} has another payment`),
    ];
  },
};

const providerAgrees: PurchaseInvariant = {
  name: "the provider's books are ours",
  says: 'Each payment has one intent; what the provider took and gave back, and what banks keep, is what payments say, payment by payment.',
  check({ payments }, provider) {
    if (!provider) return [];
    const ours = byId(
      payments.filter(({ providerPaymentId }) => providerPaymentId !== null),
      ({ providerPaymentId }) => providerPaymentId!,
    );
    const intentsOf = new Map<string, number>();
    for (const { paymentId } of provider.intents.values()) if (paymentId) intentsOf.set(paymentId, (intentsOf.get(paymentId) ?? 0) + 1);
    return [
      ...[...provider.intents].flatMap(([id, intent]) => {
        const payment = ours.get(id);
        if (!payment) return intent.capturedMinor > 0 ? [`${id} took ${intent.capturedMinor} for no payment of ours`] : [];
        const captured = isCaptured(payment) ? payment.amountMinor : 0;
        const agree =
          captured === intent.capturedMinor && payment.refundedMinor === intent.refundedMinor && payment.lostMinor === intent.lostMinor;
        return agree
          ? []
          : [
              `${id} took ${intent.capturedMinor}, gave back ${intent.refundedMinor} and lost ${intent.lostMinor}; payment ${payment.id} says ${captured}, ${payment.refundedMinor} and ${payment.lostMinor}`,
            ];
      }),
      ...[...ours].filter(([id]) => !provider.intents.has(id)).map(([id]) => `${id} is unknown to the provider`),
      ...[...intentsOf].filter(([, count]) => count > 1).map(([id, count]) => `payment ${id} has ${count} intents`),
    ];
  },
};

const ledgerAgrees: PurchaseInvariant = {
  name: 'the ledger has posted what happened',
  says: 'One posting for each capture, each refund and each lost dispute, of its amount, and no other.',
  check({ payments, refunds, disputes, postings }) {
    const wanted = new Map<string, string>();
    const currencyOf = byId(payments, ({ id }) => id);
    for (const payment of payments)
      if (isCaptured(payment)) wanted.set(`CAPTURE ${payment.id}`, `${payment.amountMinor} ${payment.currency}`);
    for (const { id, paymentId, status, amountMinor } of refunds)
      if (status === 'SUCCEEDED') wanted.set(`REFUND ${id}`, `${amountMinor} ${currencyOf.get(paymentId)?.currency}`);
    for (const { id, status, wasLost, atStake } of disputes) {
      if (wasLost && !atStake.startsWith('0 ')) wanted.set(`DISPUTE ${id}`, atStake);
      if (wasLost && status === 'WON' && !atStake.startsWith('0 ')) wanted.set(`DISPUTE_REVERSED ${id}`, atStake);
    }
    const posted = new Map(
      postings.map(({ kind, reference, buyerMinor, currency }) => [`${kind} ${reference}`, `${buyerMinor} ${currency}`]),
    );
    return [
      ...[...wanted]
        .filter(([key, amount]) => posted.get(key) !== amount)
        .map(([key, amount]) => `${key}: ${amount}, posted ${posted.get(key) ?? 'not'}`),
      ...[...posted.keys()].filter((key) => !wanted.has(key)).map((key) => `${key} is posted and did not happen`),
    ];
  },
};

const turnoverAgrees: PurchaseInvariant = {
  name: "the ledger's turnover is the provider's",
  says: 'By currency, what came from buyers and what went back to them.',
  check({ postings }, provider) {
    if (!provider) return [];
    const sums = new Map<string, number>();
    const count = (key: string, minor: number): void => void sums.set(key, (sums.get(key) ?? 0) + minor);
    for (const { kind, currency, buyerMinor } of postings)
      if (kind === 'DISPUTE_REVERSED') count(`DISPUTE ${currency}`, -buyerMinor);
      else count(`${kind} ${currency}`, buyerMinor);
    for (const { currency, capturedMinor, refundedMinor, lostMinor } of provider.intents.values()) {
      count(`CAPTURE ${currency}`, -capturedMinor);
      count(`REFUND ${currency}`, -refundedMinor);
      count(`DISPUTE ${currency}`, -lostMinor);
    }
    return [...sums].filter(([, minor]) => minor !== 0).map(([key, minor]) => `${key}: the ledger has ${minor} more than the provider`);
  },
};

const payoutsAgree: PurchaseInvariant = {
  name: 'sellers were paid what the provider passed on',
  says: 'By currency, payouts that are paid add up to the transfers of the provider.',
  check({ paidOut }, provider) {
    if (!provider) return [];
    const passedOn = new Map(provider.transferredMinor);
    for (const { currency, minor } of paidOut) passedOn.set(currency, (passedOn.get(currency) ?? 0) - minor);
    return [...passedOn].filter(([, minor]) => minor !== 0).map(([currency, minor]) => `${currency}: the provider passed on ${minor} more`);
  },
};

/** The order's lines that somebody sends. */
function sentItems(parcels: readonly ParcelFacts[]): ReadonlyMap<string, ReadonlySet<string>> {
  const sent = new Map<string, Set<string>>();
  for (const { orderId, status, items } of parcels)
    if (status !== 'CANCELLED') sent.set(orderId, new Set([...(sent.get(orderId) ?? []), ...items]));
  return sent;
}

const goodsAgree: PurchaseInvariant = {
  name: 'goods and orders agree',
  says: 'What is sent of an order that stands is sold to it, line by line, and nothing else; a cancelled order holds nothing.',
  check({ orders, reservations, parcels }) {
    const held = byId(reservations, ({ orderId }) => orderId);
    const known = new Set(orders.map(({ id }) => id));
    const sent = sentItems(parcels);
    return [
      ...orders.flatMap((order) => {
        const hold = held.get(order.id);
        const goods = order.goods.filter((_, index) => sent.get(order.id)?.has(order.items[index]!)).toSorted();
        if (isPaid(order) && order.goods.length > 0 && !(hold?.status === 'SOLD' && same(hold.lines, goods)))
          return [`order ${order.id} stands, its goods are ${hold?.status ?? 'not held'}`];
        if (order.status === 'CANCELLED' && hold && ['HARD', 'SOLD'].includes(hold.status))
          return [`order ${order.id} is cancelled, its goods are ${hold.status}`];
        return [];
      }),
      ...reservations.filter(({ orderId }) => !known.has(orderId)).map(({ orderId }) => `goods are held for ${orderId}, which is no order`),
    ];
  },
};

const sentOrPaidBack: PurchaseInvariant = {
  name: 'what is paid for is sent or paid back',
  says: 'Of an order that stands, a line that no parcel has was refunded in full.',
  check({ orders, payments, parcels }) {
    const paymentOf = byId(payments, ({ orderId }) => orderId);
    const sent = sentItems(parcels);
    return orders.filter(isPaid).flatMap((order) => {
      const refunded = paymentOf.get(order.id)?.refundedItems ?? [];
      const forgotten = order.items.filter((item) => !sent.get(order.id)?.has(item) && !refunded.includes(item));
      return forgotten.map((item) => `line ${item} of order ${order.id} is neither sent nor paid back`);
    });
  },
};

const goneIsKnown: PurchaseInvariant = {
  name: 'orders know what has gone back',
  says: 'A line that its order takes for paid back is one of which all that was paid is with the buyer again, by refunds or by their bank.',
  check({ orders, payments }) {
    const gone = new Set(payments.flatMap(({ refundedItems }) => refundedItems));
    return orders
      .flatMap(({ refundedLines }) => refundedLines)
      .filter((item) => !gone.has(item))
      .map((item) => `line ${item} is paid, its order takes it for paid back`);
  },
};

const parcelsAgree: PurchaseInvariant = {
  name: 'parcels and orders agree',
  says: 'An order that stands has one real parcel for each seller; a cancelled one has none that is waiting.',
  check({ orders, parcels }) {
    const ofOrder = new Map<string, ParcelFacts[]>();
    for (const parcel of parcels) ofOrder.set(parcel.orderId, [...(ofOrder.get(parcel.orderId) ?? []), parcel]);
    return orders.flatMap((order) => {
      const found = ofOrder.get(order.id) ?? [];
      const sellers = found.map(({ sellerId }) => sellerId);
      if (isPaid(order) && (!same(sellers, order.sellers) || found.some(({ provisional }) => provisional)))
        return [`order ${order.id} of ${order.sellers.length} sellers has ${found.length} parcels`];
      if (order.status === 'CANCELLED' && found.some(({ status }) => status === 'PENDING' || status === 'PROCESSING'))
        return [`order ${order.id} is cancelled, a parcel of it waits`];
      return [];
    });
  },
};

const checkoutsAgree: PurchaseInvariant = {
  name: 'a checkout, its cart and its order agree',
  says: 'Each order comes from one checkout and has its cart and payment; a paid cart is completed, an ended one is not waited for.',
  check({ orders, checkouts }) {
    const checkoutOf = byId(checkouts, ({ orderId }) => orderId);
    const orderOf = byId(orders, ({ id }) => id);
    return [
      ...orders.flatMap((order) => {
        const checkout = checkoutOf.get(order.id);
        if (!checkout || checkout.cartId !== order.cartId) return [`order ${order.id} comes from no checkout`];
        if (checkout.status === 'PLACED' && checkout.paymentId !== order.paymentId)
          return [`order ${order.id} was answered with another payment`];
        if (isPaid(order) && checkout.cartStatus !== 'COMPLETED') return [`order ${order.id} stands, its cart is ${checkout.cartStatus}`];
        if (order.status === 'CANCELLED' && checkout.cartStatus === 'CHECKOUT')
          return [`order ${order.id} is cancelled, its cart is closed`];
        return [];
      }),
      ...checkouts
        .filter(({ orderId, status }) => status === 'PLACED' && !orderOf.has(orderId))
        .map(({ orderId }) => `order ${orderId} was answered and is not there`),
    ];
  },
};

const pricesAgree: PurchaseInvariant = {
  name: 'the price paid is the price at placement',
  says: 'Each order has the lines of its checkout, at their prices, and each of them is a price that catalog has told of the variant.',
  check({ orders, checkouts, offers }) {
    const checkoutOf = byId(checkouts, ({ orderId }) => orderId);
    const told = new Set(offers.map(({ offer }) => offer));
    return orders.flatMap(({ id, lines }) => {
      const asked = checkoutOf.get(id)?.lines;
      const invented = lines.filter((line) => !told.has(line.replace(/:\d+:/, ':')));
      return [
        ...(asked && !same(asked, lines) ? [`order ${id} has other lines or prices than were asked for`] : []),
        ...invented.map((line) => `order ${id} has ${line}, which catalog never offered`),
      ];
    });
  },
};

const mergedHoldNothing: PurchaseInvariant = {
  name: 'a cart that was merged holds nothing',
  says: 'What a guest held has gone over to the account, or back to the shelf.',
  check({ mergedCarts, holdingCarts }) {
    const merged = new Set(mergedCarts.map(({ cartId }) => cartId));
    return holdingCarts.filter(({ cartId }) => merged.has(cartId)).map(({ cartId }) => `cart ${cartId} was merged and holds stock`);
  },
};

export const purchaseInvariants: readonly PurchaseInvariant[] = [
  paidIsConfirmed,
  orderIsPayment,
  providerAgrees,
  ledgerAgrees,
  turnoverAgrees,
  payoutsAgree,
  goodsAgree,
  sentOrPaidBack,
  goneIsKnown,
  parcelsAgree,
  leftIsLeft,
  checkoutsAgree,
  pricesAgree,
  mergedHoldNothing,
  coursesAreLearnt,
  filesAreDownloaded,
  videosAreKept,
];
