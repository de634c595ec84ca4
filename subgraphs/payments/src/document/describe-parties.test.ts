import { expect, test } from '@jest/globals';
import type { CommandContract } from '@stoa/kit/contracts';
import { newId } from '@stoa/kit/persistence';
import type { DomainContext } from '@stoa/kit/use-case';
import { describeParties } from './describe-parties.ts';

test('no question is longer than may be asked, however many sellers the payments of one batch are of', async () => {
  const asked: string[] = [];
  const call = async ({ name, input }: CommandContract, question: { sellerIds?: string[] }) => {
    input.parse(question);
    asked.push(name);
    const sellers = (question.sellerIds ?? []).map((sellerId) => ({ sellerId, displayName: `Shop ${sellerId}` }));
    return { orders: [], users: [], sellers };
  };
  const split = Array.from({ length: 2_001 }, () => ({ sellerId: newId(), grossMinor: 1 }));
  const payment = { orderId: newId(), buyerId: newId(), split: split as never };
  const { sellers } = await describeParties({ call } as unknown as DomainContext, [payment, payment]);
  expect(sellers.size).toBe(2_001);
  expect(asked.filter((name) => name === 'identity.describeSellers')).toHaveLength(3);
});
