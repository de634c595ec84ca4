import type { Market } from '../market.ts';
import { put } from './basket.ts';
import { Person } from './person.ts';
import { CURRENCIES, type Errand } from './scene.ts';

/**
 * What comes round once a night, once an hour or after some minutes: the sweep of the providers, the comparison of the books with theirs,
 * disputes, accounts of sellers that nobody has told of, and videos of which the answer of their host was lost.
 */
const DUE_NOW = [
  // Whoever starts looks at once, though somebody else has looked a minute ago.
  ...['payments', 'ledger', 'identity', 'media'].map((domain) => [domain, 'update job_lease set last_ended_at = null'] as const),
  ['identity', 'update seller set next_account_check_at = now() where payout_account_id is not null and not payouts_enabled'],
  ['payments', 'update provider_sweep set next_sweep_at = now()'],
  ['payments', `update dispute set next_poll_at = now() where status in ('INQUIRY', 'OPEN')`],
  // The day that is on, again and again.
  ['ledger', `update reconciliation_cursor set next_day = (now() at time zone 'UTC')::date, due_at = now()`],
  ['media', `update video set asked_at = asked_at - interval '5 minutes' where asset_id is null`],
] as const;

/** Nothing of this is waited for in a few minutes, so its time is brought near. */
export const deadlines: Errand = {
  name: 'nightly work fell due',
  async do({ market, tally }) {
    await bringNear(market);
    tally.did(deadlines.name);
  },
};

export async function bringNear({ books }: Market): Promise<void> {
  for (const [domain, sql] of DUE_NOW) await books.rows(domain, sql).catch(() => undefined);
}

/** A guest fills a cart and never comes back, until what it held goes back to the shelf. */
export const leaving: Errand = {
  name: 'guest left a cart behind',
  async do(scene, random) {
    const { market, tally, goods } = scene;
    const guest = await Person.guest(market, tally);
    const wanted = random.shuffle(goods.filter(({ kind }) => kind === 'PHYSICAL')).slice(0, 1);
    if ((await put(scene, guest, wanted, CURRENCIES[0], random)) === 0) return;
    const { cart } = await guest.ask<{ cart: { id: string } | null }>('{ cart { id } }');
    if (!cart) return;
    const over = (domain: string, sql: string) => market.books.rows(domain, sql, [cart.id]).catch(() => undefined);
    // Now the one, now the other comes first to its end.
    const ends = [
      () => over('cart', 'update cart set expires_at = now() where id = $1'),
      () => over('inventory', `update reservation set expires_at = now() where cart_id = $1 and status = 'SOFT'`),
    ];
    for (const end of random.shuffle(ends)) await end();
    tally.did(leaving.name);
  },
};
