import { createHash } from 'node:crypto';
import type { Clearable } from '../cache/change-feed.ts';
import type { Changed } from '../cache/changes.ts';
import { invalidApiKey, serviceUnavailable } from '../gateway-error.ts';
import { LruMap } from '../lru-map.ts';
import type { FindKeyHolder, KeyHolder, Partner } from './partner.ts';

/** So long an answer is taken without asking again, a no as well as a yes: the most that a revoked key outlives its end where nobody tells. */
const FRESH_MS = 5_000;
/** So long a key stays good while nobody can be asked, so that partners do not stop where identity does. */
const TOLERATED_MS = 60_000;
/** Questions about keys that were not good before. More at once is somebody trying keys. */
const MAX_ASKING = 100;

interface Known {
  readonly holder: KeyHolder;
  readonly askedAtMs: number;
  /** How often changes may have been missed until it was asked. */
  readonly flushes: number;
}

const CAPACITY = 10_000;

/**
 * Keys by their hash, and whose they were found to be a moment ago. The keys themselves are not kept. What is told of changes has the
 * key in question asked about again at once.
 */
export class KnownKeys implements Clearable {
  readonly #good = new LruMap<string, Known>(CAPACITY);
  /** Their hashes by the ids of which changes tell. */
  readonly #hashOf = new LruMap<string, string>(CAPACITY);
  /** Apart from the good ones, which those who try keys must not push out. */
  readonly #bad = new LruMap<string, number>(1_000);
  readonly #asking = new Map<string, Promise<KeyHolder | null>>();
  /** Of what was told while somebody is asked, whose answer may be older. */
  readonly #changedMeanwhile = new Set<string>();
  #flushes = 0;

  constructor(
    private readonly find: FindKeyHolder,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** The partner that a key proves. Rejects with API_KEY_INVALID for every key that is not good, whatever is wrong with it. */
  async partnerOf(key: string): Promise<Partner> {
    const hash = createHash('sha256').update(key).digest('base64');
    const holder = await this.#holderOf(hash, key);
    if (!holder) throw invalidApiKey();
    return {
      ...holder,
      stillHolds: () =>
        this.#holderOf(hash, key).then(
          (found) => found !== null,
          () => false,
        ),
    };
  }

  clear({ touches }: Changed): void {
    for (const { id } of touches) {
      const hash = this.#hashOf.get(id);
      if (hash !== undefined) this.#good.delete(hash);
      if (this.#asking.size > 0) this.#changedMeanwhile.add(id);
    }
  }

  /** All are asked about again. While nobody can be asked they stay good, since hardly any of them has been revoked. */
  flush(): void {
    this.#flushes++;
  }

  async #holderOf(hash: string, key: string): Promise<KeyHolder | null> {
    const nowMs = this.nowMs();
    const known = this.#good.get(hash);
    const knownForMs = known ? nowMs - known.askedAtMs : Number.POSITIVE_INFINITY;
    if ((this.#bad.get(hash) ?? 0) > nowMs - FRESH_MS) return null;
    const holder =
      knownForMs < FRESH_MS && known!.flushes === this.#flushes
        ? known!.holder
        : await this.#ask(hash, key, known !== undefined).catch(() => {
            if (knownForMs < TOLERATED_MS) return known!.holder;
            throw serviceUnavailable('authentication');
          });
    return holder && (holder.expiresAtMs ?? Number.POSITIVE_INFINITY) > this.nowMs() ? holder : null;
  }

  #ask(hash: string, key: string, wasGood: boolean): Promise<KeyHolder | null> {
    const under = this.#asking.get(hash);
    if (under) return under;
    if (!wasGood && this.#asking.size >= MAX_ASKING) return Promise.reject(new Error('too many keys are being asked about'));
    const asked = { askedAtMs: this.nowMs(), flushes: this.#flushes };
    const asking = this.find(key)
      .then((holder) => (holder?.id !== undefined && this.#changedMeanwhile.has(holder.id) ? this.find(key) : holder))
      .then((holder) => {
        if (holder) this.#keep(hash, { holder, ...asked });
        else {
          this.#good.delete(hash);
          this.#bad.set(hash, asked.askedAtMs);
        }
        return holder;
      })
      .finally(() => {
        this.#asking.delete(hash);
        if (this.#asking.size === 0) this.#changedMeanwhile.clear();
      });
    this.#asking.set(hash, asking);
    return asking;
  }

  #keep(hash: string, known: Known): void {
    this.#good.set(hash, known);
    if (known.holder.id !== undefined) this.#hashOf.set(known.holder.id, hash);
  }
}
