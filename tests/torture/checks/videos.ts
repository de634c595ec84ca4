import { setTimeout as sleep } from 'node:timers/promises';
import { bringNear } from '../load/deadlines.ts';
import type { Market } from '../market.ts';
import type { Tally } from '../tally.ts';

const READY_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 2_000;

/** Every video that was taken in comes to be played, and the host keeps one of each. */
export async function videosAreReady(market: Market, tally: Tally): Promise<void> {
  // One whose handing over was never answered is handed over again after some minutes.
  await bringNear(market);
  for (const deadline = performance.now() + READY_WITHIN_MS; ; await sleep(LOOK_EVERY_MS)) {
    const rows = await market.books.rows<{ id: string; status: string; failure: string | null }>(
      'media',
      'select id, status, failure from media_file where id = any($1::uuid[])',
      [[...tally.videos]],
    );
    const statusOf = new Map(rows.map(({ id, status, failure }) => [id, `${status} ${failure ?? ''}`.trim()]));
    const unready = [...tally.videos].filter((id) => statusOf.get(id) !== 'READY');
    if (unready.length > 0 && performance.now() < deadline) continue;
    tally.check(
      'every video that was taken in can be played',
      unready.map((id) => `${id} is ${statusOf.get(id) ?? 'not there'}`),
    );
    return;
  }
}
