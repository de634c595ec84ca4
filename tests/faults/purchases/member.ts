import { setTimeout as sleep } from 'node:timers/promises';
import { StoaProcess } from '../../e2e/support/stoa-process.ts';

const RESTART_DELAY_MS = 500;

/** One process of the marketplace, started again whenever it ends, as a container would be. */
export class Member {
  readonly name: string;
  readonly #args: readonly string[];
  readonly #environment: Readonly<Record<string, string>>;
  readonly #dataDir: string;
  /** How often it says that it listens. */
  readonly #servers: number;
  #process: StoaProcess | undefined;
  #stopped = false;
  /** Ends that nobody wanted: it had come up, and the fault of another must not end it. */
  readonly unwantedEnds: string[] = [];
  /** Ends at a crash point. */
  crashes = 0;

  constructor(name: string, args: readonly string[], environment: Readonly<Record<string, string>>, dataDir: string, servers = 1) {
    this.name = name;
    this.#args = args;
    this.#environment = environment;
    this.#dataDir = dataDir;
    this.#servers = servers;
  }

  async start(): Promise<void> {
    this.#run();
    await this.#process!.says('listens at', this.#servers);
  }

  /** Ends it without a word; it is started again. */
  async kill(crashAt?: string): Promise<void> {
    const { pid, exited } = this.#process!;
    this.#process = undefined;
    signal(pid, 'SIGKILL');
    await exited;
    this.#run(crashAt);
  }

  /** Stands still for a while, as on a machine that swaps, or in a pause of a virtual one. */
  async freeze(forMs: number): Promise<void> {
    const { pid } = this.#process!;
    signal(pid, 'SIGSTOP');
    await sleep(forMs);
    signal(pid, 'SIGCONT');
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#process?.kill();
  }

  #run(crashAt?: string): void {
    if (this.#stopped) return;
    const environment = crashAt ? { ...this.#environment, STOA_CRASH_AT: crashAt } : this.#environment;
    const started = new StoaProcess(this.#args, environment, this.#dataDir);
    this.#process = started;
    void started.exited.then(async (code) => {
      // Whoever was struck is off the list by then.
      if (this.#process !== started || this.#stopped) return;
      const cameUp = started.output.split('listens at').length > this.#servers;
      if (crashAt && code === null) this.crashes += 1;
      else if (cameUp) this.unwantedEnds.push(`${this.name} ended with ${code}: ${started.output.slice(-600)}`);
      await sleep(RESTART_DELAY_MS);
      if (this.#process === started) this.#run();
    });
  }
}

/** A blow may come just after a process has ended by itself, before it is started again. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
