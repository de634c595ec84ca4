import { DateTime, Field, InputType, Int } from '@stoa/kit/graphql';
import { amount, isChargeable, MoneyInput, NOT_CHARGEABLE } from '@stoa/kit/money';
import { z } from 'zod';
import { CouponKind } from './coupon.entity.ts';

@InputType()
export class CouponInput {
  @Field(() => String)
  code!: string;

  @Field(() => CouponKind)
  kind!: CouponKind;

  /** Of a PERCENTAGE. */
  @Field(() => Int, { nullable: true })
  percent?: number | null;

  /** Of an AMOUNT. */
  @Field(() => MoneyInput, { nullable: true })
  amount?: MoneyInput | null;

  /** What the owner's goods must be worth at least, before any discount. */
  @Field(() => MoneyInput, { nullable: true })
  minimum?: MoneyInput | null;

  @Field(() => Int, { nullable: true })
  maxUses?: number | null;

  @Field(() => Int, { nullable: true })
  maxUsesPerBuyer?: number | null;

  /** At once, where it is not said. */
  @Field(() => DateTime, { nullable: true })
  startsAt?: Date | null;

  @Field(() => DateTime, { nullable: true })
  endsAt?: Date | null;
}

const positive = amount.extend({ amountMinor: z.int().min(1, 'must be more than nothing').max(99_999_999_999, 'is too much') });
const uses = z.int().min(1, 'must be at least 1').nullish();

export const couponInput = z
  .object({
    code: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z0-9][A-Z0-9_-]{2,39}$/, 'is made of 3 to 40 letters, digits, hyphens and underscores'),
    kind: z.enum(['PERCENTAGE', 'AMOUNT', 'FREE_SHIPPING']),
    percent: z.int().min(1, 'must be at least 1').max(100, 'must be at most 100').nullish(),
    amount: positive.refine(isChargeable, { path: ['amountMinor'], message: NOT_CHARGEABLE }).nullish(),
    minimum: positive.nullish(),
    maxUses: uses,
    maxUsesPerBuyer: uses,
    startsAt: z.date().nullish(),
    endsAt: z.date().nullish(),
  })
  .refine(({ kind, percent }) => (kind === 'PERCENTAGE') === !!percent, {
    path: ['percent'],
    message: 'a PERCENTAGE has a percent, and no other kind',
  })
  .refine(({ kind, amount }) => (kind === 'AMOUNT') === !!amount, {
    path: ['amount'],
    message: 'an AMOUNT has an amount, and no other kind',
  })
  .refine(({ amount, minimum }) => !amount || !minimum || amount.currency === minimum.currency, {
    path: ['minimum'],
    message: 'amount and minimum are in one currency',
  })
  .refine(({ startsAt, endsAt }) => !endsAt || endsAt > (startsAt ?? new Date()), { path: ['endsAt'], message: 'must be after the start' });
