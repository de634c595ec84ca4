import type { Errand } from './scene.ts';

const PAPERS = 'query ($id: ID!) { payment(id: $id) { receipt { url } invoices { url } } }';
const STATEMENT = 'query ($id: ID!) { seller(id: $id) { statement { csvUrl pdfUrl lines(first: 20) { nodes { kind orderNumber } } } } }';

interface Read {
  readonly seller: { readonly statement: { readonly csvUrl: string | null; readonly pdfUrl: string | null } | null };
}

/** What people look at beside: what they have paid, what they have earned, and who signs tokens. */
export const reading: Errand = {
  name: 'papers and statements read',
  async do({ market, tally, sellers }, random) {
    const paid = [...tally.promised.values()].filter((each) => each.paid);
    if (paid.length > 0) {
      const { buyer, paymentId } = random.pick(paid);
      const seen = await buyer.ask<{ payment: { receipt: { url: string } | null; invoices: { url: string }[] } | null }>(PAPERS, {
        id: paymentId,
      });
      const { receipt, invoices = [] } = seen.payment ?? {};
      for (const { url } of [...(receipt ? [receipt] : []), ...invoices]) await look(url);
    }
    const { person } = random.pick(sellers);
    const read = await person.askOrNull<Read>(STATEMENT, { id: person.identity.sellerId });
    for (const url of [read?.seller.statement?.csvUrl, read?.seller.statement?.pdfUrl]) if (url) await look(url);
    await look(`${market.gatewayUrl}/.well-known/jwks.json`);
    tally.did(reading.name);
  },
};

/** Nobody waits for a page that does not come. */
const look = (url: string): Promise<unknown> =>
  fetch(url, { signal: AbortSignal.timeout(10_000) })
    .then((response) => response.arrayBuffer())
    .catch(() => undefined);
