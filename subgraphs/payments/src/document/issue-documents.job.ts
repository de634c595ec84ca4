import { job, seconds } from '@stoa/kit/jobs';
import type { DomainContext } from '@stoa/kit/use-case';
import type { RefundedLine } from '../refund/refund.entity.ts';
import { describeParties } from './describe-parties.ts';
import type { DocumentKind } from './document.entity.ts';
import { documentsOfPayment, documentsOfReturn, type PlannedDocument } from './document-lines.ts';
import { documentRow, type Paid, type Subject, writeDocuments } from './write-documents.ts';

const BATCH = 200;

/**
 * Writes the receipt and the invoices of what was captured, and the credit notes of what went back. It is done beside the capture, many at a
 * time: a seller's numbers are given one after the other, and no buyer need wait for that.
 */
export const issueDocuments = job('payments.issueDocuments', seconds(5), async (context) => {
  while ((await issueOfPayments(context)) === BATCH);
  for (const going of RETURNS) while ((await issueOfReturns(context, going)) === BATCH);
});

const PAID = `payment.id as "paymentId", payment.order_id as "orderId", payment.buyer_id as "buyerId", payment.lines, payment.shipping, payment.split,
  payment.amount_currency as currency`;

async function issueOfPayments(context: DomainContext): Promise<number> {
  const waiting = await context.sql.query<Paid>(
    `select ${PAID} from payment where not documented and captured_at is not null order by captured_at limit ${BATCH}`,
  );
  if (waiting.length === 0) return 0;
  const parties = await describeParties(context, waiting);
  return context.transact(async (tx) => {
    const due = await tx.sql.query<Paid>(
      `select ${PAID} from payment where id = any($1) and not documented order by captured_at for update skip locked`,
      [waiting.map(({ paymentId }) => paymentId)],
    );
    if (due.length === 0) return 0;
    const documents = due.flatMap((payment) => {
      const { receipt, invoices } = documentsOfPayment(payment);
      const of = (kind: DocumentKind) => (planned: PlannedDocument) =>
        documentRow({ kind, cause: null, reference: payment.paymentId }, payment, planned, parties);
      return [of('RECEIPT')(receipt), ...invoices.map(of('INVOICE'))];
    });
    await writeDocuments(tx, documents);
    await tx.sql.query('update payment set documented = true where id = any($1)', [due.map(({ paymentId }) => paymentId)]);
    return waiting.length;
  });
}

/** Something of which documents are due after a payment's own: where, what is due, and how it is marked. */
interface Returns extends Omit<Subject, 'reference'> {
  readonly table: 'refund' | 'dispute';
  readonly due: string;
  readonly mark: string;
}

/** What went back, by refunds and by banks. What a bank has returned after its credit note was written is billed again. */
const RETURNS: readonly Returns[] = [
  { kind: 'CREDIT_NOTE', cause: 'REFUND', table: 'refund', due: `refund.status = 'SUCCEEDED' and not credited`, mark: 'credited' },
  { kind: 'CREDIT_NOTE', cause: 'DISPUTE', table: 'dispute', due: `dispute.status = 'LOST' and not credited`, mark: 'credited' },
  {
    kind: 'INVOICE',
    cause: 'DISPUTE',
    table: 'dispute',
    due: `dispute.status = 'WON' and credited and not billed_again`,
    mark: 'billed_again',
  },
];

async function issueOfReturns(context: DomainContext, { kind, cause, table, due: isDue, mark }: Returns): Promise<number> {
  type Returned = Paid & { readonly reference: string; readonly returned: RefundedLine[] };
  const returns = `select ${table}.id as reference, ${table}.lines as returned, ${PAID} from ${table} join payment on payment.id = payment_id
       where ${isDue}`;
  const waiting = await context.sql.query<Returned>(`${returns} order by ${table}.created_at limit ${BATCH}`);
  if (waiting.length === 0) return 0;
  const parties = await describeParties(context, waiting);
  return context.transact(async (tx) => {
    const due = await tx.sql.query<Returned>(
      `${returns} and ${table}.id = any($1) order by ${table}.created_at for update of ${table} skip locked`,
      [waiting.map(({ reference }) => reference)],
    );
    if (due.length === 0) return 0;
    const documents = due.flatMap((one) =>
      documentsOfReturn(one, one.returned).map((planned) => documentRow({ kind, cause, reference: one.reference }, one, planned, parties)),
    );
    await writeDocuments(tx, documents);
    await tx.sql.query(`update ${table} set ${mark} = true where id = any($1)`, [due.map(({ reference }) => reference)]);
    return waiting.length;
  });
}
