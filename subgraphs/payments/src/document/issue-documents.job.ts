import { job, seconds } from '@stoa/kit/jobs';
import { newId } from '@stoa/kit/persistence';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { describeSellers } from '@stoa/schema/commands/identity';
import { readOrderNumbers } from '@stoa/schema/commands/orders';
import type { Payment } from '../payment/payment.entity.ts';
import type { RefundedLine } from '../refund/refund.entity.ts';
import type { DocumentKind } from './document.entity.ts';
import { creditNotesOf, documentsOfPayment, type PlannedDocument } from './document-lines.ts';

const BATCH = 200;

/**
 * Writes the receipt and the invoices of what was captured, and the credit notes of what went back. It is done beside the capture, many at a
 * time: a seller's numbers are given one after the other, and no buyer need wait for that.
 */
export const issueDocuments = job('payments.issueDocuments', seconds(5), async (context) => {
  while ((await issueOfPayments(context)) === BATCH);
  while ((await issueOfRefunds(context)) === BATCH);
});

type Paid = Pick<Payment, 'buyerId' | 'orderId' | 'lines' | 'shipping' | 'split'> & {
  readonly paymentId: string;
  readonly currency: string;
};

const PAID = `payment.id as "paymentId", payment.order_id as "orderId", payment.buyer_id as "buyerId", payment.lines, payment.shipping, payment.split,
  payment.amount_currency as currency`;

async function issueOfPayments(context: DomainContext): Promise<number> {
  const waiting = await context.sql.query<Paid>(
    `select ${PAID} from payment where not documented and captured_at is not null order by captured_at limit ${BATCH}`,
  );
  if (waiting.length === 0) return 0;
  const names = await namesFor(context, waiting);
  return context.transact(async (tx) => {
    const due = await tx.sql.query<Paid>(
      `select ${PAID} from payment where id = any($1) and not documented order by captured_at for update skip locked`,
      [waiting.map(({ paymentId }) => paymentId)],
    );
    if (due.length === 0) return 0;
    const documents = due.flatMap((payment) => {
      const { receipt, invoices } = documentsOfPayment(payment);
      const of = (kind: DocumentKind) => (planned: PlannedDocument) => documentRow(kind, payment.paymentId, payment, planned, names);
      return [of('RECEIPT')(receipt), ...invoices.map(of('INVOICE'))];
    });
    await write(tx, documents);
    await tx.sql.query('update payment set documented = true where id = any($1)', [due.map(({ paymentId }) => paymentId)]);
    return waiting.length;
  });
}

async function issueOfRefunds(context: DomainContext): Promise<number> {
  type Refunded = Paid & { refundId: string; refunded: RefundedLine[] };
  const refunds = `select refund.id as "refundId", refund.lines as refunded, ${PAID} from refund join payment on payment.id = payment_id
       where not credited and refund.status = 'SUCCEEDED'`;
  const waiting = await context.sql.query<Refunded>(`${refunds} order by refund.created_at limit ${BATCH}`);
  if (waiting.length === 0) return 0;
  const names = await namesFor(context, waiting);
  return context.transact(async (tx) => {
    const due = await tx.sql.query<Refunded>(
      `${refunds} and refund.id = any($1) order by refund.created_at for update of refund skip locked`,
      [waiting.map(({ refundId }) => refundId)],
    );
    if (due.length === 0) return 0;
    const documents = due.flatMap((one) =>
      creditNotesOf(one, { lines: one.refunded }).map((planned) => documentRow('CREDIT_NOTE', one.refundId, one, planned, names)),
    );
    await write(tx, documents);
    await tx.sql.query('update refund set credited = true where id = any($1)', [due.map(({ refundId }) => refundId)]);
    return waiting.length;
  });
}

interface Names {
  readonly orders: ReadonlyMap<string, string>;
  readonly sellers: ReadonlyMap<string, string>;
}

/** What people call the orders and sellers of these payments today. */
async function namesFor(context: DomainContext, paid: readonly Paid[]): Promise<Names> {
  const sellerIds = [...new Set(paid.flatMap(({ split }) => split.map(({ sellerId }) => sellerId)))];
  const [{ orders }, { sellers }] = await Promise.all([
    context.call(readOrderNumbers, { orderIds: [...new Set(paid.map(({ orderId }) => orderId))] }),
    context.call(describeSellers, { sellerIds }),
  ]);
  return {
    orders: new Map(orders.map(({ orderId, number }) => [orderId, number])),
    sellers: new Map(sellers.map(({ sellerId, displayName }) => [sellerId, displayName])),
  };
}

/** Whose numbers a receipt's are: the platform's. */
const PLATFORM = '00000000-0000-0000-0000-000000000000';
const PREFIX: Readonly<Record<DocumentKind, string>> = { RECEIPT: 'R', INVOICE: 'INV', CREDIT_NOTE: 'CN' };

function documentRow(kind: DocumentKind, reference: string, paid: Paid, planned: PlannedDocument, { orders, sellers }: Names) {
  const { paymentId, buyerId, orderId, currency } = paid;
  const owner = planned.sellerId ?? PLATFORM;
  const names = { orderNumber: orders.get(orderId) ?? null, sellerName: sellers.get(owner) ?? null };
  return { id: newId(), kind, prefix: PREFIX[kind], owner, reference, paymentId, buyerId, currency, ...names, ...planned };
}

/** Writes documents under their series' next numbers. Whoever comes at the same time waits for the series, and goes on from there. */
async function write({ sql }: Transaction, documents: readonly ReturnType<typeof documentRow>[]): Promise<void> {
  await sql.query(
    `with document as (
       select *, row_number() over (partition by owner, kind order by id) as place from jsonb_to_recordset($1) as document (id uuid, kind text,
         prefix text, owner uuid, reference uuid, "paymentId" uuid, "buyerId" uuid, "sellerId" uuid, "totalMinor" bigint, currency text, "orderNumber" text,
         "sellerName" text, lines jsonb)
     ), counted as (
       select owner, kind, count(*)::int as many from document group by owner, kind
     ), series as (
       insert into document_series (seller_id, kind, year, last)
       select owner, kind, extract(year from now() at time zone 'UTC'), many from counted order by owner, kind
       on conflict (seller_id, kind, year) do update set last = document_series.last + excluded.last
       returning seller_id, kind, year, last
     )
     insert into payment_document (id, kind, number, reference, payment_id, buyer_id, seller_id, total_amount_minor, total_currency,
       order_number, seller_name, lines)
     select id, document.kind, prefix || '-' || year || '-' || to_char(last - many + place, 'FM999999999000000'), reference, "paymentId",
       "buyerId", "sellerId", "totalMinor", currency, "orderNumber", "sellerName", lines
     from document join counted using (owner, kind) join series on series.seller_id = owner and series.kind = document.kind`,
    [JSON.stringify(documents)],
  );
}
