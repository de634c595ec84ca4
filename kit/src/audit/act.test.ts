import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { aBuyer, actingFor, anAdmin, aPasserBy } from '../testing/viewers.ts';
import { actOf, isStaff } from './act.ts';

const schema = buildSchema(`
  type Query { nothing: Int }
  type Payment { id: ID! }
  type Refund { id: ID! }
  type Opened { key: String! }
  input Amount { minor: Int! currency: String! }
  input Item { orderItemId: ID! quantity: Int! }
  input Refunding { paymentId: ID! amount: Amount items: [Item!] reason: String key: String! }
  enum Kind { ONE OTHER }
  type Mutation {
    refundPayment(input: Refunding!): Refund!
    removeTaxRate(id: ID!): Boolean!
    createApiKey(client: String!): Opened!
    createCoupon(kind: Kind!, code: String!): Payment!
    setScopes(id: ID!, scopes: [String!]!): Payment!
  }
`);
const admin = anAdmin();
const act = (name: string, args: object) => actOf(admin, schema.getMutationType()!.getFields()[name]!, args as Record<string, unknown>);

test('an act is of whom it asks for, with its reason and what is said in ids, numbers and choices', () => {
  const items = [
    { orderItemId: 'i1', quantity: 1 },
    { orderItemId: 'i2', quantity: 2 },
  ];
  const input = { paymentId: 'p1', amount: { minor: 500, currency: 'USD' }, items, reason: 'Broken', key: 'secret' };
  expect(act('refundPayment', { input })).toEqual({
    actorId: admin.userId,
    onBehalfOf: null,
    action: 'refundPayment',
    subjectType: 'Payment',
    subjectId: 'p1',
    reason: 'Broken',
    facts: [
      { name: 'input.paymentId', value: 'p1' },
      { name: 'input.amount.minor', value: '500' },
      { name: 'input.items.0.orderItemId', value: 'i1' },
      { name: 'input.items.0.quantity', value: '1' },
      { name: 'input.items.1.orderItemId', value: 'i2' },
      { name: 'input.items.1.quantity', value: '2' },
    ],
  });
});

test('what it is done to has the type that is answered, or the name behind the verb', () => {
  expect(act('removeTaxRate', { id: 't1' })).toMatchObject({ subjectType: 'TaxRate', subjectId: 't1' });
  expect(act('createApiKey', { client: 'acme' })).toMatchObject({ subjectType: 'ApiKey', subjectId: null, facts: [] });
  expect(act('createCoupon', { kind: 'ONE', code: 'SPRING' })).toMatchObject({
    subjectType: 'Payment',
    subjectId: null,
    facts: [{ name: 'kind', value: 'ONE' }],
  });
});

test('scopes are written down, though they are words', () => {
  expect(act('setScopes', { id: 'u1', scopes: ['orders:read', '*', 'my secret'] }).facts).toEqual([
    { name: 'id', value: 'u1' },
    { name: 'scopes', value: 'orders:read' },
    { name: 'scopes', value: '*' },
  ]);
});

test('what is done by acting for somebody is of who acts, and for whom', () => {
  const [buyer, colleague] = [aBuyer(), anAdmin()];
  const acting = actingFor(buyer, colleague);
  const field = schema.getMutationType()!.getFields()['removeTaxRate']!;
  expect(actOf(acting, field, { id: 't1' })).toMatchObject({ actorId: colleague.userId, onBehalfOf: buyer.userId });
});

test('staff are administrators, of whatever scopes, and those who act for somebody, and nobody else', () => {
  expect([anAdmin([]), actingFor(aBuyer()), aBuyer(), aPasserBy].map(isStaff)).toEqual([true, true, false, false]);
});
