import { beforeEach, expect, test } from '@jest/globals';
import {
  AddPhoneDocument,
  MyPhonesDocument,
  RemovePhoneDocument,
  SetNotificationPreferenceDocument,
  VerifyPhoneDocument,
} from '@stoa/schema/generated/operations/e2e';
import { buy } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { mailsTo } from '../support/mailbox.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { aNumber, aPhone, codeSentTo, smsTo } from '../support/phones.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let buyer: Person;

inOneShop(async (opened) => {
  shop = opened;
});

beforeEach(async () => {
  buyer = await aBuyer(shop);
});

const phonesOf = async (person: Person) => (await person.ask(MyPhonesDocument)).me?.phones?.map(({ number }) => number);

/** A code that is not this one. */
const another = (code: string): string => code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));

test('who has shown that a number is theirs is told there what they want by SMS, until they take it away', async () => {
  const phone = await aPhone(shop, buyer);
  expect(await phonesOf(buyer)).toEqual([phone.number]);
  const { me } = await buyer.ask<{ me: { email: string } }>('{ me { email } }');
  await until('its owner hears of it by mail', async () => {
    shop.wakeJob('notifications', 'send');
    return (await mailsTo(shop, me.email)).some(({ subject }) => subject === 'A phone number was added to your account');
  });

  await buyer.ask(SetNotificationPreferenceDocument, { channel: 'SMS', kind: 'ORDER_CONFIRMED', enabled: true });
  const lamp = await goods(await aSeller(shop), 'Brass lamp', 4_000, 5);
  const { order } = await buy(shop, buyer, lamp.variantId);
  await until('the order is told by SMS', async () => {
    shop.wakeJob('notifications', 'send');
    return (await smsTo(shop, phone.number)).some(({ text }) => text.includes(`Order ${order.number} is confirmed`));
  });
  expect(await smsTo(shop, phone.number)).toHaveLength(2);

  await buyer.ask(RemovePhoneDocument, { id: phone.id });
  expect(await phonesOf(buyer)).toEqual([]);
  await everythingAgrees(shop);
});

test('a code is for who asked for it, and for five tries; no number is anybody’s before it was said', async () => {
  const number = aNumber();
  const { addPhone } = await buyer.ask(AddPhoneDocument, { number });
  const code = await codeSentTo(shop, number);
  const verify = (person: Person, tried: string) => person.refusal(VerifyPhoneDocument, { id: addPhone.id, code: tried });
  expect(await verify(await aBuyer(shop), code)).toMatchObject({ code: 'NOT_FOUND' });
  for (let count = 0; count < 5; count++)
    expect(await verify(buyer, another(code))).toMatchObject({ code: 'BAD_USER_INPUT', field: 'code' });
  expect(await verify(buyer, code)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await phonesOf(buyer)).toEqual([]);
});

test('a number goes to whoever has it now', async () => {
  const { number } = await aPhone(shop, buyer);
  const next = await aBuyer(shop);
  await aPhone(shop, next, number);
  expect([await phonesOf(buyer), await phonesOf(next)]).toEqual([[], [number]]);
});

test('nobody has telephones ring by the dozen, and what is no telephone is refused', async () => {
  const number = aNumber();
  for (let count = 0; count < 5; count++) await buyer.ask(AddPhoneDocument, { number });
  expect(await buyer.refusal(AddPhoneDocument, { number })).toMatchObject({ code: 'RATE_LIMITED' });
  const other = await aBuyer(shop);
  expect(await other.refusal(AddPhoneDocument, { number })).toMatchObject({ code: 'RATE_LIMITED' });
  expect(await smsTo(shop, number)).toHaveLength(5);
  expect(await other.refusal(AddPhoneDocument, { number: '+15005550001' })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'number' });
  expect(await other.refusal(AddPhoneDocument, { number: '0151 1234567' })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'number' });
});
