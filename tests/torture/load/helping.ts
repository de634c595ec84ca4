import { ask, Refused } from '../graph.ts';
import { ADD } from './basket.ts';
import { Person } from './person.ts';
import { CURRENCIES, type Errand } from './scene.ts';

const ME = '{ me { id } }';
const ACT_AS = 'mutation ($userId: ID!) { actAs(userId: $userId, reason: "They called") { accessToken } }';
const CART = '{ cart { id } }';
const EXPORT = 'mutation { requestDataExport { id } }';

/** Somebody of the staff fills a cart for a buyer who has called, and is not let have what only the buyer may. */
export const helping: Errand = {
  name: 'cart filled by staff for somebody',
  async do({ market, tally, admin, goods }) {
    const buyer = await Person.register(market, tally, 'BUYER');
    const { me } = await buyer.ask<{ me: { id: string } }>(ME);
    const { actAs } = await actFor(admin, me.id);
    const asThem = <T>(query: string, variables: object = {}): Promise<T> =>
      admin.until(() => ask<T>(market.url, actAs.accessToken, query, variables));

    const wanted = { variantId: goods[0]!.variantId, quantity: 1, currency: CURRENCIES[0] };
    const { addToCart } = await asThem<{ addToCart: { id: string } }>(ADD, wanted);
    const { cart } = await buyer.ask<{ cart: { id: string } | null }>(CART);
    tally.check('what staff does for somebody is theirs', cart?.id === addToCart.id ? [] : [`${addToCart.id} is not the cart of ${me.id}`]);
    const refusal = await asThem(EXPORT).catch((error: unknown) => error);
    const refused = refusal instanceof Refused && refusal.code === 'NOT_WHILE_ACTING';
    tally.check('staff is refused what only the account itself may', refused ? [] : [`${me.id}: ${String(refusal)}`]);
    tally.did(helping.name);
  },
};

/** Nobody acts for anybody by a session that is a quarter of an hour old, so they log in once more. */
async function actFor(admin: Person, userId: string): Promise<{ readonly actAs: { readonly accessToken: string } }> {
  for (;;)
    try {
      return await admin.ask(ACT_AS, { userId });
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'FRESH_LOG_IN_REQUIRED')) throw error;
      await admin.until(() => admin.logIn());
    }
}
