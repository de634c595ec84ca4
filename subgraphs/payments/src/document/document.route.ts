import { BoundedQueue } from '@stoa/kit/concurrency';
import { isEntityId } from '@stoa/kit/graphql';
import { type RouteResponse, route } from '@stoa/kit/subgraph';
import { PaymentDocument } from './document.entity.ts';
import { isGiven } from './document-address.ts';

/** Printing holds the process up for some milliseconds each time, so it is done one at a time, and not for a whole crowd. */
const queue = new BoundedQueue(1, 50);

const NONE: RouteResponse = { status: 404, headers: { 'cache-control': 'no-store' } };

/** A document as a PDF, for whoever was given its address. An address that is wrong or over is one of nothing. */
export const documentRoute = route('GET', '/documents/:id', async (context, { query }, id): Promise<RouteResponse> => {
  if (!isEntityId(id) || !(await isGiven(context, id, query))) return NONE;
  const [document] = await context.rows.by(PaymentDocument, 'id', [id]);
  if (!document) return NONE;
  // What prints takes 30 MB, which a process that prints nothing does without.
  const { printDocument } = await import('./print-document.ts');
  const headers = {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="${document.number}.pdf"`,
    'cache-control': 'private, no-store',
  };
  return { status: 200, headers, body: await queue.run(() => printDocument(document)) };
});
