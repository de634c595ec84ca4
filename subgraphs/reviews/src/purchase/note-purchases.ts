import type { Transaction } from '@stoa/kit/use-case';

export interface PurchasedLine {
  readonly orderItemId: string;
  readonly buyerId: string;
  readonly productId: string;
  readonly sellerId: string;
}

/** Keeps that lines were paid for. A refund that was heard of first has ended them already. */
export async function notePurchases({ sql }: Transaction, lines: readonly PurchasedLine[]): Promise<void> {
  await sql.query(
    `insert into purchase (order_item_id, buyer_id, product_id, seller_id, granted_at)
     select item, buyer, product, seller, now()
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) as line (item, buyer, product, seller) order by item
     on conflict (order_item_id) do update set granted_at = coalesce(purchase.granted_at, now())`,
    [
      lines.map(({ orderItemId }) => orderItemId),
      lines.map(({ buyerId }) => buyerId),
      lines.map(({ productId }) => productId),
      lines.map(({ sellerId }) => sellerId),
    ],
  );
}
