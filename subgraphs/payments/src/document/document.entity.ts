import { DateTime, enumOf, Field, ID, Int, ObjectType } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import { Embedded, Entity, Enum, Index, PrimaryKey, Property } from '@stoa/kit/persistence';
import type { address } from '@stoa/schema/commands/identity';
import type { z } from 'zod';

const DOCUMENT_KINDS = ['RECEIPT', 'INVOICE', 'CREDIT_NOTE'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];
const DOCUMENT_CAUSES = ['REFUND', 'DISPUTE'] as const;
export type DocumentCause = (typeof DOCUMENT_CAUSES)[number];
const InvoiceCauseEnum = enumOf('InvoiceCause', DOCUMENT_CAUSES);
export type BuyerAddress = z.output<typeof address>;
const InvoiceKindEnum = enumOf('InvoiceKind', ['INVOICE', 'CREDIT_NOTE']);

/** One thing on a document, as it was sold. All amounts are of the whole line. */
export interface DocumentLine {
  readonly name: string;
  readonly sku: string | null;
  readonly quantity: number;
  /** What was paid for it, or goes back: tax included, discounts taken off. */
  readonly amountMinor: number;
  readonly taxMinor: number;
  /** 19 % is 190,000. */
  readonly taxRatePpm: number;
  readonly discountMinor: number;
}

/**
 * A receipt of a whole payment, a seller's invoice of their part, or the credit note of what went back of it. It is written once; the
 * database refuses any change.
 */
@Entity({ tableName: 'payment_document' })
@Index({ properties: ['paymentId'] })
@Index({ properties: ['sellerId', 'id'] })
@ObjectType('Invoice')
export class PaymentDocument {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Field(() => InvoiceKindEnum)
  @Enum({ items: () => [...DOCUMENT_KINDS] })
  readonly kind!: DocumentKind;

  /**
   * What went back, or came again: a refund, or what the buyer's bank decided. Null for the receipt and the first invoices. A bank that
   * returns what it had kept brings another invoice.
   */
  @Field(() => InvoiceCauseEnum, { nullable: true })
  @Enum({ items: () => [...DOCUMENT_CAUSES], nullable: true })
  readonly cause!: DocumentCause | null;

  /** Counted without a gap by seller, kind and year. */
  @Field(() => String)
  @Property({ type: 'string', length: 20 })
  readonly number!: string;

  /** The payment's id, the refund's or the dispute's. */
  @Property({ type: 'uuid' })
  readonly reference!: string;

  @Property({ type: 'uuid' })
  readonly paymentId!: string;

  @Property({ type: 'uuid' })
  readonly buyerId!: string;

  /** Null for a receipt, which is of all sellers together. */
  @Property({ type: 'uuid', nullable: true })
  readonly sellerId!: string | null;

  @Field(() => Money)
  @Embedded(() => Money)
  readonly total!: Money;

  @Property({ type: 'json' })
  readonly lines!: DocumentLine[];

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly issuedAt!: Date;

  /** The number by which people know the order, and the seller's name of that day; older documents lack them. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 40, nullable: true })
  readonly orderNumber!: string | null;

  @Property({ type: 'string', length: 200, nullable: true })
  readonly sellerName!: string | null;

  /** The buyer's name of that day, and the address that their order froze, if anything of it was sent. */
  @Property({ type: 'string', length: 201, nullable: true })
  readonly buyerName!: string | null;

  @Property({ type: 'json', nullable: true })
  readonly buyerAddress!: BuyerAddress | null;
}

/** How many documents there are of one seller, kind and year. Its row is locked until the next one is committed, so no number is lost. */
@Entity({ tableName: 'document_series' })
export class DocumentSeries {
  @PrimaryKey({ type: 'uuid' })
  readonly sellerId!: string;

  @PrimaryKey({ type: 'string', length: 20 })
  readonly kind!: string;

  @PrimaryKey({ type: 'integer' })
  readonly year!: number;

  @Property({ type: 'integer' })
  readonly last!: number;
}

/** That a payment was made. */
@ObjectType()
export class Receipt {
  readonly id!: string;

  @Field(() => String)
  readonly number!: string;

  @Field(() => DateTime)
  readonly issuedAt!: Date;
}

/** One line of an invoice or of a credit note. */
@ObjectType()
export class InvoiceLine {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { nullable: true })
  readonly sku!: string | null;

  @Field(() => Int)
  readonly quantity!: number;

  /** What was paid for all of it, or goes back: tax included, discounts taken off. */
  @Field(() => Money)
  readonly amount!: Money;

  /** The tax in it. */
  @Field(() => Money)
  readonly tax!: Money;

  /** In millionths: 19 % is 190,000. */
  @Field(() => Int)
  readonly taxRatePpm!: number;
}
