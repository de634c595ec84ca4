import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, anAdmin, answering, aPasserBy, aSeller, startTestSubgraph, statementsDuring, type TestSubgraph } from '@stoa/kit/testing';
import { describeVariants } from '@stoa/schema/commands/catalog';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { DisputeUpdated, PaymentCaptured, RefundSucceeded } from '@stoa/schema/events/payments';
import { ReviewPublished } from '@stoa/schema/events/reviews';
import manifest from '../index.ts';
import { learnProducts } from '../products/learn-products.job.ts';
import { aCapture, anOrder, aReview, aShare, disputeOf, refundOf } from '../testing/given-sales.ts';

let analytics: TestSubgraph;
beforeAll(async () => {
  analytics = await startTestSubgraph(manifest, { commands: [answering(describeVariants, () => ({ variants: [] }))] });
});
afterAll(() => analytics.stop());

const SALES = `query ($sellers: [_Any!]!, $from: DateTime!, $to: DateTime!, $interval: Interval!, $currency: CurrencyCode!) {
  _entities(representations: $sellers) { ... on Seller { sales(from: $from, to: $to, interval: $interval, currency: $currency) {
    gross { amountMinor currency } fees { amountMinor } net { amountMinor } refunded { amountMinor } orderCount
    points { from gross { amountMinor } orderCount } } } } }`;

interface Report {
  readonly gross: { readonly amountMinor: number; readonly currency: string };
  readonly points: readonly { readonly from: string; readonly gross: { readonly amountMinor: number }; readonly orderCount: number }[];
}

const PERIOD = { from: '2026-05-01T00:00:00Z', to: '2026-05-04T00:00:00Z', interval: 'DAY', currency: 'USD' };

async function salesOf(sellerIds: readonly string[], facts: Partial<typeof PERIOD> = {}): Promise<Report[]> {
  const sellers = sellerIds.map((id) => ({ __typename: 'Seller', id }));
  const { _entities } = await analytics.as(anAdmin()).query<{ _entities: { sales: Report }[] }>(SALES, { sellers, ...PERIOD, ...facts });
  return _entities.map(({ sales }) => sales);
}

const minor = (amountMinor: number) => ({ amountMinor });
const may = (day: number, hour = 12): { occurredAt: string } => ({ occurredAt: new Date(Date.UTC(2026, 4, day, hour, 30)).toISOString() });

describe("a seller's report", () => {
  test('has what was sold and went back, by the time of the event and not of its coming', async () => {
    const [seller, other] = [newId(), newId()];
    const second = aCapture([aShare(seller, 2_000)]);
    await analytics.deliver(PaymentCaptured, second, may(2, 23));
    await analytics.deliver(PaymentCaptured, aCapture([aShare(seller, 1_000), aShare(other, 500)]), may(1));
    await analytics.deliver(PaymentCaptured, aCapture([aShare(seller, 9_000)], 'EUR'), may(1));
    await analytics.deliver(RefundSucceeded, refundOf(second), may(3));
    const [report, others] = await salesOf([seller, other]);
    expect(report).toEqual({
      gross: { amountMinor: 3_100, currency: 'USD' },
      fees: minor(100),
      refunded: minor(2_050),
      net: minor(950),
      orderCount: 2,
      points: [
        { from: '2026-05-01T00:00:00.000Z', gross: minor(1_050), orderCount: 1 },
        { from: '2026-05-02T00:00:00.000Z', gross: minor(2_050), orderCount: 1 },
        { from: '2026-05-03T00:00:00.000Z', gross: minor(0), orderCount: 0 },
      ],
    });
    expect(others).toMatchObject({ gross: minor(550), orderCount: 1 });
  });

  test('has intervals of any length, which add up to the same', async () => {
    const seller = newId();
    for (let day = 1; day <= 28; day++) await analytics.deliver(PaymentCaptured, aCapture([aShare(seller, 100 * day)]), may(day, day % 24));
    const whole = { from: '2026-04-20T00:00:00Z', to: '2026-06-01T00:00:00Z' };
    const [hours] = await salesOf([seller], { from: '2026-05-01T00:00:00Z', to: '2026-05-29T00:00:00Z', interval: 'HOUR' });
    const [weeks] = await salesOf([seller], { ...whole, interval: 'WEEK' });
    const [months] = await salesOf([seller], { ...whole, interval: 'MONTH' });
    const sum = ({ points }: Report): number => points.reduce((total, { gross }) => total + gross.amountMinor, 0);
    expect(hours!.points).toHaveLength(28 * 24);
    expect([weeks!.points.length, months!.points.length]).toEqual([6, 2]);
    for (const report of [hours!, weeks!, months!]) expect([sum(report), report.gross.amountMinor]).toEqual([42_000, 42_000]);
  });

  test('takes back what a bank keeps, once, and gives it again where the bank returns it', async () => {
    const seller = newId();
    const captured = aCapture([aShare(seller, 1_000)]);
    const disputeId = newId();
    await analytics.deliver(PaymentCaptured, captured, may(1));
    await analytics.deliver(DisputeUpdated, disputeOf(captured, 'OPEN', disputeId), may(1));
    for (let times = 0; times < 2; times++) await analytics.deliver(DisputeUpdated, disputeOf(captured, 'LOST', disputeId), may(2));
    expect((await salesOf([seller]))[0]).toMatchObject({ gross: minor(1_050), refunded: minor(1_050), fees: minor(0), net: minor(0) });
    for (let times = 0; times < 2; times++) await analytics.deliver(DisputeUpdated, disputeOf(captured, 'WON', disputeId), may(3));
    expect((await salesOf([seller]))[0]).toMatchObject({ refunded: minor(0), fees: minor(100), net: minor(950) });
  });

  test('adds up when forty come at once, and twice', async () => {
    const [seller, other] = [newId(), newId()];
    const events = Array.from({ length: 40 }, (_, index) =>
      analytics.envelope(
        PaymentCaptured,
        aCapture(index % 2 ? [aShare(seller, 100), aShare(other, 50)] : [aShare(other, 50), aShare(seller, 100)]),
        may(1),
      ),
    );
    await Promise.all([...events, ...events].map((event) => analytics.deliverEnvelope('payments', event)));
    expect(await salesOf([seller, other])).toMatchObject([
      { gross: minor(40 * 150), orderCount: 40 },
      { gross: minor(40 * 100), orderCount: 40 },
    ]);
  });

  test('of five sellers is one statement, as of one', async () => {
    const sellers = Array.from({ length: 5 }, () => newId());
    for (const seller of sellers) await analytics.deliver(PaymentCaptured, aCapture([aShare(seller, 100)]), may(1));
    expect(await statementsDuring(analytics, () => salesOf(sellers))).toHaveLength(1);
  });

  test('is the seller’s own, and administrators’', async () => {
    const seller = aSeller();
    const sellers = [{ __typename: 'Seller', id: seller.sellerId }];
    const own = await analytics.as(seller).query(SALES, { sellers, ...PERIOD });
    expect(own).toMatchObject({ _entities: [{ sales: { orderCount: 0 } }] });
    for (const [viewer, code] of [
      [aSeller(), 'FORBIDDEN'],
      [aBuyer(), 'FORBIDDEN'],
      [aPasserBy, 'UNAUTHENTICATED'],
    ] as const) {
      const { errors } = await analytics.as(viewer).request(SALES, { sellers, ...PERIOD });
      expect(errors?.[0]?.extensions?.code).toBe(code);
    }
  });
});

