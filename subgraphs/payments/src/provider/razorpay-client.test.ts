import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ProviderRefusal } from './payment-provider.ts';
import { RazorpayClient } from './razorpay-client.ts';

let description: string;
let provider: Server;
let client: RazorpayClient;
beforeAll(async () => {
  provider = createServer((_request, response) => {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { code: 'BAD_REQUEST_ERROR', description, reason: null } }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => provider.once('listening', resolve));
  const { port } = provider.address() as AddressInfo;
  client = new RazorpayClient({ base: `http://127.0.0.1:${port}`, keyId: 'rzp_test_1', keySecret: 'secret' });
});
afterAll(() => new Promise((resolve) => provider.close(resolve)));

const refusal = (): Promise<unknown> => client.post(z.object({}), '/payments/pay_1/refund', { amount: 1 }).catch((error: unknown) => error);

test.each([
  'The payment has been fully refunded already',
  'Refunds cannot be created on your account',
])('what is refused by the words "%s" is refused for good', async (words) => {
  description = words;
  expect(await refusal()).toBeInstanceOf(ProviderRefusal);
});

test.each([
  'Request failed because another payment operation is in progress',
  'Duplicate receipt found for this refund request.',
  'Your account does not have enough balance to carry out the refund operation.',
])('what is refused by the words "%s" is asked for again', async (words) => {
  description = words;
  const error = await refusal();
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(ProviderRefusal);
});
