import type { PayloadOf } from '@stoa/kit/contracts';
import type { Sql } from '@stoa/kit/persistence';
import type { ProductCreated } from '@stoa/schema/events/catalog';

/** Makes the course of a product that is one, or notes what has changed of it. What is older than what is known changes nothing. */
export async function keepProduct(
  sql: Sql,
  { productId, sellerId, kind, status, name }: PayloadOf<typeof ProductCreated>,
  version: number,
): Promise<void> {
  if (kind !== 'COURSE') return;
  await sql.query(
    `insert into course (id, seller_id, status, name, product_version) values ($1, $2, $3, $4, $5)
     on conflict (id) do update set status = excluded.status, name = excluded.name, product_version = excluded.product_version
     where course.product_version < excluded.product_version`,
    [productId, sellerId, status, name, version],
  );
}
