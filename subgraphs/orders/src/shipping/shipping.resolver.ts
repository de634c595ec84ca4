import { Arg, Ctx, FieldResolver, groupBy, ID, loader, Mutation, Resolver, Root, type Stub } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { SellerStub } from '../seller/seller.stub.ts';
import { createShippingMethod, removeShippingMethod, updateShippingMethod } from './change-shipping-methods.ts';
import { ShippingMethod } from './shipping-method.entity.ts';
import { ShippingMethodInput } from './shipping-method.input.ts';

const methodsOfSeller = loader<string, ShippingMethod[]>(async ({ rows }, sellerIds) =>
  groupBy(await rows.by(ShippingMethod, 'sellerId', sellerIds, 'id'), (method) => method.sellerId),
);

@Resolver(() => ShippingMethod)
export class ShippingMethodResolver {
  @Mutation(() => ShippingMethod)
  createShippingMethod(@Ctx() context: DomainContext, @Arg('input', () => ShippingMethodInput) input: ShippingMethodInput) {
    return context.run(createShippingMethod, input);
  }

  @Mutation(() => ShippingMethod)
  updateShippingMethod(
    @Ctx() context: DomainContext,
    @Arg('id', () => ID) id: string,
    @Arg('input', () => ShippingMethodInput) input: ShippingMethodInput,
  ) {
    return context.run(updateShippingMethod, { id, input });
  }

  @Mutation(() => Boolean)
  removeShippingMethod(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(removeShippingMethod, { id });
  }

  /** For each piece beyond the first. */
  @FieldResolver(() => Money)
  perItem(@Root() { perItemMinor, price }: ShippingMethod): Money {
    return Money.of({ amountMinor: perItemMinor, currency: price.currency });
  }

  /** From which value of the seller's goods on it costs nothing; null for never. */
  @FieldResolver(() => Money, { nullable: true })
  freeFrom(@Root() { freeFromMinor, price }: ShippingMethod): Money | null {
    return freeFromMinor === null ? null : Money.of({ amountMinor: freeFromMinor, currency: price.currency });
  }
}

@Resolver(() => SellerStub)
export class SellerShippingResolver {
  @FieldResolver(() => [ShippingMethod], { nullable: true })
  async shippingMethods(@Ctx() context: DomainContext, @Root() seller: Stub) {
    return (await context.load(methodsOfSeller, seller.id)) ?? [];
  }
}
