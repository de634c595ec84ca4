import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { StoaProcess } from '../e2e/support/stoa-process.ts';
import { LAST_WORDS, type Order } from './inside/orders.ts';

const INSIDE = fileURLToPath(new URL('./inside/inside.ts', import.meta.url));
const RESTART_DELAY_MS = 500;

export interface MemberOptions {
  readonly name: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly dataDir: string;
  /** How often it says that it listens. */
  readonly servers: number;
  /** The crash points that it can come to. */
  readonly crashPoints: readonly string[];
  /** It has killed itself at one of them. */
  onCrash(who: string, where: string): void;
}

/** One process of the marketplace, started again whenever it ends, as a container would be. */
export class Member {
  readonly #options: MemberOptions;
  #process: StoaProcess | undefined;
  #stopped = false;
  /** Where it is to kill itself, and at which time that it comes there. */
  #crashAt: Record<string, number> = {};
  /** Ends that nobody wanted: it had come up, and the fault of another must not end it. */
  readonly unwantedEnds: string[] = [];
  /** How often it killed itself, by the crash point. */
  readonly crashes = new Map<string, number>();

  constructor(options: MemberOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  get crashPoints(): readonly string[] {
    return this.#options.crashPoints;
  }

  async start(): Promise<void> {
    this.#run();
    await this.#process!.says('listens at', this.#options.servers);
  }

  /** Ends it without a word; it is started again. */
  async kill(): Promise<void> {
    const { pid, exited } = this.#process!;
    this.#process = undefined;
    signal(pid, 'SIGKILL');
    await exited;
    this.#run();
  }

  /** Stands still for a while, as on a machine that swaps, or in a pause of a virtual one. */
  async freeze(forMs: number): Promise<void> {
    const { pid } = this.#process!;
    // Somebody else wakes it, so that it is not left standing when we are killed.
    const alarm = spawn('/bin/sh', ['-c', `sleep ${forMs / 1_000}; kill -s CONT ${pid} 2> /dev/null`], { detached: true, stdio: 'ignore' });
    signal(pid, 'SIGSTOP');
    await new Promise((resolve) => alarm.once('exit', resolve));
  }

  /** Its clock is off from now on, until it is set right or the process ends. */
  setClock(clockOffMs: number): void {
    this.#process?.send({ clockOffMs } satisfies Order);
  }

  /** It kills itself at the first of these that it comes to at that time, now or after a restart, and nowhere else any more. */
  crashAt(points: Readonly<Record<string, number>>): void {
    // Told anew it would count from one again.
    if (isDeepStrictEqual(points, this.#crashAt)) return;
    this.#crashAt = { ...points };
    this.#tellWhereToCrash();
  }

  /** It lives on from now on, as far as we are concerned. */
  spare(): void {
    this.crashAt({});
  }

  /** How often it has killed itself. */
  get crashCount(): number {
    return [...this.crashes.values()].reduce((sum, times) => sum + times, 0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#process?.kill();
  }

  /** It listens, as far as it has said. */
  get isUp(): boolean {
    return this.#process !== undefined && this.#hasComeUp(this.#process);
  }

  #hasComeUp({ output }: StoaProcess): boolean {
    return output.split('listens at').length > this.#options.servers;
  }

  #tellWhereToCrash(): void {
    this.#process?.send({ crashAt: this.#crashAt } satisfies Order);
  }

  #run(): void {
    if (this.#stopped) return;
    const { args, environment, dataDir } = this.#options;
    const forNode = {
      NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import=${INSIDE}`,
      NODE_COMPILE_CACHE: join(dataDir, 'compiled'),
    };
    const started = new StoaProcess(args, { ...forNode, ...environment }, dataDir, { channel: true });
    this.#process = started;
    this.#tellWhereToCrash();
    void started.exited.then((code) => this.#ended(started, code));
  }

  async #ended(ended: StoaProcess, code: number | null): Promise<void> {
    const [, point] = ended.output.match(new RegExp(`${LAST_WORDS}(\\S+)\n`)) ?? [];
    if (point) {
      this.crashes.set(point, (this.crashes.get(point) ?? 0) + 1);
      delete this.#crashAt[point];
      this.#options.onCrash(this.name, point);
    }
    // Whoever was struck is off the list by then.
    if (this.#process !== ended || this.#stopped) return;
    if (!point && this.#hasComeUp(ended)) this.unwantedEnds.push(`${this.name} ended with ${code}: ${ended.output.slice(-600)}`);
    await sleep(RESTART_DELAY_MS);
    if (this.#process === ended) this.#run();
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
