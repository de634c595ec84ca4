import { expect, test } from '@jest/globals';
import { AttachLectureVideoDocument, PlatformFiguresDocument, RefundPaymentDocument } from '@stoa/schema/generated/operations/e2e';
import { bounded } from '../support/bounded.ts';
import { addToCart, checkOut, orderIs, pay } from '../support/buying.ts';
import { aCourse, enrollmentIs } from '../support/courses.ts';
import { aCrowd } from '../support/crowd.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aSeller, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import { aVideo } from '../support/uploads.ts';

let shop: Shop;
inOneShop(async (opened) => {
  shop = opened;
});

/** The value that all but one in twenty keep to, between two neighbours where it falls there. */
function p95(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const place = 0.95 * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (place % 1) * (sorted[Math.ceil(place)]! - below);
}

/** When events of one name were told, by the order that they are about, in milliseconds. */
async function toldAt(domain: string, name: string): Promise<Map<string, number>> {
  const rows = await shop.sql<{ orderId: string; ms: number }>(
    domain,
    `select payload ->> 'orderId' as "orderId", extract(epoch from occurred_at)::float8 * 1000 as ms from outbox where name = $1`,
    [name],
  );
  return new Map(rows.map(({ orderId, ms }) => [orderId, ms]));
}

async function buyCourse(student: Person, variantId: string, method?: string) {
  await addToCart(student, variantId);
  const checkedOut = await checkOut(student, { shippingAddress: null });
  await pay(shop, checkedOut, method);
  return checkedOut;
}

test('what operators are woken by is what the domains have: payments, enrollments, videos, refunds and answers', async () => {
  const teacher = await aSeller(shop);
  const course = await aCourse(teacher, [{}]);
  const fileId = await aVideo(teacher);
  await teacher.ask(AttachLectureVideoDocument, { lectureId: course.lectureIds[0]!, fileId });
  const [unlucky, ...students] = (await aCrowd(shop, 10)) as [Person, ...Person[]];
  const declined = await buyCourse(unlucky, course.variantId, 'pm_card_visa_chargeDeclined');
  const [first] = await bounded(students, 3, (student) => buyCourse(student, course.variantId));
  for (const student of students) await enrollmentIs(student, course.productId, 'ACTIVE');
  await orderIs(unlucky, declined.order.id, 'CANCELLED');
  await teacher.ask(RefundPaymentDocument, { input: { paymentId: first!.payment.id, idempotencyKey: crypto.randomUUID() } });
  const [video] = await until('the video is ready and services have answered', async () => {
    for (const [domain, job] of [
      ['media', 'processVideos'],
      ['analytics', 'probeCommands'],
    ] as const)
      shop.wakeJob(domain, job);
    const ready = await shop.sql<{ seconds: number }>(
      'media',
      'select extract(epoch from finished_at - started_at)::int as seconds from video where playback_id is not null',
    );
    const probes = await shop.sql('analytics', `select from duration where kind = 'COMMAND'`);
    return ready.length > 0 && probes.length > 0 && ready;
  });
  await everythingAgrees(shop);

  const [captured, enrolled] = [
    await toldAt('payments', 'payments.payment.captured'),
    await toldAt('learning', 'learning.enrollment.started'),
  ];
  expect([captured.size, enrolled.size]).toEqual([9, 9]);
  const waits = [...enrolled].map(([orderId, at]) => Math.max(0, at - captured.get(orderId)!));
  const day = 86_400_000;
  const period = { from: new Date(Date.now() - day).toISOString(), to: new Date(Date.now() + day).toISOString() };
  const { platformHealth } = await (await shop.admin()).ask(PlatformFiguresDocument, period);
  expect(platformHealth).toEqual({
    paymentSuccessRate: 0.9,
    enrollmentSecondsP95: expect.closeTo(p95(waits) / 1_000, 6),
    videoProcessingMinutesP95: expect.closeTo(video!.seconds / 60, 6),
    commandMsP95: expect.any(Number),
    refundFailureRate: 0,
  });
  expect(platformHealth.commandMsP95).toBeGreaterThan(0);
}, 240_000);
