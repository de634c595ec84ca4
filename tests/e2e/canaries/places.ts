import { type EndedSpan, type Logger, logTo, recordSpans } from '@stoa/kit/observability';
import type { Shop } from '../support/shop.ts';
import type { Canaries } from './canaries.ts';

/** A text that operators, or those who are sent their errors, can read. */
interface Sight {
  readonly place: 'log' | 'trace' | 'error' | 'figure' | 'event' | 'dead letter';
  readonly text: string;
}

/** All that operators see of a shop, from when it is opened. */
export class Places {
  readonly #seen: Sight[] = [];
  readonly log: Logger = logTo({ write: (text) => void this.#seen.push({ place: 'log', text }) }, 'shop', 'trace');

  constructor() {
    this.listen();
  }

  /** Takes the traces of this process from now on, which one at a time can. */
  listen(): void {
    recordSpans({ ratio: 1, take: (span: EndedSpan) => void this.#seen.push({ place: 'trace', text: JSON.stringify(span) }) });
  }

  /** Errors are shown to people and sent to whoever gathers clients' errors. */
  answered(errors: unknown): void {
    this.#seen.push({ place: 'error', text: JSON.stringify(errors) });
  }

  /** How much of what was seen so far came from a place. */
  countOf(place: Sight['place']): number {
    return this.#seen.filter((sight) => sight.place === place).length;
  }

  /** The log's lines, each one object. */
  lines(): { readonly level: number; readonly msg: string; readonly traceId?: string }[] {
    return this.#seen.filter(({ place }) => place === 'log').map(({ text }) => JSON.parse(text));
  }

  /** What holds a canary, each place and what it is found in. */
  async leaks(shop: Shop, canaries: Canaries): Promise<string[]> {
    const sights = [...this.#seen, ...(await figures(shop)), ...(await kept(shop))];
    return sights.flatMap(({ place, text }) => {
      const found = canaries.in(text);
      return found.length > 0 ? [`${place}: ${found.join()} in ${text.slice(0, 2_000)}`] : [];
    });
  }

  end(): void {
    recordSpans(undefined);
  }
}

const figures = async (shop: Shop): Promise<Sight[]> => [
  { place: 'figure', text: await (await fetch(`${shop.platform.origin}/metrics`)).text() },
];

/** Events and what became of them, as the databases keep them. */
async function kept(shop: Shop): Promise<Sight[]> {
  const found: Sight[] = [];
  for (const domain of shop.platform.domains.keys()) {
    const events = await shop.sql<{ text: string }>(domain, `select name || ' ' || payload::text as text from outbox`);
    const letters = await shop.sql<{ text: string }>(
      domain,
      `select name || ' ' || payload::text || ' ' || coalesce(last_error, '') as text from dead_letter`,
    );
    found.push(...events.map(({ text }): Sight => ({ place: 'event', text })));
    found.push(...letters.map(({ text }): Sight => ({ place: 'dead letter', text })));
  }
  return found;
}
