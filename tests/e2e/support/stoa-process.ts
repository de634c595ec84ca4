import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { settlesWithin } from '../../../cli/src/infrastructure/leashed-process.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** There to fail, not to measure: a dozen processes may be starting at the same time on two cores. */
const READY_TIMEOUT_MS = 180_000;

/** One `stoa …` as a process, with just the environment that it is given. */
export class StoaProcess {
  readonly pid: number;
  readonly exited: Promise<number | null>;
  /** All that it said. */
  output = '';
  readonly #child: ChildProcess;

  constructor(
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
    cwd: string,
    { channel = false }: { readonly channel?: boolean } = {},
  ) {
    // What runs here is what was built, as in any deployment.
    if (!existsSync(`${ROOT}cli/dist/main.js`)) throw new Error('`npm run build` must come before this test');
    const { PATH = '', HOME = '' } = process.env;
    this.#child = spawn(process.execPath, [`${ROOT}cli/bin/stoa.js`, ...args], {
      cwd,
      env: { PATH, HOME, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', ...(channel ? (['ipc'] as const) : [])],
    });
    this.pid = this.#child.pid!;
    this.exited = new Promise((resolve) => this.#child.once('exit', resolve));
    for (const stream of [this.#child.stdout!, this.#child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  /** Waits until it has said this so often. */
  async says(text: string, times = 1): Promise<this> {
    const deadline = performance.now() + READY_TIMEOUT_MS;
    while (this.output.split(text).length <= times) {
      if (performance.now() > deadline || (await settlesWithin(this.exited, 50)))
        throw new Error(`it never said '${text}', but:\n${this.output}`);
    }
    return this;
  }

  /** Tells it something over its channel; one that is gone hears nothing. */
  send(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  /** Asks it to stop, and answers its exit code. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.#child.kill(signal);
    return this.exited;
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exited;
  }
}
