import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { CountryCode } from './scalars.ts';

/** A name and a value, as sellers describe what they sell; given and shown alike. */
@ObjectType('AttributeFields')
@InputType('AttributeInput')
export class AttributeInput {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  value!: string;
}

@Directive('@shareable')
@ObjectType('Attribute')
export class Attribute extends AttributeInput {}

/** Where parcels go. */
@ObjectType('AddressFields')
@InputType('AddressInput')
export class AddressInput {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  line1!: string;

  @Field(() => String, { nullable: true })
  line2?: string | null;

  @Field(() => String)
  city!: string;

  @Field(() => String, { nullable: true })
  region?: string | null;

  @Field(() => String)
  postalCode!: string;

  @Field(() => CountryCode)
  country!: string;

  @Field(() => String, { nullable: true })
  phone?: string | null;
}

/** An address that is kept. On an order it is a frozen copy with an id of its own. */
@Directive('@shareable')
@ObjectType('Address')
export class Address extends AddressInput {
  @Field(() => ID)
  id!: string;
}

/** Text that a person typed: trimmed, not empty, bounded, free of control characters. */
export const text = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(maxLength, `must be at most ${maxLength} characters`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are just what is refused here.
    .refine((value) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(value), 'must not contain control characters');

export const optionalText = (maxLength: number) => text(maxLength).nullish();

export const addressInput = z.object({
  name: text(200),
  line1: text(200),
  line2: optionalText(200),
  city: text(100),
  region: optionalText(100),
  postalCode: text(20),
  country: z.string().regex(/^[A-Z]{2}$/),
  phone: optionalText(40),
});

export const attributeInput = z.object({ name: text(100), value: text(500) });
