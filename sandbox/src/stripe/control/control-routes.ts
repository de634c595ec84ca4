import type { FastifyInstance } from 'fastify';
import { addFaultControls } from '../../http/fault-controls.ts';
import type { Faults } from '../../http/faults.ts';
import { addRedeliverControl } from '../../http/redeliver-control.ts';
import { addWebhookControls } from '../../http/webhook-controls.ts';
import type { Courier } from '../../webhook/courier.ts';
import type { JournalLine } from '../read-journal.ts';
import { journalLines, totalsOf } from '../read-journal.ts';
import type { StripeBooks } from '../stripe-books.ts';
import { addDisputeControls } from './dispute-controls.ts';

const JOURNAL_PAGE = 1000;

/** What the test controls work on. */
export interface ControlContext {
  books: StripeBooks;
  courier: Courier;
  faults: Faults;
  dataDir: string;
}

/** Offers the test controls under `/_sandbox`. */
export function addControlRoutes(app: FastifyInstance, { books, courier, faults, dataDir }: ControlContext): void {
  addWebhookControls(app, courier);
  addDisputeControls(app, books, courier);

  addRedeliverControl(app, courier, (id) => books.state.events.get(id)?.type);

  addFaultControls(app, courier, faults);

  app.get('/_sandbox/totals', async () => {
    const totals = totalsOf(books.state);
    await books.settled();
    return totals;
  });
  app.get('/_sandbox/journal', async (request) => {
    const { after = '0' } = request.query as { after?: string };
    await books.settled();
    const lines: JournalLine[] = [];
    for await (const line of journalLines(dataDir)) {
      if (line.seq > Number(after)) lines.push(line);
      if (lines.length === JOURNAL_PAGE) break;
    }
    return { lines };
  });
}
