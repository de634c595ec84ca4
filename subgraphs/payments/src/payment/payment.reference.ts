import { Directive, extension, Field, ID, ObjectType, reference } from '@stoa/kit/graphql';
import { Payment } from './payment.entity.ts';
import { paymentPolicy } from './payment.policy.ts';

/** Orders' order, with its payment. */
@Directive('@key(fields: "id")')
@ObjectType('Order')
export class OrderPayment {
  @Field(() => ID)
  id!: string;
}

export const orderExtension = extension(OrderPayment);

export const paymentReference = reference(Payment, paymentPolicy.read, ({ rows }, ids) => rows.by(Payment, 'id', ids));
