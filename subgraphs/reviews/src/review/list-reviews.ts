import { type Connection, groupBy, isEntityId, loader, type PageArgs, readPage, toConnection } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { ratingOfProduct } from '../rating/rating.loader.ts';
import { Review } from './review.entity.ts';

interface Wanted {
  readonly productId: string;
  readonly limit: number;
  readonly after: string | null;
}

/** Pages of reviews that everybody sees, of however many products by one statement. The key is a `Wanted` as JSON, so that equal ones are one. */
const pagesOfReviews = loader<string, Review[]>(async ({ sql, rows }, keys) => {
  const found = await sql.query<{ key: string }>(
    `select wanted.key, ${rows.columnsOf(Review, 'found')}
     from unnest($1::text[]) as wanted (key) cross join lateral jsonb_to_record(wanted.key::jsonb) as page ("productId" uuid, "limit" int, after uuid)
     cross join lateral (
       select * from review where product_id = page."productId" and status = 'PUBLISHED' and id < coalesce(page.after, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
       order by id desc limit page."limit"
     ) found order by found.id desc`,
    [keys],
  );
  const keyOf = found.map(({ key }) => key);
  const reviews = rows.toObjects(Review, found).map((review, index) => ({ key: keyOf[index]!, review }));
  return new Map([...groupBy(reviews, ({ key }) => key)].map(([key, group]) => [key, group.map(({ review }) => review)]));
});

/** What buyers say of a product, the newest first. */
export async function reviewsOfProduct(context: DomainContext, productId: string, args: PageArgs): Promise<Connection<Review>> {
  const page = readPage(args, 1, ([id]) => isEntityId(id));
  const wanted: Wanted = { productId, limit: page.first + 1, after: page.after?.[0] ?? null };
  const found = (await context.load(pagesOfReviews, JSON.stringify(wanted))) ?? [];
  return toConnection(
    found,
    page,
    ({ id }) => [id],
    // What counts towards the average is what everybody sees.
    async () => (await context.load(ratingOfProduct, productId))?.count ?? 0,
  );
}
