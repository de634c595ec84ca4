import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aBuyer, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import manifest from '../index.ts';

const PUBLIC_KEY = 'B'.repeat(87);

let notifications: TestSubgraph;
beforeAll(async () => {
  notifications = await startTestSubgraph(manifest, {
    environment: { VAPID_PUBLIC_KEY: PUBLIC_KEY, VAPID_PRIVATE_KEY: 'a'.repeat(43), VAPID_SUBJECT: 'mailto:shop@example.com' },
  });
});
afterAll(() => notifications?.stop());

const REGISTER = 'mutation ($input: PushTargetInput!) { registerPush(input: $input) { id } }';
const keys = { p256dh: 'a'.repeat(87), auth: 'b'.repeat(22) };

test('a browser learns what to subscribe with, and is registered once for whoever is logged in there', async () => {
  const [ada, bob] = [aBuyer(), aBuyer()];
  expect(await notifications.as(ada).query('{ notificationSettings { webPushKey } }')).toEqual({
    notificationSettings: { webPushKey: PUBLIC_KEY },
  });
  const input = { endpoint: 'https://updates.push.services.mozilla.com/wpush/v2/abc', ...keys };
  for (const viewer of [ada, ada, bob]) await notifications.as(viewer).query(REGISTER, { input });
  expect(await notifications.sql.query('select user_id as "userId", value from contact')).toEqual([
    { userId: bob.userId, value: JSON.stringify({ endpoint: input.endpoint, keys }) },
  ]);
});

test.each([
  [{ endpoint: 'https://169.254.169.254/latest/meta-data', ...keys }],
  [{ endpoint: 'http://web.push.apple.com/abc', ...keys }],
  [{ endpoint: 'https://push.apple.com.evil.example/abc', ...keys }],
  [{ endpoint: 'https://web.push.apple.com/abc', p256dh: 'a'.repeat(20), auth: keys.auth }],
  [{ token: 'short' }],
])('what is no push service’s, or no subscription, is refused: %j', async (input) => {
  await expect(notifications.as(aBuyer()).query(REGISTER, { input })).rejects.toThrow();
});
