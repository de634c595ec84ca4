import { beforeEach, expect, test } from '@jest/globals';
import {
  FailedNotificationsDocument,
  MarkNotificationReadDocument,
  MyNotificationPreferencesDocument,
  MyNotificationsDocument,
  NotificationReceivedDocument,
  PreviewNotificationDocument,
  SetNotificationPreferenceDocument,
  SetNotificationSettingsDocument,
} from '@stoa/schema/generated/operations/e2e';
import { buy, type CheckedOut } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
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

const toldTo = async (person: Person, unreadOnly = false) =>
  (await person.ask(MyNotificationsDocument, { unreadOnly })).me?.notifications?.nodes ?? [];

/** Waits until somebody was told all of these. */
const isTold = (person: Person, ...kinds: readonly string[]) =>
  until(`somebody was told ${kinds.join(', ')}`, async () => {
    const told = await toldTo(person);
    return kinds.every((kind) => told.some((each) => each.kind === kind)) && told;
  });

const aPurchase = async (): Promise<CheckedOut> => buy(shop, buyer, (await goods(seller, 'Brass <b>lamp</b>', 4_000, 5)).variantId);

test('a purchase is told to its buyer and its seller, live and in their histories, each thing once', async () => {
  await isTold(buyer, 'ACCOUNT_OPENED');
  const watched = buyer.watch(NotificationReceivedDocument);
  const { order } = await aPurchase();
  const told = await isTold(buyer, 'ORDER_CONFIRMED', 'PAYMENT_RECEIVED');
  const [confirmed] = told.filter(({ kind }) => kind === 'ORDER_CONFIRMED');
  expect(confirmed).toMatchObject({ title: `Order ${order.number} is confirmed`, body: expect.stringContaining('1 × Brass <b>lamp</b>') });
  expect(confirmed!.deliveries.find(({ channel }) => channel === 'LIVE')).toMatchObject({ status: 'DELIVERED', error: null });
  expect((await isTold(seller, 'ORDER_RECEIVED')).find(({ kind }) => kind === 'ORDER_RECEIVED')).toMatchObject({
    title: `You have sold: order ${order.number}`,
    body: '1 × Brass <b>lamp</b>\n\nIt is paid. Please send it.',
  });
  const live = () => watched.events.map(({ notificationReceived }) => notificationReceived!.kind).sort();
  await until('both are seen live', async () => live().length >= 2);
  expect(live()).toEqual(['ORDER_CONFIRMED', 'PAYMENT_RECEIVED']);
  watched.stop();
  await everythingAgrees(shop);
});

test('what one has read is read, and stays in one’s history', async () => {
  await aPurchase();
  const told = await isTold(buyer, 'ORDER_CONFIRMED', 'PAYMENT_RECEIVED', 'ACCOUNT_OPENED');
  for (const { id } of told) await buyer.ask(MarkNotificationReadDocument, { id });
  expect(await toldTo(buyer, true)).toEqual([]);
  expect(await toldTo(buyer)).toHaveLength(told.length);
  expect(await seller.refusal(String(MarkNotificationReadDocument), { id: told[0]!.id })).toMatchObject({ code: 'NOT_FOUND' });
});

test('everybody is told in their language, and only by the ways that they want', async () => {
  await buyer.ask(SetNotificationSettingsDocument, { input: { locale: 'hi' } });
  await buyer.ask(SetNotificationPreferenceDocument, { channel: 'LIVE', kind: 'ORDER_CONFIRMED', enabled: false });
  const { notificationPreferences, notificationSettings } = await buyer.ask(MyNotificationPreferencesDocument);
  expect(notificationSettings).toEqual({ locale: 'hi', digest: 'NEVER' });
  const saying = (kind: string, channel: string) => notificationPreferences.find((each) => each.kind === kind && each.channel === channel);
  expect(saying('ORDER_CONFIRMED', 'LIVE')).toMatchObject({ enabled: false, fixed: false });
  expect(saying('ACCOUNT_SUSPENDED', 'EMAIL')).toMatchObject({ enabled: true, fixed: true });
  expect(saying('PASSWORD_CHANGED', 'EMAIL')).toMatchObject({ enabled: false, fixed: true });
  const { order } = await aPurchase();
  const told = await isTold(buyer, 'ORDER_CONFIRMED');
  const confirmed = told.find(({ kind }) => kind === 'ORDER_CONFIRMED')!;
  expect(confirmed.title).toBe(`ऑर्डर ${order.number} की पुष्टि हो गई`);
  expect(confirmed.deliveries.map(({ channel }) => channel)).not.toContain('LIVE');
  const refused = await buyer.refusal(String(SetNotificationSettingsDocument), { input: { locale: 'tlh' } });
  expect(refused).toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('administrators look at how a mail would be, and at what failed; nobody else does', async () => {
  const admin = await shop.admin();
  const { notificationPreview } = await admin.ask(PreviewNotificationDocument, { kind: 'ORDER_CONFIRMED', locale: 'de' });
  expect(notificationPreview).toMatchObject({
    title: 'Bestellung ST-7K3M-92QX ist bestätigt',
    text: expect.stringContaining('129,95'),
    html: expect.stringContaining('<html lang="de">'),
  });
  expect((await admin.ask(FailedNotificationsDocument)).failedNotifications.nodes).toEqual([]);
  expect(await buyer.refusal(String(FailedNotificationsDocument))).toMatchObject({ code: 'FORBIDDEN' });
});
