import { newId } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import type { Payment } from '../payment/payment.entity.ts';
import type { Parties } from './describe-parties.ts';
import type { DocumentCause, DocumentKind } from './document.entity.ts';
import type { PlannedDocument } from './document-lines.ts';

export type Paid = Pick<Payment, 'buyerId' | 'orderId' | 'lines' | 'shipping' | 'split'> & {
  readonly paymentId: string;
  readonly currency: string;
};

/** What a document is, and of what: a payment, a refund or a dispute. */
export interface Subject {
  readonly kind: DocumentKind;
  readonly reference: string;
  readonly cause: DocumentCause | null;
}

/** Whose numbers a receipt's are: the platform's. */
const PLATFORM = '00000000-0000-0000-0000-000000000000';
const PREFIX: Readonly<Record<DocumentKind, string>> = { RECEIPT: 'R', INVOICE: 'INV', CREDIT_NOTE: 'CN' };

export function documentRow({ kind, reference, cause }: Subject, paid: Paid, planned: PlannedDocument, parties: Parties) {
  const { paymentId, buyerId, orderId, currency } = paid;
  const owner = planned.sellerId ?? PLATFORM;
  const order = parties.orders.get(orderId);
  const names = {
    orderNumber: order?.number ?? null,
    sellerName: parties.sellers.get(owner) ?? null,
    buyerName: parties.buyers.get(buyerId) ?? null,
    buyerAddress: order?.shippingAddress ?? null,
  };
  return { id: newId(), kind, cause, prefix: PREFIX[kind], owner, reference, paymentId, buyerId, currency, ...names, ...planned };
}

/** Writes documents under their series' next numbers. Whoever comes at the same time waits for the series, and goes on from there. */
export async function writeDocuments({ sql }: Transaction, documents: readonly ReturnType<typeof documentRow>[]): Promise<void> {
  await sql.query(
    `with document as (
       select *, row_number() over (partition by owner, kind order by id) as place from jsonb_to_recordset($1) as document (id uuid, kind text,
         cause text, prefix text, owner uuid, reference uuid, "paymentId" uuid, "buyerId" uuid, "sellerId" uuid, "totalMinor" bigint, currency text,
         "orderNumber" text, "sellerName" text, "buyerName" text, "buyerAddress" jsonb, lines jsonb)
     ), counted as (
       select owner, kind, count(*)::int as many from document group by owner, kind
     ), series as (
       insert into document_series (seller_id, kind, year, last)
       select owner, kind, extract(year from now() at time zone 'UTC'), many from counted order by owner, kind
       on conflict (seller_id, kind, year) do update set last = document_series.last + excluded.last
       returning seller_id, kind, year, last
     )
     insert into payment_document (id, kind, cause, number, reference, payment_id, buyer_id, seller_id, total_amount_minor, total_currency,
       order_number, seller_name, buyer_name, buyer_address, lines)
     select id, document.kind, cause, prefix || '-' || year || '-' || to_char(last - many + place, 'FM999999999000000'), reference, "paymentId",
       "buyerId", "sellerId", "totalMinor", currency, "orderNumber", "sellerName", "buyerName", nullif("buyerAddress", 'null'), lines
     from document join counted using (owner, kind) join series on series.seller_id = owner and series.kind = document.kind`,
    [JSON.stringify(documents)],
  );
}
