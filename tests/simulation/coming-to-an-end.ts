import { deliverAll } from './market-day.ts';
import { run } from './night.ts';
import { type Simulation, tell, told } from './simulation.ts';
import type { SmallWorld } from './small-world.ts';
import type { Outcome } from './stories/wish.ts';

/** How much time passes from round to round: little at first, since a word that fits nothing is looked at for a quarter of an hour only. */
const ROUND_MINUTES = [2, 2, 2, 4, 8, 16];
const LATER_ROUNDS_MINUTES = 20;
const MOST_ROUNDS = 24;
const MINUTE_MS = 60_000;
/** What is still to come in each domain, and which jobs bring it about. */
const STILL_TO_COME: Readonly<Record<string, string>> = {
  orders: `select 'saga ' || id as what, 'orders.resumeSagas' as by from checkout_saga where state in ('RUNNING', 'UNDOING')
union all select 'order ' || id, 'orders.endUnpaidOrders payments.pollOpenPayments payments.closeFailedPayments' from orders where status = 'PENDING'`,
  cart: `select 'cart ' || id as what, 'cart.expireCarts' as by from cart where status = 'ACTIVE'
union all select 'checkout ' || order_id, 'cart.resumeCheckouts' from checkout where status = 'STARTED'`,
  inventory: `select 'hold ' || id as what, 'inventory.expireReservations' as by from reservation where status in ('SOFT', 'HARD')`,
  payments: `select 'dispute ' || id as what, 'payments.followDisputes' as by from dispute where status in ('INQUIRY', 'OPEN')
union all select 'payment ' || id, 'payments.closeFailedPayments' from payment where status in ('FAILED', 'CANCELLED') and not closed
union all select 'refund ' || id, 'payments.settleRefunds' from refund where status = 'PENDING'
union all select 'word ' || id, 'payments.examineParkedEvents' from provider_event where status = 'PARKED'
union all select 'papers of ' || id, 'payments.issueDocuments' from payment where captured_at is not null and not documented
union all select 'papers of ' || id, 'payments.issueDocuments' from refund where status = 'SUCCEEDED' and not credited
union all select 'papers of ' || id, 'payments.issueDocuments' from dispute
  where (status = 'LOST' and not credited) or (status = 'WON' and credited and not billed_again)`,
  ledger: `select 'payout ' || id as what, 'ledger.settlePayouts' as by from payout where status = 'PENDING'`,
  learning: `select 'certificate of ' || id as what, 'learning.issueCertificates' as by from enrollment where certificate_due`,
  identity: `select 'account of ' || id as what, 'identity.checkSellerAccounts' as by from seller
where payout_account_id is not null and not payouts_enabled`,
};

/**
 * Nothing is lost any more, and time passes, until nothing is under way: the next story must find nothing of this one that a job of its
 * own would come upon, or it would not be the same wherever it is told. Answers what is under way all the same.
 */
export async function comeToAnEnd({ world, random, lanes, story, news }: Simulation): Promise<string[]> {
  for (let round = 0; ; round += 1) {
    const outcomes: Outcome[] = [];
    for (const wish of story.ready()) outcomes.push(await story.attempt(wish));
    await news.takeUp(random);
    for (const each of [...news.waiting]) await tell(news, each);
    await deliverAll(lanes);
    const late = lanes.waiting().map(told);
    const unfinished = await stillToCome(world);
    // What somebody still waits for will not come any more, once nothing happens.
    const nothing = late.length === 0 && unfinished.length === 0;
    if (nothing && outcomes.every((outcome) => outcome === 'later')) return [];
    if (round === MOST_ROUNDS) return [...late, ...unfinished.map(({ what }) => what)];
    world.clock.pass((ROUND_MINUTES[round] ?? LATER_ROUNDS_MINUTES) * MINUTE_MS);
    const looking = new Set(unfinished.flatMap(({ by }) => by.split(' ')));
    for (const each of world.jobs) if (looking.has(each.job.name)) await run(each);
  }
}

interface ToCome {
  readonly what: string;
  readonly by: string;
}

async function stillToCome(world: SmallWorld): Promise<ToCome[]> {
  const found = await Promise.all(Object.entries(STILL_TO_COME).map(([domain, sql]) => world.rows<ToCome>(domain, sql)));
  return found.flat();
}
