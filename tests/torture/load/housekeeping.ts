import { randomUUID } from 'node:crypto';
import type { AfterPurchase } from './scene.ts';

const ADD_ADDRESS = `mutation { addAddress(input: { name: "Pat", line1: "1 Stoa Way", city: "Athens", postalCode: "10555", country: "GR" }) { id } }`;
const REMOVE_ADDRESS = 'mutation ($id: ID!) { removeAddress(id: $id) }';
const RENAME = 'mutation ($name: String!) { updateProfile(input: { firstName: $name }) { id } }';
const LOG_OUT = 'mutation { logOut }';
const REORDER = 'mutation ($id: ID!) { reorder(orderId: $id) { id } }';
const CREATE_KEY = 'mutation ($client: String!) { createApiKey(client: $client) { apiKey { id } } }';
const REVOKE_KEY = 'mutation ($id: ID!) { revokeApiKey(id: $id) { id } }';
const CREATE_CATEGORY = 'mutation ($slug: String!) { createCategory(input: { name: "Things", slug: $slug }) { id } }';
const ME = '{ me { id } }';

/** What people do beside buying, so that whatever a domain can tell of is told in a storm. */
export const housekeeping: AfterPurchase = {
  name: 'something done beside buying',
  share: 0.12,
  async do({ admin, tally }, buyer, { orderId }, random) {
    const chores: (() => Promise<unknown>)[] = [
      () => buyer.askOrNull(RENAME, { name: `Pat ${random.below(1_000)}` }),
      async () => {
        const added = await buyer.askOrNull<{ addAddress: { id: string } }>(ADD_ADDRESS);
        if (added) await buyer.askOrNull(REMOVE_ADDRESS, { id: added.addAddress.id });
      },
      async () => {
        await buyer.askOrNull(LOG_OUT);
        await buyer.askOrNull(ME);
      },
      () => buyer.askOrNull(REORDER, { id: orderId }),
      async () => {
        const created = await admin.askOrNull<{ createApiKey: { apiKey: { id: string } } }>(CREATE_KEY, { client: 'shop' });
        if (created) await admin.askOrNull(REVOKE_KEY, { id: created.createApiKey.apiKey.id });
      },
      () => admin.askOrNull(CREATE_CATEGORY, { slug: `things-${randomUUID()}` }),
    ];
    await random.pick(chores)();
    tally.did(housekeeping.name);
  },
};
