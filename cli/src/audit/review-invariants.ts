import { type DomainInvariant, invariant } from './domain-invariant.ts';

/** What holds of what buyers say. */
export const reviewInvariants: readonly DomainInvariant[] = [
  invariant(
    'reviews',
    'always',
    'a rating is that of the reviews that everybody sees',
    'Of each product, how many there are and what they add up to.',
    `select coalesce(p.product_id, r.product_id)::text as what
from product_rating p full join (
  select product_id, count(*) as count, sum(rating) as sum from review where status = 'PUBLISHED' group by product_id
) r on r.product_id = p.product_id
where (coalesce(p.count, 0), coalesce(p.sum, 0)) <> (coalesce(r.count, 0), coalesce(r.sum, 0))`,
  ),
  invariant(
    'reviews',
    'always',
    'a review says rightly whether its author has bought',
    'Whoever wrote it has paid for the product once, and it says so as long as one such purchase was not paid back in full.',
    `select r.id::text as what from review r
where r.verified_purchase <> exists (
    select from purchase p where p.buyer_id = r.buyer_id and p.product_id = r.product_id and p.granted_at is not null and p.ended_at is null)
  or not exists (
    select from purchase p where p.buyer_id = r.buyer_id and p.product_id = r.product_id and p.seller_id = r.seller_id and p.granted_at is not null)`,
  ),
  invariant(
    'reviews',
    'always',
    'moderators are shown what waits for them',
    'A review that is pending is in their queue.',
    `select id::text as what from review where status = 'PENDING' and not awaits_moderation`,
  ),
];
