import { createHash } from 'node:crypto';
import { invalidApiKey, serviceUnavailable } from '../gateway-error.ts';
import { LruMap } from '../lru-map.ts';
import type { FindKeyHolder, KeyHolder, Partner } from './partner.ts';

/** So long an answer is taken without asking again, a no as well as a yes: the most that a revoked key outlives its end. */
const FRESH_MS = 5_000;
/** So long a key stays good while nobody can be asked, so that partners do not stop where identity does. */
const TOLERATED_MS = 60_000;
/** Questions about keys that were not good before. More at once is somebody trying keys. */
const MAX_ASKING = 100;

interface Known {
  readonly holder: KeyHolder;
  readonly askedAtMs: number;
}

/** Keys by their hash, and whose they were found to be a moment ago. The keys themselves are not kept. */
export class KnownKeys {
  readonly #good = new LruMap<string, Known>(10_000);
  /** Apart from the good ones, which those who try keys must not push out. */
  readonly #bad = new LruMap<string, number>(1_000);
  readonly #asking = new Map<string, Promise<KeyHolder | null>>();

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

  async #holderOf(hash: string, key: string): Promise<KeyHolder | null> {
    const nowMs = this.nowMs();
    const known = this.#good.get(hash);
    const knownForMs = known ? nowMs - known.askedAtMs : Number.POSITIVE_INFINITY;
    if ((this.#bad.get(hash) ?? 0) > nowMs - FRESH_MS) return null;
    const holder =
      knownForMs < FRESH_MS
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
    const askedAtMs = this.nowMs();
    const asking = this.find(key)
      .then((holder) => {
        if (holder) this.#good.set(hash, { holder, askedAtMs });
        else {
          this.#good.delete(hash);
          this.#bad.set(hash, askedAtMs);
        }
        return holder;
      })
      .finally(() => this.#asking.delete(hash));
    this.#asking.set(hash, asking);
    return asking;
  }
}
