import { expect, test } from '@jest/globals';
import { UpdateProgressDocument, VerifyCertificateDocument } from '@stoa/schema/generated/operations/e2e';
import { addToCart, checkOut, pay } from '../support/buying.ts';
import { aCourse, enrollmentIs } from '../support/courses.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Person } from '../support/people.ts';
import type { Shop } from '../support/shop.ts';

let shop: Shop;
let teacher: Person;
inOneShop(async (opened) => {
  shop = opened;
  teacher = await aSeller(shop);
});

async function aStudentOf(course: { readonly variantId: string; readonly productId: string }): Promise<Person> {
  const student = await aBuyer(shop);
  await addToCart(student, course.variantId);
  await pay(shop, await checkOut(student, { shippingAddress: null }));
  await enrollmentIs(student, course.productId, 'ACTIVE');
  return student;
}
const update = async (student: Person, input: object) =>
  (await student.ask(UpdateProgressDocument, { input: input as never })).updateProgress;

test('progress as a client claims it goes up, never back, and at 100 % there is a certificate that anybody can verify', async () => {
  const course = await aCourse(teacher, [{ title: 'Rays' }, { title: 'Waves' }], 'Light & <shadow>');
  const { productId } = course;
  const student = await aStudentOf(course);
  expect(await update(student, { productId, progressPercentage: 75.5, totalWatchTimeSeconds: 3_600 })).toMatchObject({
    ...{ status: 'ACTIVE', progressPercentage: 75.5, totalWatchTimeSeconds: 3_600, certificate: null },
  });
  expect(await update(student, { productId, progressPercentage: 20, totalWatchTimeSeconds: 60 })).toMatchObject({
    ...{ progressPercentage: 75.5, totalWatchTimeSeconds: 3_600 },
  });
  const done = await update(student, { productId, progressPercentage: 100 });
  expect(done).toMatchObject({ status: 'COMPLETED', progressPercentage: 100, completedAt: expect.any(String) });
  const { number, url } = done.certificate!;
  const { verifyCertificate } = await shop.client().ask(VerifyCertificateDocument, { number });
  expect(verifyCertificate).toMatchObject({
    valid: true,
    number,
    studentName: expect.stringMatching(/^Pat No/),
    courseName: 'Light & <shadow>',
  });
  const page = await fetch(url);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await page.text()).toContain('Light &amp; &lt;shadow&gt;');
  const sheet = await fetch(`${url}.pdf`);
  expect([sheet.status, sheet.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(Buffer.from(await sheet.arrayBuffer()).toString('latin1', 0, 5)).toBe('%PDF-');
  expect((await shop.client().ask(VerifyCertificateDocument, { number: '0000-0000-0000-0000' })).verifyCertificate).toBeNull();
  await everythingAgrees(shop);
});

test('lectures without a video are done as they are reported, and all of them are the course', async () => {
  const course = await aCourse(teacher, [{}, {}]);
  const student = await aStudentOf(course);
  const [first, second] = course.lectureIds;
  const { productId } = course;
  expect(await update(student, { productId, lectureId: first, watchedSeconds: 120 })).toMatchObject({
    progressPercentage: 50,
    totalWatchTimeSeconds: 120,
  });
  expect(await update(student, { productId, lectureId: first, watchedSeconds: 120 })).toMatchObject({
    progressPercentage: 50,
    totalWatchTimeSeconds: 120,
  });
  expect(await update(student, { productId, lectureId: second, watchedSeconds: 30 })).toMatchObject({
    status: 'COMPLETED',
    totalWatchTimeSeconds: 150,
  });
  await everythingAgrees(shop);
});
