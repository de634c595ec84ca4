import { notFound } from '@stoa/kit/errors';
import { newId, SerializationFailure } from '@stoa/kit/persistence';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { CartCreated, CartMerged } from '@stoa/schema/events/cart';
import { Cart, CartItem } from '../cart/cart.entity.ts';
import { endCarts } from '../cart/end-carts.ts';
import { expireOverdueCart } from '../cart/expire-carts.job.ts';
import { CartMerge } from './cart-merge.entity.ts';
import { type MergePlan, planMerge } from './plan-merge.ts';

/** What is counted by inventory, and how many the cart has of it. */
export const counted = (items: readonly CartItem[]): { variantId: string; quantity: number }[] =>
  items.filter(({ kind }) => kind === 'PHYSICAL').map(({ variantId, quantity }) => ({ variantId, quantity }));

/**
 * Puts a guest's cart into the viewer's, in one transaction that closes the one and writes the other. Asked again it answers what it did;
 * null where the guest has nothing that is being filled, and never had.
 */
export const mergeOnce = (context: DomainContext, guestId: string): Promise<CartMerge | null> =>
  context.transact(async (tx) => {
    await expireOverdueCart(tx);
    const buyerId = tx.viewer.userId!;
    const carts = context.rows.toObjects(
      Cart,
      await tx.sql.query(
        `select ${context.rows.columnsOf(Cart, 'cart')} from cart
         where buyer_id = any($1::uuid[]) and status = 'ACTIVE' and expires_at > now() order by id for update`,
        [[guestId, buyerId]],
      ),
    );
    const before = await tx.em.findOne(CartMerge, { guestId }, { orderBy: { mergedAt: 'desc' } });
    if (before && before.buyerId !== buyerId) throw notFound('guest cart');
    const guests = carts.find((cart) => cart.buyerId === guestId);
    if (!guests) return before;
    return merge(context, tx, guests, carts.find((cart) => cart.buyerId === buyerId) ?? null);
  });

async function merge({ rows }: DomainContext, tx: Transaction, guests: Cart, present: Cart | null): Promise<CartMerge> {
  const buyerId = tx.viewer.userId!;
  const intoCartId = present?.id ?? newId();
  const found = await tx.sql.query<{ cart_id: string }>(
    `select ${rows.columnsOf(CartItem, 'item')} from cart_item item where cart_id = any($1::uuid[]) order by id`,
    [[intoCartId, guests.id]],
  );
  const items = rows.toObjects(CartItem, found);
  const own = items.filter(({ cartId }) => cartId === intoCartId);
  const plan = planMerge(
    tx.viewer,
    intoCartId,
    own,
    items.filter(({ cartId }) => cartId === guests.id),
  );
  const into = await writeCart(tx, { id: intoCartId, buyerId, isNew: !present, currency: plan.currency, olderThan: guests.createdAt });
  await writeLines(tx, plan);
  const [closed] = await endCarts(tx.sql, 'merge', 'id = $3', [guests.id]);
  const done = Object.assign(new CartMerge(), {
    cartId: guests.id,
    guestId: guests.buyerId,
    buyerId,
    intoCartId,
    leftOut: [...plan.leftOut],
  });
  tx.em.persist(done);
  if (!present) tx.emit(CartCreated, into, { cartId: intoCartId, buyerId });
  const changed = new Set(plan.lines.map(({ id }) => id));
  const lines = counted([...own.filter(({ id }) => !changed.has(id)), ...plan.lines]);
  tx.emit(CartMerged, closed!, { cartId: guests.id, intoCartId, buyerId, lines });
  return done;
}

interface CartToWrite extends Pick<Cart, 'id' | 'buyerId' | 'currency'> {
  readonly isNew: boolean;
  readonly olderThan: Date;
}

/** Its sixty minutes count from the older of both. */
async function writeCart(
  { sql }: Transaction,
  { id, buyerId, currency, isNew, olderThan }: CartToWrite,
): Promise<{ id: string; version: number }> {
  const since = isNew ? '$4::timestamptz' : 'least(created_at, $4::timestamptz)';
  const deadline = `least(now() + interval '15 minutes', ${since} + interval '60 minutes')`;
  const [row] = await sql.query<{ id: string; version: number }>(
    isNew
      ? `insert into cart (id, buyer_id, status, currency, created_at, expires_at) values ($1, $2, 'ACTIVE', $3, ${since}, ${deadline})
         on conflict (buyer_id) where status = 'ACTIVE' do nothing returning id, version`
      : `update cart set version = version + 1, currency = $3, created_at = ${since}, expires_at = ${deadline}
         where id = $1 and buyer_id = $2 returning id, version`,
    [id, buyerId, currency, olderThan],
  );
  if (!row) throw new SerializationFailure('another cart was opened just now');
  return row;
}

async function writeLines({ sql }: Transaction, { lines }: MergePlan): Promise<void> {
  await sql.query(
    `insert into cart_item (id, cart_id, variant_id, product_id, seller_id, kind, sku, name, quantity, unit_price_amount_minor,
       unit_price_currency, added_minor, told_minor, purchasable, product_version)
     select id, "cartId", "variantId", "productId", "sellerId", kind, sku, name, quantity, "amountMinor", currency, "addedMinor", "toldMinor",
       purchasable, "productVersion"
     from jsonb_to_recordset($1) as line (id uuid, "cartId" uuid, "variantId" uuid, "productId" uuid, "sellerId" uuid, kind text, sku text,
       name text, quantity int, "amountMinor" bigint, currency text, "addedMinor" bigint, "toldMinor" bigint, purchasable boolean,
       "productVersion" int)
     on conflict (cart_id, variant_id) do update set quantity = excluded.quantity, added_minor = excluded.added_minor,
       told_minor = excluded.told_minor`,
    [JSON.stringify(lines.map(({ unitPrice: { amountMinor, currency }, ...line }) => ({ ...line, amountMinor, currency })))],
  );
}
