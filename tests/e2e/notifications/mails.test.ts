import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import {
  MyNotificationsDocument,
  RetryNotificationDocument,
  SetNotificationPreferenceDocument,
  SetNotificationSettingsDocument,
} from '@stoa/schema/generated/operations/e2e';
import { buy, type CheckedOut } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { type MailSeen, mailsTo } from '../support/mailbox.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let seller: Person;
let buyer: Person;

inOneShop(async (opened) => {
  shop = opened;
});

beforeEach(async () => {
  [seller, buyer] = await Promise.all([aSeller(shop), aBuyer(shop)]);
});

const emailOf = async (person: Person): Promise<string> => (await person.ask<{ me: { email: string } }>('{ me { email } }')).me.email;

const aPurchase = async (): Promise<CheckedOut> => buy(shop, buyer, (await goods(seller, 'Brass <b>lamp</b>', 4_000, 5)).variantId);

async function mailOf(person: Person, subject: RegExp): Promise<MailSeen> {
  const email = await emailOf(person);
  return until(`a mail came: ${subject}`, async () => {
    shop.wakeJob('notifications', 'send');
    return (await mailsTo(shop, email)).find((mail) => subject.test(mail.subject));
  });
}

test('a purchase is mailed to its buyer and its seller, once each, and nobody’s product is more than text in it', async () => {
  const { order } = await aPurchase();
  const mail = await mailOf(buyer, /is confirmed$/);
  expect(mail).toMatchObject({
    subject: `Order ${order.number} is confirmed`,
    text: expect.stringContaining('1 × Brass <b>lamp</b>'),
    html: expect.stringContaining('1 × Brass &lt;b&gt;lamp&lt;/b&gt;'),
    headers: { 'list-unsubscribe-post': 'List-Unsubscribe=One-Click', 'message-id': expect.stringContaining('@') },
  });
  expect((await mailOf(seller, /^You have sold/)).text).toContain('It is paid. Please send it.');
  await mailOf(buyer, /^We have received/);
  await everythingAgrees(shop);
  const subjects = (await mailsTo(shop, await emailOf(buyer)))
    .map(({ subject }) => subject)
    .filter((subject) => subject.includes(order.number));
  expect(subjects).toEqual([`Order ${order.number} is confirmed`]);
});

test('whoever opts out by the link in a mail gets no more of its kind, and of others still', async () => {
  await aPurchase();
  const { headers } = await mailOf(buyer, /is confirmed$/);
  const link = /<([^>]+)>/.exec(headers['list-unsubscribe']!)![1]!;
  expect(new URL(link).origin).toBe(shop.platform.origin);
  const opened = await fetch(link);
  expect([opened.status, await opened.text()]).toEqual([200, expect.stringContaining('<form method="post">')]);
  const click = (address: string) =>
    fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
  expect((await click(link.replace('ORDER_CONFIRMED', 'PAYMENT_RECEIVED'))).status).toBe(400);
  expect((await click(link)).status).toBe(200);
  const { order } = await aPurchase();
  const told = await until('the second order is told', async () => {
    const { me } = await buyer.ask(MyNotificationsDocument);
    return me?.notifications?.nodes.find(({ title }) => title === `Order ${order.number} is confirmed`);
  });
  expect(told.deliveries.map(({ channel }) => channel)).toEqual(['LIVE']);
  await until('the second payment is mailed', async () => {
    shop.wakeJob('notifications', 'send');
    return (await mailsTo(shop, await emailOf(buyer))).filter(({ subject }) => subject.startsWith('We have received')).length === 2;
  });
});

test('a mail that the server refuses for good is a dead letter, which an administrator has sent again', async () => {
  await until('the buyer has no mail under way', async () => {
    const rows = await shop.sql('notifications', `select from notification_delivery where status = 'QUEUED'`);
    return rows.length === 0;
  });
  const email = await emailOf(buyer);
  await shop.sql('notifications', `insert into dead_address (hash, code) values ($1, 'gone')`, [
    createHash('sha256').update(email).digest('base64url'),
  ]);
  await aPurchase();
  const failed = await until('it has failed', async () => {
    shop.wakeJob('notifications', 'send');
    const { me } = await buyer.ask(MyNotificationsDocument);
    return me?.notifications?.nodes.find(
      ({ kind, deliveries }) =>
        kind === 'ORDER_CONFIRMED' && deliveries.some(({ status, error }) => status === 'FAILED' && error === 'no_address'),
    );
  });
  await shop.sql('notifications', 'delete from dead_address');
  await (await shop.admin()).ask(RetryNotificationDocument, { id: failed.id });
  await mailOf(buyer, /is confirmed$/);
});

test('mails are in the reader’s language, and what can wait waits for the digest', async () => {
  await seller.ask(SetNotificationSettingsDocument, { input: { locale: 'de', digest: 'DAILY' } });
  await seller.ask(SetNotificationPreferenceDocument, { channel: 'EMAIL', kind: 'ORDER_RECEIVED', enabled: true });
  const { order } = await aPurchase();
  await until('it waits', async () => {
    const rows = await shop.sql(
      'notifications',
      `select from notification where kind = 'ORDER_RECEIVED' and user_id = $1 and awaits_digest`,
      [seller.userId],
    );
    return rows.length === 1;
  });
  await shop.sql('notifications', 'update recipient set next_digest_at = now() where user_id = $1', [seller.userId]);
  shop.wakeJob('notifications', 'makeDigests');
  const digest = await mailOf(seller, /Neuigkeit/);
  expect(digest.text).toContain(`Sie haben verkauft: Bestellung ${order.number}`);
  await everythingAgrees(shop);
});
