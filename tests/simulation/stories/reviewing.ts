import { ADMIN } from '../market-day.ts';
import { answered, firstOf, type Kind, paid, type Wish, wish } from './wish.ts';

const REVIEW = 'mutation ($input: ReviewProductInput!) { reviewProduct(input: $input) { id } }';
const UPDATE = 'mutation ($id: ID!, $input: UpdateReviewInput!) { updateReview(id: $id, input: $input) { id } }';
const REPLY = 'mutation ($id: ID!) { replyToReview(id: $id, body: "Thank you") { id } }';
const REPORT = 'mutation ($id: ID!) { reportReview(id: $id, reason: "It is no review") }';
const MODERATE = `mutation ($id: ID!, $decision: ModerationDecision!) {
  moderateReview(id: $id, input: { decision: $decision, reason: "It was looked at" }) { id } }`;

/** The buyer says what they think of it, perhaps twice; its seller answers or complains, and an administrator decides. */
export const reviewing: Kind = ({ world, random }, purchase) => {
  const { buyer } = purchase;
  const { productId, seller } = random.pick(purchase.wanted);
  const input = { productId, rating: 1 + random.below(5) };
  const say = (): Wish =>
    wish('review it', () => answered(() => world.ask('reviews', buyer, REVIEW, { input }), /^FORBIDDEN$/), { ready: paid(purchase) });
  const then = (what: string, ask: (id: string) => Promise<unknown>): Wish =>
    wish(what, () =>
      answered(async () => {
        const sql = 'select id from review where product_id = $1 and buyer_id = $2';
        const { id } = await firstOf(world.rows<{ id: string }>('reviews', sql, [productId, buyer.userId]));
        await ask(id);
      }),
    );
  const other = { rating: 1 + random.below(5), body: 'After some weeks' };
  const decision = random.pick(['HIDE', 'PUBLISH']);
  const after = [
    then('review it otherwise', (id) => world.ask('reviews', buyer, UPDATE, { id, input: other })),
    then('answer the review', (id) => world.ask('reviews', seller, REPLY, { id })),
    then('report the review', (id) => world.ask('reviews', seller, REPORT, { id })),
    then('moderate the review', (id) => world.ask('reviews', ADMIN, MODERATE, { id, decision })),
  ];
  const said = random.chance(0.2) ? [say(), say()] : [say()];
  return [said, random.shuffle(after).slice(0, random.below(4))];
};
