import { setTimeout as sleep } from 'node:timers/promises';
import { put } from './basket.ts';
import { Person } from './person.ts';
import { CURRENCIES, type Errand } from './scene.ts';

const EXPORT = 'mutation { requestDataExport { id } }';
const EXPORTS = '{ me { dataExports { completedAt url } } }';
const NOTIFICATIONS = '{ me { notifications(first: 1) { nodes { id } } } }';
const READ = 'mutation ($id: ID!) { markNotificationRead(id: $id) { id } }';
const ERASE = 'mutation ($password: String!) { requestDataErasure(password: $password) { dueAt } }';
/** All domains hand over within seconds where none of them is down. */
const COMES_WITHIN_MS = 40_000;
const LOOK_EVERY_MS = 1_000;

interface Exports {
  readonly me: { readonly dataExports: readonly { readonly completedAt: string | null; readonly url: string | null }[] } | null;
}

/** Somebody reads what they were told, asks for all that is held of them, has it, and wants to be forgotten. */
export const forgetting: Errand = {
  name: 'account handed over and forgotten',
  async do(scene, random) {
    const { market, tally, goods } = scene;
    const person = await Person.register(market, tally, 'BUYER');
    await put(scene, person, random.shuffle(goods).slice(0, 1), CURRENCIES[0], random);
    await person.askOrNull(EXPORT);
    const url = await exportOf(person);
    if (url) await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
    const told = await person.askOrNull<{ me: { notifications: { nodes: { id: string }[] } } | null }>(NOTIFICATIONS);
    for (const { id } of told?.me?.notifications.nodes ?? []) await person.askOrNull(READ, { id });
    // The account is closed with the answer; what is open of it is waited for by identity alone.
    await person.askOrNull(ERASE, { password: person.identity.password });
    tally.did(forgetting.name);
  },
};

async function exportOf(person: Person): Promise<string | null> {
  for (const deadline = performance.now() + COMES_WITHIN_MS; performance.now() < deadline; await sleep(LOOK_EVERY_MS)) {
    const seen = await person.askOrNull<Exports>(EXPORTS);
    const done = seen?.me?.dataExports.find(({ completedAt }) => completedAt !== null);
    if (done) return done.url;
  }
  return null;
}
