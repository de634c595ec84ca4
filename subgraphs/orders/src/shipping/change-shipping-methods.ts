import { badInput, notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import { permitted } from '@stoa/kit/policy';
import { type Transaction, useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { shippingPolicy } from './shipping.policy.ts';
import { ShippingMethod } from './shipping-method.entity.ts';
import { shippingMethodInput } from './shipping-method.input.ts';

/** More than anybody offers; every purchase of the seller's goods reads them all. */
const MAX_METHODS = 50;

export const createShippingMethod = useCase(
  'orders.createShippingMethod',
  shippingMethodInput,
  async (tx, input): Promise<ShippingMethod> => {
    const { sellerId } = tx.viewer;
    if (!sellerId) throw notFound('seller');
    if ((await tx.em.count(ShippingMethod, { sellerId })) >= MAX_METHODS)
      throw badInput(`a seller has at most ${MAX_METHODS} shipping methods`);
    const method = ShippingMethod.of({ sellerId, ...termsOf(input) });
    tx.em.persist(method);
    return method;
  },
);

export const updateShippingMethod = useCase(
  'orders.updateShippingMethod',
  z.object({ id: entityId, input: shippingMethodInput }),
  async (tx, { id, input }): Promise<ShippingMethod> => Object.assign(await ownMethod(tx, id), termsOf(input)),
);

export const removeShippingMethod = useCase(
  'orders.removeShippingMethod',
  z.object({ id: entityId }),
  async (tx, { id }): Promise<boolean> => {
    tx.em.remove(await ownMethod(tx, id));
    return true;
  },
);

const ownMethod = async (tx: Transaction, id: string): Promise<ShippingMethod> =>
  permitted(tx.viewer, await tx.lock(ShippingMethod, { id }), shippingPolicy.change, 'shipping method');

const termsOf = ({ name, destinations, price, perItem, freeFrom }: z.output<typeof shippingMethodInput>) => ({
  ...{ name, destinations, price: Money.of(price), perItemMinor: perItem?.amountMinor ?? 0, freeFromMinor: freeFrom?.amountMinor ?? null },
});
