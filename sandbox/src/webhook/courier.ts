import { Agent, request } from 'undici';
import type { SandboxLogger } from '../http/sandbox-logger.ts';
import type { DeliverySettings } from './delivery-settings.ts';
import { changedSettings, plainDelivery } from './delivery-settings.ts';
import type { AttemptResult, Delivery } from './endpoint-line.ts';
import { EndpointLine } from './endpoint-line.ts';
import { randomSource, shuffled } from './random-source.ts';
import type { Letter, RetryDelays, WebhookEndpoint } from './webhook-endpoint.ts';

/** What a courier needs from the provider it works for. */
export interface CourierOptions {
  /** The raw body of the event, and where exactly it goes (an endpoint's address may name a placeholder). */
  compose: (letter: Letter) => Promise<{ rawBody: string; address: string }>;
  /** The headers that prove to the endpoint who sent this, and say what it is. */
  sign: (rawBody: string, secret: string, letter: Letter) => Readonly<Record<string, string>>;
  /** Called when a letter needs no further attempt, so that it is not sent again after a restart. */
  finished: (letter: Letter, how: 'delivered' | 'dropped') => void;
  retry?: RetryDelays;
  logger?: SandboxLogger;
}

const ANSWER_TIMEOUT_MS = 15_000;
const FINISHED_KEPT = 1000;

/** Carries signed events to endpoints until each has answered 2xx, and misbehaves where a test asks for it. */
export class Courier {
  readonly #options: CourierOptions;
  readonly #agent = new Agent({ connections: 8, headersTimeout: ANSWER_TIMEOUT_MS, bodyTimeout: ANSWER_TIMEOUT_MS });
  readonly #endpoints = new Map<string, WebhookEndpoint>();
  readonly #lines = new Map<string, EndpointLine>();
  readonly #open = new Set<Delivery>();
  readonly #finished: Delivery[] = [];
  readonly #stop = new AbortController();
  #settings = plainDelivery();
  #random: () => number = Math.random;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  get endpoints(): readonly WebhookEndpoint[] {
    return [...this.#endpoints.values()];
  }

  get settings(): DeliverySettings {
    return this.#settings;
  }

  /** Adds an endpoint, or gives a known address another secret. */
  addEndpoint(endpoint: WebhookEndpoint): void {
    this.#endpoints.set(endpoint.url, endpoint);
    if (this.#lines.has(endpoint.url)) return;
    const retry = this.#options.retry ?? { firstDelayMs: 250, maxDelayMs: 10_000 };
    const line = new EndpointLine(
      (delivery) => this.#attempt(delivery),
      (delivery) => this.#arrived(delivery),
      retry,
    );
    this.#lines.set(endpoint.url, line);
  }

  /** Takes a letter into care. Letters to an address that is not configured wait in the journal for one that is. */
  submit(letter: Letter): void {
    if (!this.#lines.has(letter.url)) return;
    const touched = this.#settings.types.length === 0 || this.#settings.types.includes(letter.type);
    const settings = touched ? this.#settings : plainDelivery();
    const delivery: Delivery = { ...letter, state: 'pending', attempts: 0, copy: false };
    this.#open.add(delivery);
    if (settings.drop) this.#close(delivery, 'dropped');
    else if (settings.hold) delivery.state = 'held';
    else this.#dispatch(delivery, settings);
  }

  /** Sends a letter once more, or several times, whatever became of it before and whatever the settings say. */
  repeat(letter: Letter, copies: number): void {
    for (let count = 0; count < copies; count += 1) this.#sendCopy(letter, 0);
  }

  /** Changes how letters travel from now on; answers with a sentence when the change makes no sense. */
  change(changes: Record<string, unknown>): string | undefined {
    const { seed, ...rest } = changes;
    if (seed !== undefined && !Number.isSafeInteger(seed)) return "'seed' must be an integer.";
    const settings = changedSettings(this.#settings, rest);
    if (typeof settings === 'string') return settings;
    this.#settings = settings;
    if (seed !== undefined) this.#random = randomSource(seed as number);
    return undefined;
  }

  /** Lets go of what was held back, and stops holding. What is released arrives in exactly this order. */
  release(order: 'kept' | 'reversed' | 'shuffled'): number {
    this.#settings = { ...this.#settings, hold: false };
    const held = [...this.#open].filter((delivery) => delivery.state === 'held');
    const orders = { kept: () => held, reversed: () => held.toReversed(), shuffled: () => shuffled(held, this.#random) };
    const ordered = orders[order]();
    for (const delivery of ordered) {
      delivery.state = 'pending';
      delivery.inTurn = true;
      this.#dispatch(delivery, this.#settings);
    }
    return ordered.length;
  }

  /** Forgets every setting and releases what was held. */
  reset(): void {
    this.#settings = plainDelivery();
    this.release('kept');
  }

  /** What is on its way, and the last thousand that are not any more. */
  deliveries(): readonly Delivery[] {
    return [...this.#finished, ...this.#open];
  }

  async close(): Promise<void> {
    for (const line of this.#lines.values()) line.close();
    this.#stop.abort();
    await this.#agent.destroy();
  }

  #dispatch(delivery: Delivery, settings: DeliverySettings): void {
    this.#lines.get(delivery.url)?.push(delivery, this.#waitMs(settings));
    for (let extra = 1; extra < settings.copies; extra += 1) this.#sendCopy(delivery, this.#waitMs(settings));
  }

  #sendCopy(letter: Letter, delayMs: number): void {
    const { eventId, type, url } = letter;
    const line = this.#lines.get(url);
    if (!line) return;
    const copy: Delivery = { eventId, type, url, state: 'pending', attempts: 0, copy: true };
    this.#open.add(copy);
    line.push(copy, delayMs);
  }

  #waitMs(settings: DeliverySettings): number {
    return settings.spreadMs === 0 ? 0 : Math.floor(this.#random() * settings.spreadMs);
  }

  async #attempt(delivery: Delivery): Promise<AttemptResult> {
    const endpoint = this.#endpoints.get(delivery.url);
    if (!endpoint) return { unreachable: 'The endpoint is gone.' };
    try {
      const { rawBody, address } = await this.#options.compose(delivery);
      const answer = await request(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', ...this.#options.sign(rawBody, endpoint.secret, delivery) },
        body: rawBody,
        dispatcher: this.#agent,
        signal: this.#stop.signal,
      });
      await answer.body.dump();
      return { status: answer.statusCode };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (delivery.attempts === 1 && !this.#stop.signal.aborted) {
        this.#options.logger?.warn({ url: delivery.url, reason }, 'A webhook found nobody');
      }
      return { unreachable: reason };
    }
  }

  #arrived(delivery: Delivery): void {
    this.#close(delivery, 'delivered');
  }

  #close(delivery: Delivery, how: 'delivered' | 'dropped'): void {
    delivery.state = how;
    this.#open.delete(delivery);
    this.#finished.push(delivery);
    if (this.#finished.length > FINISHED_KEPT) this.#finished.shift();
    if (!delivery.copy) this.#options.finished(delivery, how);
  }
}
