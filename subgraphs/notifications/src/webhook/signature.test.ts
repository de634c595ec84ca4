import { expect, test } from '@jest/globals';
import { newWebhookSecret, signatureHeaders } from './signature.ts';

/** The example that the libraries of Standard Webhooks are tested by. */
const VECTOR = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  message: { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}', at: new Date(1_614_265_330_000) },
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

test('a webhook is signed as Standard Webhooks has it', () => {
  expect(signatureHeaders(VECTOR.message, [VECTOR.secret])).toEqual({
    'webhook-id': VECTOR.message.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': VECTOR.signature,
  });
});

test('while two secrets are good there are two signatures, the new one first', () => {
  const another = newWebhookSecret();
  const { 'webhook-signature': signatures } = signatureHeaders(VECTOR.message, [another, VECTOR.secret]);
  expect(signatures!.split(' ')).toEqual([expect.stringMatching(/^v1,[\w+/]{43}=$/), VECTOR.signature]);
});

test('each secret is another, of 256 bits', () => {
  const secrets = new Set(Array.from({ length: 20 }, newWebhookSecret));
  expect(secrets.size).toBe(20);
  for (const secret of secrets) expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
});
