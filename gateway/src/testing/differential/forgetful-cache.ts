import { AnswerCache } from '../../cache/answer-cache.ts';
import { AnswerStore, type Kept } from '../../cache/answer-store.ts';
import type { CacheHints } from '../../cache/cache-hints.ts';
import { ChangeFeed } from '../../cache/change-feed.ts';
import { hash } from './random.ts';

const MAX_BYTES = 16 * 1024 * 1024;

/** Of every list that is asked for some is kept and some is not. */
class ForgetfulStore extends AnswerStore {
  override get<Value>(key: string, level: 'response' | 'fetch', isPassedOver?: (kept: Kept) => boolean): Kept<Value> | undefined {
    return hash(key) % 3 === 0 ? undefined : super.get(key, level, isPassedOver);
  }
}

/** Keeps single fetches, so that answers are put together from what is kept and what is asked for anew. */
export class ForgetfulCache extends AnswerCache {
  override readonly store = new ForgetfulStore(MAX_BYTES);

  constructor(hints: CacheHints) {
    super(hints, new ChangeFeed(undefined), MAX_BYTES);
  }

  override responseOf(): undefined {
    return undefined;
  }
}
