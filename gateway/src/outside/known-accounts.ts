import type { Viewer } from '@stoa/kit/auth';
import type { Clearable } from '../cache/change-feed.ts';
import type { Changed } from '../cache/changes.ts';
import { gatewayError, serviceUnavailable } from '../gateway-error.ts';
import { LruMap } from '../lru-map.ts';
import type { FindAccount, OutsidePerson } from './outside-issuer.ts';

/** So long an answer is taken without asking again: the most that an account outlives its suspension where nobody tells. */
const FRESH_MS = 5_000;
const CAPACITY = 10_000;

interface Known {
  readonly viewer: Viewer;
  readonly askedAtMs: number;
}

const keyOf = ({ issuer, subject }: OutsidePerson): string => JSON.stringify([issuer, subject]);

/** The accounts of people whom other issuers name, as they were found to be a moment ago. */
export class KnownAccounts implements Clearable {
  #known = new LruMap<string, Known>(CAPACITY);
  /** By the ids of which changes tell. */
  readonly #keyOfUser = new LruMap<string, string>(CAPACITY);
  readonly #asking = new Map<string, Promise<Viewer>>();

  constructor(
    private readonly find: FindAccount,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** Rejects with the code of the refusal where somebody has no account and gets none, or may not use it. */
  async of(person: OutsidePerson): Promise<Viewer> {
    const key = keyOf(person);
    const known = this.#known.get(key);
    if (known && this.nowMs() - known.askedAtMs < FRESH_MS) return known.viewer;
    const asking = this.#asking.get(key) ?? this.#ask(key, person);
    return asking;
  }

  /** Whether it is still the same account with the same rights. While nobody can be asked it is. */
  stillHolds(person: OutsidePerson, before: Viewer): Promise<boolean> {
    return this.of(person).then(
      ({ userId, accountType, scopes }) =>
        userId === before.userId && accountType === before.accountType && String(scopes) === String(before.scopes),
      (error: { extensions?: { code?: string } }) => error.extensions?.code === 'SERVICE_UNAVAILABLE',
    );
  }

  clear({ touches }: Changed): void {
    for (const { name, id } of touches) {
      const key = name === 'User' ? this.#keyOfUser.get(id) : undefined;
      if (key !== undefined) this.#known.delete(key);
    }
  }

  flush(): void {
    this.#known = new LruMap(CAPACITY);
  }

  #ask(key: string, person: OutsidePerson): Promise<Viewer> {
    const askedAtMs = this.nowMs();
    const asking = this.find(person)
      .catch(() => {
        throw serviceUnavailable('authentication');
      })
      .then((answer) => {
        if ('refusal' in answer) throw gatewayError(refusalCode(answer.refusal), 'The account of this token may not be used');
        this.#known.set(key, { viewer: answer.viewer, askedAtMs });
        if (answer.viewer.userId) this.#keyOfUser.set(answer.viewer.userId, key);
        return answer.viewer;
      })
      .finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  }
}

/** A suspended account is told so; whoever has none may not go on by this token. */
const refusalCode = (refusal: string): 'FORBIDDEN' | 'AUTH_001' => (refusal === 'FORBIDDEN' ? 'FORBIDDEN' : 'AUTH_001');
