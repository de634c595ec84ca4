import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { answering, aPasserBy, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { describeUsers } from '@stoa/schema/commands/identity';
import { LineRefunded } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import { aCourse, aRefundOf, aStudent } from '../testing/given-course.ts';
import { neighbours } from '../testing/neighbours.ts';
import { Certificate } from './certificate.entity.ts';
import { certificateRoute } from './certificate.route.ts';
import { newCertificateNumber, readCertificateNumber } from './certificate-number.ts';
import { printCertificate } from './print-certificate.ts';

let learning: TestSubgraph;
beforeAll(async () => {
  learning = await startTestSubgraph(manifest, { commands: neighbours() });
});
afterAll(() => learning?.stop());

async function aCertificate(courseName = 'Light, explained') {
  const teacher = aSeller();
  const productId = await aCourse(learning, teacher, { name: courseName });
  const { student, order } = await aStudent(learning, teacher, productId);
  const text = 'mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { certificate { number } } }';
  const { updateProgress } = await learning
    .as(student)
    .query<{ updateProgress: { certificate: { number: string } } }>(text, { input: { productId, progressPercentage: 100 } });
  return { number: updateProgress.certificate.number, student, order };
}
const verify = async (number: string, viewer = aPasserBy) => {
  const text = 'query ($number: String!) { verifyCertificate(number: $number) { valid number studentName courseName issuedAt } }';
  return (await learning.as(viewer).query<{ verifyCertificate: object | null }>(text, { number })).verifyCertificate;
};
const get = async (name: string) => {
  const request = { method: 'GET', path: `/certificates/${name}`, query: new URLSearchParams(), headers: {}, body: new Uint8Array() };
  return certificateRoute.handle(learning.context(aPasserBy), request, name);
};

test('a number is one of many, and is read however it was typed', () => {
  expect(new Set(Array.from({ length: 1_000 }, newCertificateNumber)).size).toBe(1_000);
  const number = newCertificateNumber();
  expect(readCertificateNumber(number)).toBe(number);
  expect(readCertificateNumber(` ${number.toLowerCase().replace(/-/g, ' ')} `)).toBe(number);
  expect(readCertificateNumber('oOIl-0000-0000-0000')).toBe('0011-0000-0000-0000');
  for (const none of ['', number.slice(1), `${number}0`, "' or true --"]) expect(readCertificateNumber(none)).toBeNull();
});

test('anybody who has the number can have it verified, and learns when it is worth nothing any more', async () => {
  const { number, order } = await aCertificate();
  const said = { number, studentName: 'Ada Lovelace', courseName: 'Light, explained', issuedAt: expect.any(String) };
  expect(await verify(number)).toEqual({ valid: true, ...said });
  expect(await verify(number.toLowerCase())).toEqual({ valid: true, ...said });
  expect(await verify(newCertificateNumber())).toBeNull();
  await learning.deliver(LineRefunded, aRefundOf(order));
  expect(await verify(number)).toEqual({ valid: false, ...said });
  expect((await get(`${number}.pdf`)).status).toBe(404);
  expect((await get(number)).body).toContain('not valid any more');
});

test('who asks too often is told to wait', async () => {
  const { student } = await aCertificate();
  for (let times = 0; times < 60; times++) await verify('none', student);
  await expect(verify('none', student)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
});

test('its page says what it says, and whatever is in a name stays text', async () => {
  learning.play(
    answering(describeUsers, ({ userIds }) => ({
      users: userIds.map((userId) => ({ userId, name: '<b>Ada "O\'Neil"' })),
    })),
  );
  const { number } = await aCertificate('<script>alert(1)</script> & more');
  for (const command of neighbours()) learning.play(command);
  const { status, headers, body } = await get(number);
  expect(status).toBe(200);
  expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; more');
  expect(body).toContain('&lt;b&gt;Ada &quot;O&#39;Neil&quot;');
  expect(body).not.toContain('<script');
  expect(headers!['content-security-policy']).toContain("default-src 'none'");
  const missing = await get('<script>');
  expect([missing.status, String(missing.body).includes('<script')]).toEqual([404, false]);
});

test('it is printed as a PDF, the same bytes each time', async () => {
  const { number } = await aCertificate();
  const { status, headers, body } = await get(`${number}.pdf`);
  expect([status, headers!['content-type']]).toEqual([200, 'application/pdf']);
  expect(Buffer.from(body as Uint8Array).toString('latin1', 0, 5)).toBe('%PDF-');
  const [row] = await learning.context().rows.by(Certificate, 'number', [number]);
  expect(await printCertificate(row!, 'https://shop.example')).toEqual(await printCertificate(row!, 'https://shop.example'));
});

test('what its font lacks is printed in Latin letters', async () => {
  const { number } = await aCertificate();
  const [row] = await learning.context().rows.by(Certificate, 'number', [number]);
  const printed = (studentName: string, courseName: string) =>
    printCertificate({ ...row!, studentName, courseName }, 'https://shop.example');
  expect(await printed('北京市', 'さくら')).toEqual(await printed('BeiJingShi', 'sakura'));
});

test('what is written stays as it is', async () => {
  await aCertificate();
  for (const change of [`update certificate set student_name = 'Eve'`, 'delete from certificate', 'truncate certificate'])
    await expect(learning.sql.query(change)).rejects.toThrow('append-only');
});
