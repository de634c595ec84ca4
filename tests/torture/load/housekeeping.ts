import { randomUUID } from 'node:crypto';
import type { Errand } from './scene.ts';
import { PICTURE, upload } from './uploading.ts';

const ADD_ADDRESS = `mutation { addAddress(input: { name: "Pat", line1: "1 Stoa Way", city: "Athens", postalCode: "10555", country: "GR" }) { id } }`;
const REMOVE_ADDRESS = 'mutation ($id: ID!) { removeAddress(id: $id) }';
const RENAME = 'mutation ($name: String!) { updateProfile(input: { firstName: $name }) { id } }';
const LOG_OUT = 'mutation { logOut }';
const REORDER = 'mutation ($id: ID!) { reorder(orderId: $id) { id } }';
const CREATE_KEY = 'mutation ($client: String!) { createApiKey(client: $client) { key apiKey { id } } }';
const REVOKE_KEY = 'mutation ($id: ID!) { revokeApiKey(id: $id) { id } }';
const CREATE_CATEGORY = 'mutation ($slug: String!) { createCategory(input: { name: "Things", slug: $slug }) { id } }';
const ME = '{ me { id } }';
const PORTRAIT = 'mutation ($fileId: ID) { updateProfile(input: { avatarFileId: $fileId }) { id } }';
const FOLLOW = 'mutation ($id: ID!) { followSeller(sellerId: $id) { id } }';
const UNFOLLOW = 'mutation ($id: ID!) { unfollowSeller(sellerId: $id) { id } }';

/** What people do beside buying, so that whatever a domain can tell of is told in a storm. */
export const housekeeping: Errand = {
  name: 'something done beside buying',
  async do({ admin, tally, sellers }, random) {
    if (tally.promised.size === 0) return;
    const [orderId, { buyer }] = random.pick([...tally.promised]);
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
        const portrait = await upload(buyer, PICTURE, 'image/png', 'AVATAR');
        for (const fileId of [portrait, null]) await buyer.askOrNull(PORTRAIT, { fileId });
      },
      async () => {
        const { sellerId: id } = random.pick(sellers).person.identity;
        for (const mutation of [FOLLOW, UNFOLLOW]) await buyer.askOrNull(mutation, { id });
      },
      async () => {
        const created = await admin.askOrNull<{ createApiKey: { key: string; apiKey: { id: string } } }>(CREATE_KEY, { client: 'shop' });
        if (!created) return;
        const { key, apiKey } = created.createApiKey;
        // Who comes with a key is looked up; what this one may ask is nothing.
        const headers = { 'x-api-key': key, 'content-type': 'application/json' };
        const asked = { method: 'POST', headers, body: JSON.stringify({ query: ME }), signal: AbortSignal.timeout(10_000) };
        await fetch(admin.market.url, asked).catch(() => undefined);
        await admin.askOrNull(REVOKE_KEY, { id: apiKey.id });
      },
      () => admin.askOrNull(CREATE_CATEGORY, { slug: `things-${randomUUID()}` }),
    ];
    for (const chore of random.shuffle(chores)) await chore();
    tally.did(housekeeping.name);
  },
};
