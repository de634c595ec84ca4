import { expect, test } from '@jest/globals';
import {
  CourseStudentsDocument,
  RefundPaymentDocument,
  SeeCourseDocument,
  UpdateProgressDocument,
  VerifyPaymentDocument,
} from '@stoa/schema/generated/operations/e2e';
import { addToCart, checkOut, orderIs, pay, seeOrder } from '../support/buying.ts';
import { aCourse, enrollmentIs, myCourses } from '../support/courses.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Person } from '../support/people.ts';
import type { Shop } from '../support/shop.ts';
import { until } from '../support/shop.ts';

let shop: Shop;
let teacher: Person;
inOneShop(async (opened) => {
  shop = opened;
  teacher = await aSeller(shop);
});

async function buyCourse(student: Person, variantId: string, quantity = 1) {
  await addToCart(student, variantId, quantity);
  const checkedOut = await checkOut(student, { shippingAddress: null });
  await pay(shop, checkedOut);
  await orderIs(student, checkedOut.order.id, 'DELIVERED');
  return checkedOut;
}
const courseOf = async (viewer: Pick<Person, 'ask'>, id: string) => (await viewer.ask(SeeCourseDocument, { id })).product!.course!;
const countIs = (id: string, count: number) =>
  until(`${count} are enrolled`, async () => (await courseOf(shop.client(), id)).enrollmentCount === count);

test('a student pays, verifies, and is enrolled; the course counts them, and the teacher sees them', async () => {
  const student = await aBuyer(shop);
  const course = await aCourse(teacher, [{ title: 'Rays' }, { title: 'Waves', preview: true }]);
  expect((await courseOf(student, course.productId)).enrollmentCount).toBe(0);
  await addToCart(student, course.variantId);
  const checkedOut = await checkOut(student, { shippingAddress: null });
  expect(checkedOut.payment.amount).toMatchObject({ amountMinor: 9_999, currency: 'USD' });
  await pay(shop, checkedOut);
  const verified = await student.ask(VerifyPaymentDocument, { id: checkedOut.payment.id });
  expect(verified.verifyPayment.status).toBe('CAPTURED');
  const enrollment = await enrollmentIs(student, course.productId, 'ACTIVE');
  expect(enrollment).toMatchObject({
    progressPercentage: 0,
    course: { product: { name: 'Light, explained' }, chapters: [{ lectures: [{ title: 'Rays' }, { title: 'Waves' }] }] },
  });
  await countIs(course.productId, 1);
  const { product } = await teacher.ask(CourseStudentsDocument, { id: course.productId });
  expect(product!.course).toMatchObject({
    enrollments: { totalCount: 1, nodes: [{ status: 'ACTIVE', student: { firstName: 'Pat' } }] },
    figures: { activeCount: 1, completedCount: 0 },
  });
  await everythingAgrees(shop);
});

test('several of one course, and buying it again, are one enrollment', async () => {
  const student = await aBuyer(shop);
  const course = await aCourse(teacher, [{}]);
  await buyCourse(student, course.variantId, 2);
  await buyCourse(student, course.variantId);
  await enrollmentIs(student, course.productId, 'ACTIVE');
  await everythingAgrees(shop);
  expect(await myCourses(student)).toHaveLength(1);
  await countIs(course.productId, 1);
});

test('a refund of the line in full drops it, a refund in part does not, and buying it again goes on where it was', async () => {
  const student = await aBuyer(shop);
  const course = await aCourse(teacher, [{}, {}]);
  const { order, payment } = await buyCourse(student, course.variantId);
  await enrollmentIs(student, course.productId, 'ACTIVE');
  await student.ask(UpdateProgressDocument, { input: { productId: course.productId, lectureId: course.lectureIds[0]! } });
  const refund = (input: object) =>
    teacher.ask(RefundPaymentDocument, { input: { paymentId: payment.id, idempotencyKey: crypto.randomUUID(), ...input } });
  await refund({
    amount: { amountMinor: 1_000, currency: 'USD' },
    items: [{ orderItemId: (await seeOrder(student, order.id)).items[0]!.id, quantity: 1 }],
  });
  await everythingAgrees(shop);
  expect(await myCourses(student)).toMatchObject([{ status: 'ACTIVE' }]);
  await refund({});
  await enrollmentIs(student, course.productId, 'DROPPED');
  await countIs(course.productId, 0);
  await buyCourse(student, course.variantId);
  expect(await enrollmentIs(student, course.productId, 'ACTIVE')).toMatchObject({ progressPercentage: 50 });
  await everythingAgrees(shop);
});

test('who has paid for nothing learns nothing, and sees what there is to learn', async () => {
  const course = await aCourse(teacher, [{ title: 'Rays' }]);
  const stranger = await aBuyer(shop);
  expect(await myCourses(stranger)).toEqual([]);
  expect((await courseOf(shop.client(), course.productId)).chapters).toMatchObject([{ lectures: [{ title: 'Rays' }] }]);
  const { errors } = await stranger.send(CourseStudentsDocument, { id: course.productId });
  expect(errors!.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
});
