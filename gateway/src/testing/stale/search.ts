import { compose } from '../../compose.ts';
import { loadSupergraph } from '../../plan/supergraph.ts';
import { Random } from '../differential/random.ts';
import { SDLS, type Thing, VersionedShop } from './versioned-shop.ts';
import { type Deaf, WatchedGateway } from './watched-gateway.ts';

const READS = [
  'query ($id: ID!) { product(id: $id) { id version } }',
  'query ($id: ID!) { product(id: $id) { version stock } }',
  '{ products { version nodes { id version } } }',
  '{ products { version nodes { id stock } } }',
];

interface ProductSeen {
  readonly id?: string;
  readonly version?: number;
  readonly stock?: number;
}

interface Session {
  marker: string | undefined;
  /** What it has been told that it has written. */
  readonly written: Map<Thing, number>;
}

export interface Outcome {
  /** Answers that were not possible at their moment; none, if all is right. */
  readonly stale: string[];
  reads: number;
  hits: number;
}

/**
 * Random writes and reads through two gateways, several at a time. Of each answer it is checked that it could be so: not older than what this
 * gateway had heard of when it was asked, nor than what the same session had been told that it wrote, nor newer than what there is.
 */
export async function searchStale(seed: number, steps: number, deaf: Deaf = {}): Promise<Outcome> {
  const random = new Random(seed);
  const { supergraphSdl } = compose(Object.entries(SDLS).map(([name, sdl]) => ({ name, sdl, url: `http://${name}.test/` })));
  const supergraph = loadSupergraph(supergraphSdl);
  const shop = new VersionedShop(random, ['1', '2', '3', '4']);
  const gateways = [0, 1].map(() => new WatchedGateway(supergraph, shop.transports(), random, deaf));
  shop.onCommit = (commit) => {
    for (const gateway of gateways) gateway.deliver(commit);
  };
  const sessions = Array.from({ length: 6 }, (): Session => ({ marker: undefined, written: new Map() }));
  const outcome: Outcome = { stale: [], reads: 0, hits: 0 };
  const worker = async (session: Session): Promise<void> => {
    for (let step = 0; step < steps; step++) {
      const gateway = random.pick(gateways);
      const id = random.pick(shop.products);
      if (random.chance(0.02)) void gateway.lose(random.below(10), (thing) => shop.versionOf(thing));
      if (random.chance(0.2)) await write(shop, gateway, session, id, random);
      else await read(shop, gateway, session, id, random.pick(READS), outcome);
    }
  };
  await Promise.all(sessions.map(worker));
  await Promise.all(gateways.map((gateway) => gateway.settled()));
  outcome.hits = gateways.reduce((sum, { hits }) => sum + hits, 0);
  return outcome;
}

async function write(shop: VersionedShop, gateway: WatchedGateway, session: Session, id: string, random: Random): Promise<void> {
  const [query, thing] = random.pick<readonly [string, Thing]>([
    ['mutation ($id: ID!) { change(id: $id) { version } }', `product ${id}`],
    ['mutation ($id: ID!) { move(id: $id) }', `stock ${id}`],
    ...(shop.products.length < 12 ? [['mutation { add { id } }', 'list'] as const] : []),
  ]);
  const before = shop.versionOf(thing);
  const { marker } = await gateway.ask(query, { id }, session.marker);
  session.marker = marker ?? session.marker;
  // Others may have written meanwhile; its own write is later than what was before it.
  session.written.set(thing, Math.max(before + 1, session.written.get(thing) ?? 0));
  if (!gateway.deaf.toAnswers) gateway.hears(thing, before + 1);
}

async function read(
  shop: VersionedShop,
  gateway: WatchedGateway,
  session: Session,
  id: string,
  query: string,
  outcome: Outcome,
): Promise<void> {
  const floors = new Map<Thing, number>(gateway.heard);
  for (const [thing, version] of session.written) floors.set(thing, Math.max(version, floors.get(thing) ?? 0));
  const result = await gateway.ask(query, { id }, session.marker);
  outcome.reads++;
  const check = (thing: Thing, version: number | undefined): void => {
    if (version === undefined) return;
    const [least, most] = [floors.get(thing) ?? 0, shop.versionOf(thing)];
    if (version < least || version > most) outcome.stale.push(`${thing} was answered as ${version}, possible was ${least} to ${most}`);
  };
  const { product, products } = result.read().data as { product?: ProductSeen; products?: { version: number; nodes: ProductSeen[] } };
  check('list', products?.version);
  for (const each of [...(product ? [{ ...product, id }] : []), ...(products?.nodes ?? [])]) {
    check(`product ${each.id!}`, each.version);
    check(`stock ${each.id!}`, each.stock);
  }
}
