import type { DomainContext } from '@stoa/kit/use-case';
import { describeProducts, describeVariants } from '@stoa/schema/commands/catalog';
import { readContacts } from '@stoa/schema/commands/identity';
import { summarizeOrders } from '@stoa/schema/commands/orders';
import type { Kind, Names } from '../kind/kinds.ts';
import type { Audience } from '../kind/notice.ts';

/** A notification of which is known what happened and no more. */
export interface Unaddressed {
  readonly id: string;
  readonly kind: Kind;
  readonly audience: Audience;
  readonly audienceId: string;
  /** Nobody wants to be told of it any more; it belongs into the history all the same. */
  readonly isOld: boolean;
  readonly data: { readonly orderId?: string; readonly productId?: string; readonly variantId?: string };
}

/** The same with what the others said of it. */
export interface Gathered {
  readonly id: string;
  readonly kind: Kind;
  readonly isOld: boolean;
  /** Null where the audience is nobody any more. */
  readonly userId: string | null;
  readonly names: Names;
}

interface Order {
  readonly number: string;
  readonly buyerId: string;
  readonly items: readonly { readonly sellerId: string; readonly name: string; readonly quantity: number }[];
}

const distinct = (ids: readonly (string | undefined)[]): string[] => [...new Set(ids.filter((id) => id !== undefined))];

/** Asks each neighbour once for all. What needs one that does not answer is left out, and comes round again. */
export async function gather(context: DomainContext, due: readonly Unaddressed[]): Promise<Gathered[]> {
  if (due.length === 0) return [];
  const [orders, products, variants, users] = await Promise.all([
    asked(context, () => readOrders(context, distinct(due.map(orderOf)))),
    asked(context, () => readProducts(context, distinct(due.map(({ data }) => data.productId)))),
    asked(context, () => readVariants(context, distinct(due.map(({ data }) => data.variantId)))),
    asked(context, () =>
      readSellersUsers(context, distinct(due.map(({ audience, audienceId }) => (audience === 'SELLER' ? audienceId : undefined)))),
    ),
  ]);
  return due.flatMap((notice): Gathered[] => {
    const { id, kind, isOld, audience, audienceId, data } = notice;
    const orderId = orderOf(notice);
    if ((orderId && !orders) || (data.productId && !products) || (data.variantId && !variants)) return [];
    if (audience === 'SELLER' && !users) return [];
    const order = orderId ? orders?.get(orderId) : undefined;
    const userId = { USER: audienceId, SELLER: users?.get(audienceId), BUYER_OF: order?.buyerId }[audience] ?? null;
    // A seller is told of what is theirs in an order, and of nobody else's.
    const items = order?.items.filter(({ sellerId }) => audience !== 'SELLER' || sellerId === audienceId);
    const product = (data.productId && products?.get(data.productId)) || (data.variantId && variants?.get(data.variantId));
    const names: Names = {
      ...(order && { order: order.number }),
      ...(items && { items: items.map(({ name, quantity }) => `${quantity} × ${name}`) }),
      ...(product && { product }),
    };
    return [{ id, kind, isOld, userId, names }];
  });
}

const orderOf = ({ audience, audienceId, data }: Unaddressed): string | undefined => (audience === 'BUYER_OF' ? audienceId : data.orderId);

/** Null where a neighbour does not answer. */
async function asked<T>(context: DomainContext, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (err) {
    context.log.warn({ err }, 'what is called how could not be asked; it is asked again');
    return null;
  }
}

async function readOrders(context: DomainContext, orderIds: readonly string[]): Promise<Map<string, Order>> {
  if (orderIds.length === 0) return new Map();
  const { orders } = await context.call(summarizeOrders, { orderIds: [...orderIds] });
  return new Map(orders.map((order) => [order.orderId, order]));
}

async function readProducts(context: DomainContext, productIds: readonly string[]): Promise<Map<string, string>> {
  if (productIds.length === 0) return new Map();
  const { products } = await context.call(describeProducts, { productIds: [...productIds] });
  return new Map(products.map(({ productId, name }) => [productId, name]));
}

async function readVariants(context: DomainContext, variantIds: readonly string[]): Promise<Map<string, string>> {
  if (variantIds.length === 0) return new Map();
  const { variants } = await context.call(describeVariants, { variantIds: [...variantIds] });
  return new Map(variants.map(({ variantId, name }) => [variantId, name]));
}

async function readSellersUsers(context: DomainContext, sellerIds: readonly string[]): Promise<Map<string, string>> {
  if (sellerIds.length === 0) return new Map();
  const { contacts } = await context.call(readContacts, { userIds: [], sellerIds: [...sellerIds] });
  return new Map(contacts.flatMap(({ sellerId, userId }) => (sellerId ? [[sellerId, userId] as const] : [])));
}
