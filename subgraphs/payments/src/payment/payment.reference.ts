import { extendedStubOf, extension, reference } from '@stoa/kit/graphql';
import { Payment } from './payment.entity.ts';
import { paymentPolicy } from './payment.policy.ts';

/** Orders' order, with its payment. */
export const OrderPayment = extendedStubOf('Order');

export const orderExtension = extension(OrderPayment);

export const paymentReference = reference(Payment, paymentPolicy.read, ({ rows }, ids) => rows.by(Payment, 'id', ids));
