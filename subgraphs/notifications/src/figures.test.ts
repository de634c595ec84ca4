import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Figures } from '@stoa/kit/figures';
import { writeFamilies } from '@stoa/kit/observability';
import { newId } from '@stoa/kit/persistence';
import { startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import type { DeliveryOutcome } from './channel/channel.ts';
import manifest from './index.ts';
import { aNotification, letTimePass, neighbours, PlayedChannel, sendBy } from './testing/given-notifications.ts';

const figures = new Figures();
let notifications: TestSubgraph;

beforeAll(async () => {
  notifications = await startTestSubgraph(manifest, { commands: neighbours, figures });
});
afterAll(() => notifications.stop());
beforeEach(() => notifications.sql.query('truncate notification, notification_delivery, dead_address'));

const lines = async (name: string): Promise<string[]> =>
  (await writeFamilies(figures.families())).split('\n').filter((line) => line.startsWith(`${name}{`));

test('tries are counted by their channel and by what came of them, and what waits is told with how long it could have gone', async () => {
  // Both the buyer and the seller are written to.
  await aNotification(notifications, newId());
  await letTimePass(notifications);
  await notifications.sql.query(`update notification_delivery set next_try_at = now() - interval '1 hour' where status = 'QUEUED'`);
  expect(await lines('stoa_messages_due')).toEqual(['stoa_messages_due{subgraph="notifications",channel="EMAIL"} 2']);
  const [waited] = await lines('stoa_messages_due_seconds');
  expect(Number(waited!.split(' ')[1])).toBeGreaterThanOrEqual(3_600);

  const answers: DeliveryOutcome[] = [{ kind: 'retry', code: 'busy' }, { kind: 'delivered' }];
  for (const answer of answers) {
    await sendBy(notifications, new PlayedChannel('EMAIL', () => answer));
    await letTimePass(notifications);
  }
  await aNotification(notifications, newId());
  await sendBy(notifications, new PlayedChannel('EMAIL', () => ({ kind: 'permanent', code: 'refused' })));
  expect((await lines('stoa_message_tries_total')).sort()).toEqual(
    ['again', 'delivered', 'failed'].map(
      (outcome) => `stoa_message_tries_total{subgraph="notifications",channel="EMAIL",outcome="${outcome}"} 2`,
    ),
  );
});
