import { expect, test } from '@jest/globals';
import { SAMPLE_SECONDS } from '@stoa/sandbox/testing/sample-video';
import {
  AttachLectureVideoDocument,
  RefundPaymentDocument,
  UpdateProgressDocument,
  WatchCourseDocument,
} from '@stoa/schema/generated/operations/e2e';
import { addToCart, checkOut, pay } from '../support/buying.ts';
import { aCourse, enrollmentIs } from '../support/courses.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import { aVideo, bytesAt } from '../support/uploads.ts';

let shop: Shop;
inOneShop(async (opened) => {
  shop = opened;
});

test('a teacher’s video is played by students, its preview by everybody, is watched to the certificate, and ends with the money', async () => {
  const [teacher, student, stranger] = await Promise.all([aSeller(shop), aBuyer(shop), aBuyer(shop)]);
  const course = await aCourse(teacher, [{ title: 'Rays' }, { title: 'Waves', preview: true }]);
  const { productId } = course;
  for (const lectureId of course.lectureIds) {
    const fileId = await aVideo(teacher);
    await teacher.ask(AttachLectureVideoDocument, { lectureId, fileId });
  }
  const seenBy = async (viewer: Pick<Person, 'send'>) => {
    const { data } = await viewer.send(WatchCourseDocument, { id: productId });
    const { chapters, durationSeconds } = data!.product!.course!;
    return { durationSeconds, playing: chapters[0]!.lectures.map(({ video }) => video?.playbackUrl ?? null) };
  };
  await until('the videos are ready', async () => {
    shop.wakeJob('media', 'processVideos');
    const { durationSeconds, playing } = await seenBy(teacher);
    return durationSeconds === 2 * SAMPLE_SECONDS && playing.every((url) => url !== null);
  });
  const preview = [null, expect.any(String)];
  expect((await seenBy(stranger)).playing).toEqual(preview);
  expect((await seenBy(shop.client())).playing).toEqual(preview);
  await addToCart(student, course.variantId);
  const checkedOut = await checkOut(student, { shippingAddress: null });
  await pay(shop, checkedOut);
  await enrollmentIs(student, productId, 'ACTIVE');
  const { playing } = await seenBy(student);
  expect((await bytesAt(playing[0]!)).toString()).toMatch(/^#EXTM3U/);

  const watch = async (lecture: number, watchedSeconds: number) =>
    (await student.ask(UpdateProgressDocument, { input: { productId, lectureId: course.lectureIds[lecture]!, watchedSeconds } }))
      .updateProgress;
  expect((await student.ask(UpdateProgressDocument, { input: { productId, progressPercentage: 100 } })).updateProgress).toMatchObject({
    ...{ status: 'ACTIVE', progressPercentage: 0 },
  });
  expect(await watch(0, SAMPLE_SECONDS)).toMatchObject({ status: 'ACTIVE', progressPercentage: 50, totalWatchTimeSeconds: SAMPLE_SECONDS });
  expect(await watch(1, SAMPLE_SECONDS)).toMatchObject({ status: 'COMPLETED', certificate: { number: expect.any(String) } });
  await everythingAgrees(shop);
  await teacher.ask(RefundPaymentDocument, { input: { paymentId: checkedOut.payment.id, idempotencyKey: crypto.randomUUID() } });
  await enrollmentIs(student, productId, 'DROPPED');
  expect((await seenBy(student)).playing).toEqual(preview);
  await everythingAgrees(shop);
}, 120_000);
