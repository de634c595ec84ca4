import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { anAdmin, answering, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { describeVariants } from '@stoa/schema/commands/catalog';
import { readOrderNumbers } from '@stoa/schema/commands/orders';
import { CartAbandoned, CartCompleted, CartCreated } from '@stoa/schema/events/cart';
import { EnrollmentStarted } from '@stoa/schema/events/learning';
import { VideoReady } from '@stoa/schema/events/media';
import { PaymentCaptured, PaymentFailed, RefundFailed, RefundSucceeded } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import { aCapture, aShare, refundOf } from '../testing/given-sales.ts';
import { probeCommands } from './probe-commands.job.ts';

let analytics: TestSubgraph;
beforeAll(async () => {
  analytics = await startTestSubgraph(manifest, {
    commands: [answering(describeVariants, () => ({ variants: [] })), answering(readOrderNumbers, () => ({ orders: [] }))],
  });
});
afterAll(() => analytics.stop());

interface Health {
  readonly paymentSuccessRate: number;
  readonly enrollmentSecondsP95: number;
  readonly videoProcessingMinutesP95: number;
  readonly commandMsP95: number;
  readonly refundFailureRate: number;
}

const health = async (): Promise<Health> =>
  (
    await analytics
      .as(anAdmin())
      .query<{ platformHealth: Health }>(
        '{ platformHealth { paymentSuccessRate enrollmentSecondsP95 videoProcessingMinutesP95 commandMsP95 refundFailureRate } }',
      )
  ).platformHealth;

const agoHours = (hours: number): { occurredAt: string } => ({ occurredAt: new Date(Date.now() - hours * 3_600_000).toISOString() });

test('a day on which nothing happened is one on which all went well', async () => {
  await analytics.sql.query('delete from duration');
  expect(await health()).toEqual({
    paymentSuccessRate: 1,
    enrollmentSecondsP95: 0,
    videoProcessingMinutesP95: 0,
    commandMsP95: 0,
    refundFailureRate: 0,
  });
});

test('shares are of what was decided in the last day', async () => {
  const captured = aCapture([aShare(newId(), 1_000)]);
  const ids = { paymentId: newId(), orderId: newId(), buyerId: newId() };
  for (let times = 0; times < 3; times++) await analytics.deliver(PaymentCaptured, aCapture([aShare(newId(), 1_000)]), agoHours(times));
  await analytics.deliver(PaymentFailed, { ...ids, failureCode: 'card_declined' });
  await analytics.deliver(PaymentFailed, { ...ids, failureCode: 'card_declined' }, agoHours(48));
  await analytics.deliver(RefundSucceeded, refundOf(captured));
  await analytics.deliver(RefundFailed, { ...ids, refundId: newId(), amount: captured.amount });
  expect(await health()).toMatchObject({ paymentSuccessRate: 0.75, refundFailureRate: 0.5 });
});

test('times are those that all but one in twenty keep to', async () => {
  for (let minute = 1; minute <= 21; minute++)
    await analytics.deliver(VideoReady, { fileId: newId(), ownerId: newId(), durationSeconds: 60, processingSeconds: minute * 60 });
  expect((await health()).videoProcessingMinutesP95).toBeCloseTo(20);
});

test('an enrollment takes from the capture until it, whichever is heard of first, and however often', async () => {
  const [captured, waiting] = [aCapture([aShare(newId(), 1_000)]), aCapture([aShare(newId(), 1_000)])];
  const enrolled = (orderId: string) => {
    return { orderId, enrollmentId: newId(), courseId: newId(), productId: newId(), sellerId: newId(), studentId: newId() };
  };
  const now = Date.now();
  const before = (ms: number) => ({ occurredAt: new Date(now - ms).toISOString() });
  await analytics.deliver(PaymentCaptured, captured, before(3_000));
  await analytics.deliver(EnrollmentStarted, enrolled(captured.orderId), before(2_000));
  await analytics.deliver(EnrollmentStarted, enrolled(captured.orderId), before(0));
  expect((await health()).enrollmentSecondsP95).toBeCloseTo(1);
  await analytics.deliver(EnrollmentStarted, enrolled(waiting.orderId), before(2_000));
  await analytics.deliver(PaymentCaptured, waiting, before(3_000));
  expect(await analytics.sql.query(`select ms from duration where kind = 'ENROLLMENT'`)).toEqual([{ ms: 1_000 }, { ms: 1_000 }]);
});

test('services are asked how fast they answer, and one that does not is passed over', async () => {
  await analytics.sql.query(`delete from duration where kind = 'COMMAND'`);
  await analytics.run(probeCommands);
  const measured = await analytics.sql.query(`select from duration where kind = 'COMMAND'`);
  expect(measured).toHaveLength(2);
  expect((await health()).commandMsP95).toBeGreaterThan(0);
});

test('of carts it is known how they end', async () => {
  const at = { occurredAt: '2026-05-01T10:59:00Z' };
  const cart = () => ({ cartId: newId(), buyerId: newId() });
  for (let times = 0; times < 5; times++) await analytics.deliver(CartCreated, cart(), at);
  await analytics.deliver(CartCompleted, { ...cart(), orderId: newId() }, at);
  await analytics.deliver(CartAbandoned, { ...cart(), reason: 'EXPIRED' }, at);
  await analytics.deliver(CartAbandoned, { ...cart(), reason: 'EXPIRED' }, at);
  await analytics.deliver(CartAbandoned, { ...cart(), reason: 'PAYMENT_FAILED' }, at);
  const query = `query ($from: DateTime!) { cartConversion(from: $from, to: "2026-05-01T11:00:00Z") { created completed expired paymentFailed rate } }`;
  expect(await analytics.as(anAdmin()).query(query, { from: '2026-05-01T10:30:00Z' })).toEqual({
    cartConversion: { created: 5, completed: 1, expired: 2, paymentFailed: 1, rate: 0.25 },
  });
  expect(await analytics.as(anAdmin()).query(query, { from: '2026-05-01T09:00:00Z' })).toMatchObject({ cartConversion: { created: 5 } });
});
