import type { Transaction } from '@stoa/kit/use-case';

interface Line {
  readonly orderItemId: string;
  readonly productId: string;
  readonly kind: string;
}

/** Keeps who has paid for something to download. A refund that was heard of first has ended it already. */
export async function noteOwners({ sql }: Transaction, buyerId: string, lines: readonly Line[]): Promise<void> {
  const digital = lines.filter(({ kind }) => kind === 'DIGITAL');
  if (digital.length === 0) return;
  await sql.query(
    `insert into owned_product (order_item_id, product_id, buyer_id, ended)
     select item, product, $1, false from unnest($2::uuid[], $3::uuid[]) as line (item, product) order by item on conflict do nothing`,
    [buyerId, digital.map(({ orderItemId }) => orderItemId), digital.map(({ productId }) => productId)],
  );
}

/** What was paid back in full is theirs no more. Nobody is told: the refund was. */
export async function endOwnership({ sql }: Transaction, line: Line & { readonly buyerId: string }): Promise<readonly []> {
  if (line.kind === 'DIGITAL')
    await sql.query(
      `insert into owned_product (order_item_id, product_id, buyer_id, ended) values ($1, $2, $3, true)
       on conflict (order_item_id) do update set ended = true`,
      [line.orderItemId, line.productId, line.buyerId],
    );
  return [];
}

/** A bank has returned what was paid for it after all. */
export async function restoreOwnership({ sql }: Transaction, { orderItemId }: Line): Promise<readonly []> {
  await sql.query('update owned_product set ended = false where order_item_id = $1', [orderItemId]);
  return [];
}

/** Who may download a product, each once. */
export async function ownersOf({ sql }: Transaction, productId: string): Promise<string[]> {
  const owners = await sql.query<{ buyer_id: string }>(
    'select distinct buyer_id from owned_product where product_id = $1 and not ended order by buyer_id',
    [productId],
  );
  return owners.map(({ buyer_id }) => buyer_id);
}
