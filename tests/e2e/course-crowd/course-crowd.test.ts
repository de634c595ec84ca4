import { expect, test } from '@jest/globals';
import { SeeCourseDocument } from '@stoa/schema/generated/operations/e2e';
import { bounded } from '../support/bounded.ts';
import { addToCart, checkOut, pay } from '../support/buying.ts';
import { aCourse } from '../support/courses.ts';
import { aCrowd } from '../support/crowd.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aSeller } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

/** `npm run bench:learning` has a thousand of them, and looks at how long they wait. */
const STUDENTS = 40;

let shop: Shop;
inOneShop(async (opened) => {
  shop = opened;
});

test('many who pay at once for one course are each enrolled once, and counted', async () => {
  const course = await aCourse(await aSeller(shop), [{}]);
  const students = await aCrowd(shop, STUDENTS);
  const checkedOut = await bounded(students, 8, async (student) => {
    await addToCart(student, course.variantId);
    return checkOut(student, { shippingAddress: null });
  });
  await Promise.all(checkedOut.map((each) => pay(shop, each)));
  const counted = async () => (await shop.client().ask(SeeCourseDocument, { id: course.productId })).product!.course!.enrollmentCount;
  await until('all are enrolled', async () => (await counted()) === STUDENTS);
  await everythingAgrees(shop);
  const rows = await shop.sql<{ student: string }>(
    'learning',
    'select distinct student_id as student from enrollment where course_id = $1',
    [course.productId],
  );
  expect(rows.map(({ student }) => student).sort()).toEqual(students.map(({ userId }) => userId).sort());
}, 240_000);
