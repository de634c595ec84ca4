import { setTimeout as sleep } from 'node:timers/promises';
import { ask, Refused } from '../graph.ts';
import type { Market } from '../market.ts';
import type { Tally } from '../tally.ts';

/** Answers after which it is worth asking again; every other one is final. */
const PASSING = ['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED', 'UNKNOWN'];
/** A token lives for a quarter of an hour, and for less where a clock is off. */
const ENDED = 'AUTH_001';
const NOT_KNOWN = ['UNAUTHENTICATED', ENDED];
/** As long as there are faults nobody gives up, and for so long after them. */
const PATIENCE_MS = 240_000;
/** From one try to the next, more and more. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2_000;

const START_GUEST = 'mutation { startGuestSession { accessToken } }';
const ADD_ADDRESS = `mutation { addAddress(input: { name: "Pat", line1: "1 Stoa Way", city: "Athens", postalCode: "10555", country: "GR" }) { id } }`;
const REGISTER = 'mutation ($input: RegisterInput!) { register(input: $input) { accessToken user { id seller { id } } } }';
const LOG_IN = 'mutation ($input: LogInInput!) { logIn(input: $input) { accessToken } }';

let people = 0;

interface Identity {
  /** Null of a guest, who has nothing but a token. */
  readonly email: string | null;
  readonly password: string;
  readonly sellerId: string | null;
}

interface Registered {
  readonly register: { readonly accessToken: string; readonly user: { readonly seller: { readonly id: string } | null } };
}

export const isPassing = ({ code }: Refused): boolean => PASSING.includes(code);

/** Somebody with an account, who asks again until there is an answer. */
export class Person {
  readonly market: Market;
  readonly tally: Tally;
  readonly identity: Identity;
  #token: string;
  #addressId: string | undefined;

  private constructor(market: Market, tally: Tally, identity: Identity, token: string) {
    this.market = market;
    this.tally = tally;
    this.identity = identity;
    this.#token = token;
  }

  static async register(market: Market, tally: Tally, accountType: 'BUYER' | 'SELLER'): Promise<Person> {
    const number = ++people;
    const email = `person-${process.pid}-${number}@example.com`;
    const password = 'correct horse';
    const input = { email, password, firstName: 'Pat', lastName: `No${number}`, accountType };
    const person = new Person(market, tally, { email, password, sellerId: null }, '');
    try {
      const { register } = await person.until(() => ask<Registered>(market.url, undefined, REGISTER, { input }));
      return new Person(market, tally, { email, password, sellerId: register.user.seller?.id ?? null }, register.accessToken);
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'EMAIL_TAKEN')) throw error;
    }
    // Whose answer was lost has an account all the same, and logs in.
    await person.until(() => person.logIn());
    const { me } = await person.ask<{ me: { seller: { id: string } | null } }>('{ me { seller { id } } }');
    return new Person(market, tally, { email, password, sellerId: me.seller?.id ?? null }, person.token);
  }

  /** Somebody who has no account. */
  static async guest(market: Market, tally: Tally): Promise<Person> {
    const guest = new Person(market, tally, { email: null, password: '', sellerId: null }, '');
    const started = await guest.until(() => ask<{ startGuestSession: { accessToken: string } }>(market.url, undefined, START_GUEST, {}));
    guest.#token = started.startGuestSession.accessToken;
    return guest;
  }

  /** The administrator whom the first start has made. */
  static async admin(market: Market, tally: Tally): Promise<Person> {
    const person = new Person(market, tally, { email: 'admin@stoa.test', password: 'stoa-admin', sellerId: null }, '');
    await person.logIn();
    return person;
  }

  async logIn(): Promise<void> {
    const { email, password } = this.identity;
    // Where a clock is off a guest's token is not good, and is again later.
    if (email === null) return;
    const { logIn } = await ask<{ logIn: { accessToken: string } }>(this.market.url, undefined, LOG_IN, { input: { email, password } });
    this.#token = logIn.accessToken;
  }

  get token(): string {
    return this.#token;
  }

  /** An address that this person has kept. */
  async addressId(): Promise<string> {
    this.#addressId ??= (await this.ask<{ addAddress: { id: string } }>(ADD_ADDRESS)).addAddress.id;
    return this.#addressId;
  }

  /** Asks until it is answered: nobody who got no answer can know what became of the question. */
  ask<T>(query: string, variables: object = {}): Promise<T> {
    return this.until(() => this.askOnce<T>(query, variables));
  }

  askOnce<T>(query: string, variables: object = {}): Promise<T> {
    return ask<T>(this.market.url, this.#token, query, variables);
  }

  /** The answer, or null where it was refused for good: it was too late, or too early. */
  async askOrNull<T>(query: string, variables: object = {}): Promise<T | null> {
    try {
      return await this.ask<T>(query, variables);
    } catch (error) {
      if (error instanceof Refused && !isPassing(error)) return null;
      throw error;
    }
  }

  /** Follows a link of a mail. One that has ended, or was followed by a try whose answer was lost, is answered like a token that has. */
  async followLink(query: string, variables: object): Promise<void> {
    const isOver = (error: unknown): boolean => error instanceof Refused && error.code === ENDED && error.service === 'identity';
    const followed = this.until(() => this.askOnce(query, variables), isOver);
    await followed.catch((error: unknown) => {
      if (!(error instanceof Refused) || isPassing(error)) throw error;
    });
  }

  async until<T>(question: () => Promise<T>, isOver: (error: unknown) => boolean = () => false): Promise<T> {
    let pauseMs = FIRST_PAUSE_MS;
    const askedAtMs = performance.now();
    for (;;) {
      this.tally.requests += 1;
      try {
        return await question();
      } catch (error) {
        this.tally.noteFailure(error);
        const unknown = error instanceof Refused && NOT_KNOWN.includes(error.code) && !isOver(error);
        const isFinal = error instanceof Refused && !unknown && !isPassing(error);
        const patientUntilMs = Math.max(askedAtMs, this.tally.calmSinceMs ?? Number.POSITIVE_INFINITY) + PATIENCE_MS;
        if (isFinal || performance.now() > patientUntilMs) throw error;
        await sleep(pauseMs);
        pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5);
        if (unknown) await this.logIn().catch(() => undefined);
      }
    }
  }
}
