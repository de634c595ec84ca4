/** A signal between loops. A wake-up that comes while nobody waits is kept, so that none is lost. */
export class Wake {
  #pending = false;
  #resume: (() => void) | null = null;

  wake(): void {
    if (this.#resume) this.#resume();
    else this.#pending = true;
  }

  /** Waits for the next wake-up, or for the time. */
  async wait(timeoutMs: number): Promise<void> {
    if (this.#pending) {
      this.#pending = false;
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.#resume?.(), timeoutMs);
      this.#resume = () => {
        clearTimeout(timer);
        this.#resume = null;
        resolve();
      };
    });
  }
}
