import { Args, Ctx, connectionOf, FieldResolver, newestFirst, PageArgs, Resolver, Root, type Stub, toEntityId } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { Payment } from '../payment/payment.entity.ts';
import { InvoiceLine, PaymentDocument, Receipt } from './document.entity.ts';
import { documentsOfPayment, SellerInvoices } from './document.reference.ts';
import { addressOf } from './document-address.ts';

const InvoiceConnection = connectionOf(PaymentDocument, 'Invoice');

@Resolver(() => Payment)
export class PaymentDocumentsResolver {
  /** Null until it is captured, and for some seconds after that. */
  @FieldResolver(() => Receipt, { nullable: true })
  async receipt(@Ctx() context: DomainContext, @Root() payment: Payment): Promise<Receipt | null> {
    const documents = (await context.load(documentsOfPayment, payment.id)) ?? [];
    return documents.find(({ kind }) => kind === 'RECEIPT') ?? null;
  }

  /** What each seller billed, and what they gave back of it. */
  @FieldResolver(() => [PaymentDocument])
  async invoices(@Ctx() context: DomainContext, @Root() payment: Payment): Promise<PaymentDocument[]> {
    const documents = (await context.load(documentsOfPayment, payment.id)) ?? [];
    return documents.filter(({ kind }) => kind !== 'RECEIPT');
  }
}

@Resolver(() => Receipt)
export class ReceiptResolver {
  /** As a PDF, for some minutes. */
  @FieldResolver(() => String)
  url(@Ctx() context: DomainContext, @Root() receipt: Receipt): Promise<string> {
    return addressOf(context, receipt);
  }
}

@Resolver(() => PaymentDocument)
export class InvoiceResolver {
  /** As a PDF, for some minutes. */
  @FieldResolver(() => String)
  url(@Ctx() context: DomainContext, @Root() document: PaymentDocument): Promise<string> {
    return addressOf(context, document);
  }

  @FieldResolver(() => [InvoiceLine])
  lines(@Root() { lines, total: { currency } }: PaymentDocument): InvoiceLine[] {
    return lines.map(({ name, sku, quantity, amountMinor, taxMinor, taxRatePpm }) => {
      const [amount, tax] = [Money.of({ amountMinor, currency }), Money.of({ amountMinor: taxMinor, currency })];
      return Object.assign(new InvoiceLine(), { name, sku, quantity, amount, tax, taxRatePpm });
    });
  }

  /** The tax in all of it. */
  @FieldResolver(() => Money)
  tax(@Root() { lines, total: { currency } }: PaymentDocument): Money {
    return Money.of({ amountMinor: lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0), currency });
  }

  @FieldResolver(() => SellerInvoices, { nullable: true })
  seller(@Root() { sellerId }: PaymentDocument): Stub | null {
    return sellerId ? { id: sellerId } : null;
  }
}

@Resolver(() => SellerInvoices)
export class SellerInvoicesResolver {
  @FieldResolver(() => InvoiceConnection, { nullable: true })
  invoices(@Ctx() context: DomainContext, @Root() seller: Stub, @Args(() => PageArgs) page: PageArgs) {
    return newestFirst(context.read, PaymentDocument, { sellerId: toEntityId(seller.id) }, page);
  }
}
