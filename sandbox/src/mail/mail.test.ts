import { connect } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { closeAll, closeLater } from '../testing/open-stripe.ts';
import type { KeptMail } from './mailbox.ts';
import { startMailSandbox } from './start-mail-sandbox.ts';

afterEach(closeAll);

async function openMailbox() {
  const sandbox = await startMailSandbox({ smtpPort: 0, pagePort: 0 });
  closeLater(() => sandbox.close());
  const transport = createTransport({ url: sandbox.smtpUrl });
  const send = (mail: object) => transport.sendMail({ from: 'Shop <shop@example.com>', to: 'ada@example.com', ...mail });
  const mails = async (query = ''): Promise<KeptMail[]> =>
    ((await (await fetch(`${sandbox.url}/mails${query}`)).json()) as { mails: KeptMail[] }).mails;
  const post = (path: string, body: object) =>
    fetch(`${sandbox.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { sandbox, send, mails, post };
}

test.each([
  ['plain', { text: 'Hello.\n\n.a line with a dot\nand a very long one '.repeat(20) }],
  ['in other scripts', { text: 'Grüße aus Köln, 你好 — and a link: https://example.com/#token=a_b-c' }],
  ['in two forms', { text: 'Read me.\n', html: '<p>Do not read me.</p>' }],
])('a mail that is %s is kept as a person would read it', async (_what, { text, ...more }: { text: string; html?: string }) => {
  const { send, mails } = await openMailbox();
  await send({ subject: 'Ihre Bestellung über 5 € ist da, und dies ist eine lange Zeile', text, ...more });
  const [mail] = await mails();
  expect(mail).toMatchObject({ from: 'shop@example.com', to: ['ada@example.com'] });
  expect(mail!.subject).toBe('Ihre Bestellung über 5 € ist da, und dies ist eine lange Zeile');
  expect(mail!.text.replace(/\r\n/g, '\n').trimEnd()).toBe(text.trimEnd());
});

test('mails are listed by whom they went to, the newest first, and on a page that runs nothing of theirs', async () => {
  const { sandbox, send, mails, post } = await openMailbox();
  await send({ subject: 'One', text: 'https://example.com/one?a=1' });
  await send({ subject: '<script>alert(2)</script>', text: '<img src=x>', to: ['ada@example.com', 'bob@example.com'] });
  await send({ subject: 'Three', text: '3', to: 'bob@example.com' });
  expect((await mails('?to=ADA@example.com')).map(({ subject }) => subject)).toEqual(['<script>alert(2)</script>', 'One']);
  const page = await (await fetch(sandbox.url)).text();
  expect(page).toContain('<a href="https://example.com/one?a=1"');
  expect(page).not.toMatch(/<script>|<img/);
  const { id } = (await mails())[0]!;
  expect(await (await fetch(`${sandbox.url}/mails/${id}`)).json()).toMatchObject({ subject: 'Three' });
  expect((await fetch(`${sandbox.url}/mails/nothing`)).status).toBe(404);
  await post('/_sandbox/reset', {});
  expect(await mails()).toEqual([]);
});

test('the next mails are refused as often as is asked, by the reply that is asked', async () => {
  const { send, mails, post } = await openMailbox();
  expect((await post('/_sandbox/refuse', { count: 2, reply: '250 Yes' })).status).toBe(400);
  await post('/_sandbox/refuse', { count: 2, reply: '552 Mailbox full' });
  for (let count = 0; count < 2; count++) await expect(send({ text: 'x' })).rejects.toMatchObject({ responseCode: 552 });
  await send({ text: 'x' });
  expect(await mails()).toHaveLength(1);
});

test('whoever speaks out of turn is told so, and a mail may come in pieces', async () => {
  const { sandbox, mails } = await openMailbox();
  const { hostname, port } = new URL(sandbox.smtpUrl);
  const socket = connect(Number(port), hostname);
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
  const ended = new Promise((resolve) => socket.on('close', resolve));
  for (const said of [
    'RCPT TO:<ada@example.com>\r\nDATA\r\nNONSENSE\r\nMAIL FROM:nobody\r\n',
    'MAIL FROM:<>\r\nRCPT TO:<ada@example.com>\r\nRSET\r\nDATA\r\nMAIL FROM:<>\r\nRCPT TO:<ada@example.com>\r\nDATA\r\n',
    'Subject: In pieces\r\n\r\n..dot',
    '\r\n.\r',
    '\nQUIT\r\n',
  ])
    socket.write(said);
  await ended;
  const codes = heard.split('\r\n').map((line) => line.slice(0, 3));
  expect(codes).toEqual(['220', '503', '503', '502', '501', '250', '250', '250', '503', '250', '250', '354', '250', '221', '']);
  expect(await mails()).toMatchObject([{ subject: 'In pieces', text: '.dot', from: '' }]);
});
