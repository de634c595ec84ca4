import { type CommandTransport, LocalFirstTransport } from '../commands/index.ts';
import { armFromEnvironment } from '../crash/index.ts';
import type { Bus, Stoppable } from '../events/index.ts';
import { Figures } from '../figures/index.ts';
import type { Logger } from '../observability/index.ts';
import { Domain } from './domain.ts';
import { type EventFlow, startEventFlow } from './event-flow.ts';
import type { Manifest } from './manifest.ts';
import type { Environment } from './resource.ts';

export interface RunOptions {
  readonly manifests: readonly Manifest[];
  readonly databaseUrlOf: (domain: string) => string;
  readonly poolSize: number;
  /** All that there are, those that run elsewhere too; these alone unless told. */
  readonly domains?: readonly string[];
  readonly environment: Environment;
  readonly log: Logger;
  /** Reaches domains that run elsewhere; without it only those of this process can be asked. */
  readonly remoteCommandsOf?: (caller: string) => CommandTransport;
  /** Those of the process, which others may add to. */
  readonly figures?: Figures;
  /** Makes the bus, once the domains' databases are there. */
  readonly busFor: (domains: readonly Domain[]) => Promise<Bus>;
  /** Off where a test runs the jobs by hand: no timer then touches the database beside it, the kit's own housekeeping included. */
  readonly jobsByTimer?: boolean;
}

/** Some domains, running in this process. */
export interface RunningDomains extends Stoppable {
  readonly domains: ReadonlyMap<string, Domain>;
  readonly bus: Bus;
  /** Tells for each domain whether its database answers and its events are carried: 'ok', or what is wrong. */
  health(): Promise<Record<string, string>>;
}

/** Opens domains, connects them to each other and to the bus, and starts their jobs. If one cannot start, none is left running. */
export async function runDomains(options: RunOptions): Promise<RunningDomains> {
  armFromEnvironment(options.environment);
  const { figures = new Figures() } = options;
  const domains = new Map<string, Domain>();
  const flows = new Map<string, EventFlow>();
  const closers: Array<() => Promise<unknown>> = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.reverse()) await close();
  };
  try {
    const transports: LocalFirstTransport[] = [];
    const opened = await Promise.allSettled(
      options.manifests.map((manifest) => open(manifest, { ...options, figures }, transports, flows)),
    );
    for (const result of opened) {
      if (result.status === 'rejected') continue;
      domains.set(result.value.name, result.value);
      closers.push(() => result.value.close());
    }
    const failed = opened.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    for (const transport of transports) {
      closers.push(() => transport.close());
      for (const domain of domains.values())
        transport.register(domain.name, ({ name, input, key, viewer, traceparent, deadlineAtMs }) =>
          domain.answer(name, input, key, { viewer, traceparent, deadlineAtMs }),
        );
    }
    const bus = await options.busFor([...domains.values()]);
    closers.push(() => bus.close());
    for (const domain of domains.values()) {
      const flow = await startEventFlow(domain, bus, figures.events);
      flows.set(domain.name, flow);
      closers.push(() => flow.stop());
    }
    for (const domain of options.jobsByTimer === false ? [] : domains.values()) {
      domain.startJobs();
      closers.push(() => domain.stopJobs());
    }
    const health = async (): Promise<Record<string, string>> =>
      Object.fromEntries(
        await Promise.all(
          [...domains.values()].map(async (domain) => [domain.name, await stateOf(domain, flows.get(domain.name))] as const),
        ),
      );
    return { domains, bus, health, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A database that hangs is as bad as one that refuses. */
const HEALTH_TIMEOUT_MS = 2_000;

async function stateOf(domain: Domain, flow: EventFlow | undefined): Promise<string> {
  const late = new Promise<string>((resolve) => setTimeout(resolve, HEALTH_TIMEOUT_MS, 'the database does not answer in time').unref());
  const answer = domain.database.query('select 1').then(
    () => 'ok',
    () => 'the database does not answer',
  );
  const state = await Promise.race([answer, late]);
  if (state !== 'ok') return state;
  return flow?.relayState === 'running' ? 'ok' : `the relay of its events is ${flow?.relayState ?? 'not started'}`;
}

function open(
  manifest: Manifest,
  options: RunOptions & { readonly figures: Figures },
  transports: LocalFirstTransport[],
  flows: ReadonlyMap<string, EventFlow>,
): Promise<Domain> {
  const commands = new LocalFirstTransport(options.remoteCommandsOf?.(manifest.name));
  transports.push(commands);
  return Domain.open(manifest, {
    databaseUrl: options.databaseUrlOf(manifest.name),
    poolSize: options.poolSize,
    domains: options.domains ?? options.manifests.map(({ name }) => name),
    environment: options.environment,
    commands,
    log: options.log.child({ domain: manifest.name }),
    wakeRelay: () => flows.get(manifest.name)?.wake(),
    figures: options.figures,
  });
}
