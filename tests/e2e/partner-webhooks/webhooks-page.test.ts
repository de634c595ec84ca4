import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { inOneShop } from '../support/in-one-shop.ts';
import { aSeller, type Person } from '../support/people.ts';
import { until } from '../support/shop.ts';

const PAGE = readFileSync(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8');

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const AsyncFunction = (async () => undefined).constructor as new (...texts: string[]) => (...given: unknown[]) => Promise<void>;

let seller: Person;

inOneShop(async (shop) => {
  seller = await aSeller(shop);
});

test('the snippets for partners print what the page says', async () => {
  const code = [...PAGE.matchAll(/^```js\n(.*?)^```$/gms)].map(([, snippet]) => snippet).join('\n');
  const said = [...code.matchAll(/^\/\/ → (.*)$/gm)].map(([, line]) => line);
  const [printed, came]: [string[], Received[]] = [[], []];
  const server = createServer(async (request, response) => {
    came.push({ headers: request.headers, body: await text(request) });
    response.writeHead(204).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const given = {
      ask: seller.ask,
      address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
      received: () => until('a webhook came', async () => came.shift()),
      ...{ createHmac, timingSafeEqual },
      console: { log: (...values: unknown[]) => void printed.push(values.map(String).join(' ')) },
    };
    // They are one program, as whoever reads the page from its top takes them.
    await new AsyncFunction(...Object.keys(given), code)(...Object.values(given));
  } finally {
    server.close();
    server.closeAllConnections();
  }
  expect(printed).toEqual(said);
  expect(said.length).toBeGreaterThan(5);
});
