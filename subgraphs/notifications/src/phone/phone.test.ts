import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { aBuyer, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startMailSandbox } from '@stoa/sandbox/index';
import manifest from '../index.ts';
import { type OpenOutbox, openOutbox } from '../testing/open-outbox.ts';

const NUMBER = '+4915112345678';

let outbox: OpenOutbox;
let notifications: TestSubgraph;
beforeAll(async () => {
  outbox = await openOutbox(startMailSandbox);
  notifications = await startTestSubgraph(manifest, { environment: outbox.environment });
});
afterAll(async () => {
  await notifications?.stop();
  await outbox.close();
});
beforeEach(async () => {
  await outbox.ask('POST', '/_sandbox/reset');
  await notifications.sql.query('delete from strict_count');
});

const add = async (viewer: Viewer, number = NUMBER): Promise<{ id: string; code: string }> => {
  const { addPhone } = await notifications
    .as(viewer)
    .query<{ addPhone: { id: string } }>('mutation ($number: String!) { addPhone(number: $number) { id expiresAt } }', { number });
  return { id: addPhone.id, code: /^\d{6}/.exec((await outbox.messages())[0]!.text)![0] };
};
const verify = (viewer: Viewer, sent: { id: string; code: string }) =>
  notifications
    .as(viewer)
    .query<{ verifyPhone: { id: string } }>('mutation ($id: ID!, $code: String!) { verifyPhone(id: $id, code: $code) { id } }', sent);
const gone = { code: 'NOT_FOUND' };

test('a code is in the message alone, in its reader’s language, and good once', async () => {
  const viewer = aBuyer();
  await notifications.as(viewer).query('mutation { setNotificationSettings(input: { locale: "de" }) { locale } }');
  const sent = await add(viewer, '+49 (151) 1234-5678');
  const [message] = await outbox.messages();
  expect(message).toMatchObject({ channel: 'SMS', to: NUMBER, text: expect.stringContaining('ist Ihr Code bei Stoa') });
  expect(JSON.stringify(await notifications.sql.query('select * from phone_code'))).not.toContain(sent.code);
  await verify(viewer, sent);
  await expect(verify(viewer, sent)).rejects.toMatchObject(gone);
});

test('it is over after ten minutes, and with a newer one', async () => {
  const viewer = aBuyer();
  const first = await add(viewer);
  const second = await add(viewer);
  await expect(verify(viewer, first)).rejects.toMatchObject(gone);
  await notifications.sql.query('update phone_code set expires_at = now()');
  await expect(verify(viewer, second)).rejects.toMatchObject(gone);
});

test('of two who say it at once one has the number', async () => {
  const viewer = aBuyer();
  const sent = await add(viewer);
  const tries = await Promise.allSettled([verify(viewer, sent), verify(viewer, sent)]);
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('an account has three numbers, and another one takes no message', async () => {
  const viewer = aBuyer();
  for (const last of [1, 2, 3]) await verify(viewer, await add(viewer, `+491511234560${last}`));
  await outbox.ask('POST', '/_sandbox/reset');
  await expect(add(viewer)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  expect(await outbox.messages()).toEqual([]);
});

test('who is told that a code could not be sent can have another one sent', async () => {
  const viewer = aBuyer();
  await outbox.order('twilio', { status: 503 });
  await expect(add(viewer)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', details: { retryAfter: 30 } });
  await verify(viewer, await add(viewer));
});
