import { bounded } from './bounded.ts';
import { aBuyer, type Person } from './people.ts';
import type { Shop } from './shop.ts';

/** Hashing a password is slow by design, and only so many may wait for it. */
const REGISTERING_AT_ONCE = 8;

/** Many buyers. */
export const aCrowd = (shop: Shop, size: number): Promise<Person[]> =>
  bounded(Array.from({ length: size }), REGISTERING_AT_ONCE, () => aBuyer(shop));
