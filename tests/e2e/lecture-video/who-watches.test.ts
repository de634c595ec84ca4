import { expect, test } from '@jest/globals';
import { AttachLectureVideoDocument, RefundPaymentDocument } from '@stoa/schema/generated/operations/e2e';
import { addToCart, checkOut, pay, seeOrder } from '../support/buying.ts';
import { aCourse, enrollmentIs } from '../support/courses.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import { aVideo } from '../support/uploads.ts';

let shop: Shop;

inOneShop(async (opened) => {
  shop = opened;
});

const LECTURES = 'query ($id: ID!) { product(id: $id) { course { chapters { lectures { video { playbackUrl durationSeconds } } } } } }';

interface Seen {
  readonly product: {
    readonly course: {
      readonly chapters: readonly { readonly lectures: readonly { readonly video: { readonly playbackUrl: string | null } | null }[] }[];
    };
  };
}

test('a lecture is watched by its teacher and by who has paid, until that is paid back; a preview by everybody', async () => {
  const [teacher, student] = await Promise.all([aSeller(shop), aBuyer(shop)]);
  const course = await aCourse(teacher, [{ title: 'Rays' }, { title: 'Waves', preview: true }]);
  for (const lectureId of course.lectureIds) await teacher.ask(AttachLectureVideoDocument, { lectureId, fileId: await aVideo(teacher) });
  // What somebody may not watch is null beside a FORBIDDEN, so errors are no failure here.
  const addressesFor = async (person: Pick<Person, 'send'>): Promise<(string | null | undefined)[]> => {
    const { data } = await person.send<Seen>(LECTURES, { id: course.productId });
    return data!.product.course.chapters[0]!.lectures.map(({ video }) => video?.playbackUrl);
  };
  const playable = async (person: Pick<Person, 'send'>): Promise<boolean[]> =>
    (await addressesFor(person)).map((address) => typeof address === 'string');
  await until('both can be played', async () => {
    shop.wakeJob('media', 'processVideos');
    return (await playable(teacher)).every(Boolean);
  });
  expect([await playable(student), await playable(shop.client()), await playable(await aSeller(shop))]).toEqual([
    [false, true],
    [false, true],
    [false, true],
  ]);

  await addToCart(student, course.variantId);
  const checkedOut = await checkOut(student, { shippingAddress: null });
  await pay(shop, checkedOut);
  await enrollmentIs(student, course.productId, 'ACTIVE');
  const [address] = await addressesFor(student);
  expect((await fetch(address!)).status).toBe(200);

  const [item] = (await seeOrder(student, checkedOut.order.id)).items;
  await teacher.ask(RefundPaymentDocument, {
    input: {
      paymentId: checkedOut.payment.id,
      items: [{ orderItemId: item!.id, quantity: 1 }],
      idempotencyKey: crypto.randomUUID(),
    },
  });
  await enrollmentIs(student, course.productId, 'DROPPED');
  expect(await playable(student)).toEqual([false, true]);

  const [taught] = course.lectureIds;
  await teacher.ask('mutation ($id: ID!) { removeLecture(lectureId: $id) { id } }', { id: taught });
  await until('its video is given up', async () => {
    const [kept] = await shop.sql<{ count: number }>(
      'media',
      'select count(*)::int as count from video where lecture_id = any($1::uuid[])',
      [course.lectureIds],
    );
    return kept!.count === 1;
  });
  await everythingAgrees(shop);
}, 120_000);
