import { randomUUID } from 'node:crypto';
import type { Person } from './person.ts';
import type { Coupon, Errand, Scene } from './scene.ts';

const CREATE = 'mutation ($input: CouponInput!) { createCoupon(input: $input) { code } }';
const MOST_USES = 3;

/** The platform gives out a coupon that only a few can use, for which everybody runs. */
export const issuing: Errand = {
  name: 'coupon issued',
  async do(scene, random) {
    scene.coupons.push(await issue(scene.admin, 1 + random.below(MOST_USES)));
    scene.tally.did(issuing.name);
  },
};

export async function issue(admin: Person, maxUses: Coupon['maxUses']): Promise<Coupon> {
  const code = `C-${randomUUID()}`;
  // One whose answer was lost is there all the same, and refused when it is asked for again.
  await admin.askOrNull(CREATE, { input: { code, kind: 'PERCENTAGE', percent: 20, ...(maxUses !== null && { maxUses }) } });
  return { code, maxUses };
}

/** Those that may be used a limited number of times. */
export const limited = ({ coupons }: Pick<Scene, 'coupons'>): { code: string; maxUses: number }[] =>
  coupons.flatMap(({ code, maxUses }) => (maxUses === null ? [] : [{ code, maxUses }]));
