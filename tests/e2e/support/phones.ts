import { randomInt } from 'node:crypto';
import { AddPhoneDocument, VerifyPhoneDocument } from '@stoa/schema/generated/operations/e2e';
import type { Person } from './people.ts';
import type { Shop } from './shop.ts';

export interface SmsSeen {
  readonly to: string;
  readonly text: string;
}

/** A number that nobody else has. */
export const aNumber = (): string => `+49151${randomInt(10_000_000, 100_000_000)}`;

/** What came to a number by SMS, the newest first. */
export async function smsTo(shop: Shop, number: string): Promise<readonly SmsSeen[]> {
  const answer = await fetch(`${shop.platform.mail!.url}/messages?channel=SMS&to=${encodeURIComponent(number)}`);
  return ((await answer.json()) as { messages: SmsSeen[] }).messages;
}

/** The code in the newest message to a number. */
export const codeSentTo = async (shop: Shop, number: string): Promise<string> => /^\d{6}/.exec((await smsTo(shop, number))[0]!.text)![0];

/** A number that somebody has shown to be theirs. */
export async function aPhone(shop: Shop, person: Person, number = aNumber()): Promise<{ id: string; number: string }> {
  const { addPhone } = await person.ask(AddPhoneDocument, { number });
  const { verifyPhone } = await person.ask(VerifyPhoneDocument, { id: addPhone.id, code: await codeSentTo(shop, number) });
  return verifyPhone;
}
