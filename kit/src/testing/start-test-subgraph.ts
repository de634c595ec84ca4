import { pino } from 'pino';
import type { Viewer } from '../auth/index.ts';
import type { Figures } from '../figures/index.ts';
import { type Environment, type Manifest, runDomains } from '../subgraph/index.ts';
import { type CommandAnswer, PlayedDomains } from './answering.ts';
import { ConsumersAtHand } from './consumers-at-hand.ts';
import { migratedDatabase } from './fresh-database.ts';
import { GraphClient } from './graph-client.ts';
import { TestSubgraph } from './test-subgraph.ts';

export interface TestSubgraphOptions {
  /** What the test answers in the place of other domains. */
  readonly commands?: readonly CommandAnswer[];
  readonly environment?: Environment;
  /** All domains that there are to it; itself alone unless told. */
  readonly domains?: readonly string[];
  /** Uses a database that is there already, as a second replica would; it is left behind at the end. */
  readonly databaseUrl?: string;
  readonly figures?: Figures;
}

/**
 * Runs one domain for a test: the real code on a database of its own. Only its neighbours are played, its events from elsewhere are
 * delivered by hand, and its jobs run when they are told to.
 */
export async function startTestSubgraph(manifest: Manifest, options: TestSubgraphOptions = {}): Promise<TestSubgraph> {
  const fresh = options.databaseUrl ? null : await migratedDatabase(manifest);
  const url = options.databaseUrl ?? fresh!.url;
  const neighbours = new PlayedDomains(options.commands ?? []);
  const bus = new ConsumersAtHand();
  try {
    const running = await runDomains({
      manifests: [manifest],
      jobsByTimer: false,
      databaseUrlOf: () => url,
      poolSize: 8,
      environment: options.environment ?? {},
      log: pino({ level: process.env.STOA_TEST_LOG ?? 'silent' }),
      remoteCommandsOf: () => neighbours,
      busFor: async () => bus,
      ...(options.domains && { domains: options.domains }),
      ...(options.figures && { figures: options.figures }),
    });
    const domain = running.domains.get(manifest.name)!;
    const stop = async (): Promise<void> => {
      await running.stop();
      await fresh?.drop();
    };
    const as = (viewer: Viewer, userAgent?: string): GraphClient => new GraphClient(domain, viewer, userAgent);
    return new TestSubgraph({ manifest, domain, neighbours, bus, databaseUrl: url, as, stop });
  } catch (error) {
    await fresh?.drop();
    throw error;
  }
}
