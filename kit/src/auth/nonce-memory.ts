import { SIGNATURE_LIFETIME_MS, SignatureRefused } from './signature.ts';

/** Remembers the nonces of one lifetime in two generations, so that forgetting costs nothing per nonce. */
export class NonceMemory {
  #current = new Set<string>();
  #previous = new Set<string>();
  #rotatedAtMs = 0;

  /** Throws when this nonce was seen within a signature's lifetime. */
  use(nonce: string, nowMs: number = Date.now()): void {
    // A signature may be dated up to one lifetime ahead, so a nonce must be remembered for two.
    if (nowMs - this.#rotatedAtMs > 2 * SIGNATURE_LIFETIME_MS) {
      this.#previous = this.#current;
      this.#current = new Set();
      this.#rotatedAtMs = nowMs;
    }
    if (this.#current.has(nonce) || this.#previous.has(nonce)) throw new SignatureRefused('replayed');
    this.#current.add(nonce);
  }
}