describe('all sellers together', () => {
  const PLATFORM = `query { platformSales(from: "2027-01-01T00:00:00Z", to: "2027-01-02T00:00:00Z") { gross { amountMinor } orderCount
    products(first: 2) { product { id } units gross { amountMinor } } categories { categoryId units } reviews { count average } } }`;

  test('have products, categories and reviews, in one statement each', async () => {
    const [lamp, chair, desk] = [newId(), newId(), newId()];
    const [lighting, furniture] = [newId(), newId()];
    const sellerId = newId();
    const at = { occurredAt: '2027-01-01T10:00:00Z' };
    const order = anOrder(
      { productId: lamp, sellerId, quantity: 3 },
      { productId: chair, sellerId },
      { productId: desk, sellerId, quantity: 2 },
    );
    const places = new Map([
      [lamp, lighting],
      [chair, furniture],
      [desk, furniture],
    ]);
    analytics.play(
      answering(describeVariants, ({ variantIds }) => ({
        variants: order.lines
          .filter(({ variantId }) => variantIds.includes(variantId))
          .map(({ variantId, productId }) => {
            const price = { amountMinor: 1_200, currency: 'USD' };
            const facts = { sellerId, kind: 'PHYSICAL' as const, status: 'ACTIVE' as const, name: 'A', sku: 'A', deliverable: true };
            return { ...facts, variantId, productId, categoryIds: [places.get(productId)!], price, prices: [price], productVersion: 1 };
          }),
      })),
    );
    await analytics.deliver(PaymentCaptured, aCapture([aShare(sellerId, 7_200)]), at);
    await analytics.deliver(OrderConfirmed, order, at);
    const again = aReview(sellerId, 5);
    for (const review of [again, again, aReview(sellerId, 2)]) await analytics.deliver(ReviewPublished, review, at);
    await analytics.run(learnProducts);
    const statements = await statementsDuring(analytics, async () => {
      expect(await analytics.as(anAdmin()).query(PLATFORM)).toEqual({
        platformSales: {
          gross: minor(7_250),
          orderCount: 1,
          products: [
            { product: { id: lamp }, units: 3, gross: minor(3_600) },
            { product: { id: desk }, units: 2, gross: minor(2_400) },
          ],
          categories: expect.arrayContaining([
            { categoryId: lighting, units: 3 },
            { categoryId: furniture, units: 3 },
          ]),
          reviews: { count: 2, average: 3.5 },
        },
      });
    });
    expect(statements).toHaveLength(4);
  });

  test('sell what is popular, which anybody may know', async () => {
    const [lamp, chair] = [newId(), newId()];
    const sold = (productId: string, quantity: number, daysAgo: number) =>
      analytics.deliver(OrderConfirmed, anOrder({ productId, sellerId: newId(), quantity }), {
        occurredAt: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
      });
    await sold(lamp, 1_000, 0);
    await sold(chair, 600, 1);
    await sold(chair, 600, 40);
    const popular = async (days: number) =>
      (
        await analytics
          .as(aPasserBy)
          .query<{ popularProducts: { id: string }[] }>('query ($days: Int!) { popularProducts(first: 2, days: $days) { id } }', { days })
      ).popularProducts.map(({ id }) => id);
    expect(await popular(30)).toEqual([lamp, chair]);
    expect(await popular(60)).toEqual([chair, lamp]);
  });
});
