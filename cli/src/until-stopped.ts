/** So long an orderly stop may take; whoever waits for us would kill us after about that. */
const STOP_TIMEOUT_MS = 60_000;

/** Told by Ctrl-C, by whoever runs us, or by a terminal that goes away. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Hears the signals that end us. The first asks for an orderly stop; the second ends the process at once, and what it started with it. */
export class StopSignal {
  readonly #controller = new AbortController();
  readonly received: Promise<void>;

  constructor() {
    this.received = new Promise((resolve) => {
      for (const signal of SIGNALS)
        process.on(signal, () => {
          if (this.#controller.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
          this.#controller.abort();
          resolve();
        });
    });
  }

  get wasReceived(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Runs until a signal comes, or until something cannot go on; then stops in order. */
  async runUntil(lost: readonly Promise<Error>[], stop: () => Promise<void>): Promise<void> {
    const fault = await Promise.race([this.received, ...lost]);
    const tooLong = setTimeout(() => {
      console.error('Stopping took too long; what is left is ended.');
      process.exit(1);
    }, STOP_TIMEOUT_MS);
    await stop();
    clearTimeout(tooLong);
    if (fault) throw fault;
  }
}
