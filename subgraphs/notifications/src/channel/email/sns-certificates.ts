import { X509Certificate } from 'node:crypto';

const TIMEOUT_MS = 5_000;
/** There are few at a time; more than these are somebody's attempt to fill our memory. */
const CAPACITY = 20;

/** Certificates that SNS signs with, each fetched once. */
export class SnsCertificates {
  readonly #kept = new Map<string, X509Certificate>();

  /** The certificate at an address that is SNS's; null where it cannot be had now. */
  async at(address: string): Promise<X509Certificate | null> {
    const known = this.#kept.get(address);
    if (known) return known;
    try {
      const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!answer.ok) return null;
      const certificate = new X509Certificate(await answer.text());
      if (this.#kept.size >= CAPACITY) this.#kept.delete(this.#kept.keys().next().value!);
      this.#kept.set(address, certificate);
      return certificate;
    } catch {
      return null;
    }
  }
}
