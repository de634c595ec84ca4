import type { Amount, InputOf, OutputOf } from '@stoa/kit/contracts';
import { DomainError, notFound } from '@stoa/kit/errors';
import { isEntityId } from '@stoa/kit/graphql';
import { newId } from '@stoa/kit/persistence';
import { answering, type CommandAnswer } from '@stoa/kit/testing';
import { describeVariants } from '@stoa/schema/commands/catalog';
import { readAddress, readGuestToken } from '@stoa/schema/commands/identity';
import { holdForCart, moveHold } from '@stoa/schema/commands/inventory';
import { placeOrder, quoteBasket, readLines } from '@stoa/schema/commands/orders';

type DescribedVariant = OutputOf<typeof describeVariants>['variants'][number];

export const anAddress = { name: 'Ada', line1: 'Example Street 1', city: 'Berlin', postalCode: '10115', country: 'DE' };

/** Catalog, inventory, identity and orders, as far as a cart has to do with them. */
export class Neighbours {
  readonly variants = new Map<string, DescribedVariant>();
  readonly stock = new Map<string, number>();
  readonly orders: InputOf<typeof placeOrder>[] = [];
  readonly #holds = new Map<string, Map<string, number>>();
  readonly #addresses = new Map<string, string>();
  readonly #bought = new Map<string, { buyerId: string; currency: string; lines: { variantId: string; quantity: number }[] }>();

  /** Somebody sells this; its variant's id. There are a hundred of it unless said. */
  selling(facts: Partial<DescribedVariant> & { price?: Amount } = {}, stock = 100): string {
    const variantId = newId();
    const ordinary = {
      productId: newId(),
      sellerId: newId(),
      kind: 'PHYSICAL' as const,
      status: 'ACTIVE' as const,
      withheld: false,
      name: 'A thing',
      productVersion: 0,
      deliverable: true,
      categoryIds: [],
    };
    const price = facts.price ?? { amountMinor: 1_000, currency: 'USD' };
    this.variants.set(variantId, {
      ...ordinary,
      sku: `SKU-${variantId}`,
      price,
      prices: [price],
      ...facts,
      variantId,
    });
    this.stock.set(variantId, stock);
    return variantId;
  }

  addressOf(userId: string): string {
    const id = newId();
    this.#addresses.set(id, userId);
    return id;
  }

  orderOf(buyerId: string, lines: { variantId: string; quantity: number }[], currency = 'USD'): string {
    const id = newId();
    this.#bought.set(id, { buyerId, currency, lines });
    return id;
  }

  /** How many of a variant a cart holds. */
  held(cartId: string, variantId: string): number {
    return this.#holds.get(cartId)?.get(variantId) ?? 0;
  }

  /** How many of a variant all carts hold. */
  taken(variantId: string): number {
    return [...this.#holds.values()].reduce((sum, lines) => sum + (lines.get(variantId) ?? 0), 0);
  }

  get commands(): CommandAnswer[] {
    return [
      answering(describeVariants, ({ variantIds }) => ({ variants: variantIds.flatMap((id) => this.variants.get(id) ?? []) })),
      answering(holdForCart, ({ cartId, variantId, quantity }) => this.#hold(cartId, variantId, quantity)),
      answering(readAddress, ({ userId, addressId }) => {
        if (this.#addresses.get(addressId) !== userId) throw notFound('address');
        return anAddress;
      }),
      // A guest's token is the guest's id here.
      answering(readGuestToken, ({ token }) => {
        if (!isEntityId(token)) throw new DomainError('AUTH_001', 'Invalid or expired guest token');
        return { guestId: token };
      }),
      answering(moveHold, ({ fromCartId, intoCartId, lines }) => this.#move(fromCartId, intoCartId, lines)),
      answering(readLines, ({ orderId, buyerId }) => {
        const order = this.#bought.get(orderId);
        if (order?.buyerId !== buyerId) throw notFound('order');
        return { currency: order.currency, lines: order.lines };
      }),
      answering(placeOrder, (order) => this.#place(order)),
      answering(quoteBasket, ({ lines, couponCodes }) => this.#quote(lines, couponCodes)),
    ];
  }

  #hold(cartId: string, variantId: string, quantity: number): { expiresAt: string } {
    const holds = this.#holds.get(cartId) ?? new Map<string, number>();
    const taken = this.taken(variantId) - (holds.get(variantId) ?? 0);
    const left = (this.stock.get(variantId) ?? 0) - taken;
    if (quantity > left)
      throw new DomainError('OUT_OF_STOCK', `Only ${left} are left`, { variantId, available: left - (holds.get(variantId) ?? 0) });
    holds.set(variantId, quantity);
    this.#holds.set(cartId, holds);
    return { expiresAt: new Date(Date.now() + 15 * 60_000).toISOString() };
  }

  /** Orders where nobody has set any rate, and every coupon is unknown. */
  #quote(lines: InputOf<typeof quoteBasket>['lines'], couponCodes: readonly string[] = []): OutputOf<typeof quoteBasket> {
    const subtotalMinor = lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice.amountMinor * quantity, 0);
    const coupons = couponCodes.map((code) => ({ code, sellerId: null, discountMinor: 0, problem: 'UNKNOWN' as const }));
    const nothing = { discountMinor: 0, shippingMinor: 0, taxMinor: 0, coupons, shipping: [] };
    return { subtotalMinor, totalMinor: subtotalMinor, ...nothing };
  }

  #move(from: string, into: string, lines: readonly { variantId: string; quantity: number }[]): Record<string, never> {
    const holds = this.#holds.get(into) ?? new Map<string, number>();
    for (const [variantId, held] of this.#holds.get(from) ?? []) {
      const wanted = lines.find((line) => line.variantId === variantId)?.quantity ?? 0;
      const own = holds.get(variantId) ?? 0;
      holds.set(variantId, own + Math.max(0, Math.min(held, wanted - own)));
    }
    this.#holds.set(into, holds);
    this.#holds.delete(from);
    return {};
  }

  /** As orders does: an order that was asked for before is answered as before. */
  #place(order: InputOf<typeof placeOrder>): { orderId: string; paymentId: string } {
    if (!this.orders.some((placed) => placed.orderId === order.orderId)) this.orders.push(order);
    return { orderId: order.orderId, paymentId: paymentOf(order.orderId) };
  }
}

/** The payment of an order, so that asking twice gives the same one. */
export const paymentOf = (orderId: string): string => `${orderId.slice(0, -4)}ffff`;
