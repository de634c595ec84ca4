import type { Kept } from './answer-store.ts';
import { type SoughtTouch, touches } from './touch.ts';

/** Whose reads these are, as far as the cache tells readers apart. */
export interface Reader {
  /** Shares what is public: not everybody does, since an admin or a seller sees more in the same lists. */
  readonly standing: string;
  /** Shares what is private with nobody else. */
  readonly self: string;
  /** What this reader has changed and this gateway has not heard of. */
  readonly unseen: readonly SoughtTouch[];
  /** Keeps apart reads under way. */
  readonly key: string;
}

/** Whether what is kept is older than what the reader has changed; undefined where nothing can be. */
export function passingOver({ unseen }: Reader): ((kept: Kept) => boolean) | undefined {
  if (unseen.length === 0) return undefined;
  return (kept) => unseen.some((touch) => touches(touch, kept, (tag) => kept.tags.includes(tag)));
}
