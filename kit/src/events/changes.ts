import type { EventContract } from './contract.ts';

/** What an event touches, as readers of other domains' data name it: an object, or a field such as `Seller.products`. */
export interface TouchedName {
  /** The domain whose data changed. */
  readonly subgraph: string;
  readonly name: string;
  readonly id: string;
}

/** Which events were written, and what they touch. */
export interface ChangeReport {
  readonly events: readonly string[];
  readonly touches: readonly TouchedName[];
}

export function touchedNames({ domain, touches }: EventContract, payload: unknown): readonly TouchedName[] {
  return touches(payload).map((touch) => ({ subgraph: domain, name: 'entity' in touch ? touch.entity : touch.collection, id: touch.id }));
}

/** All that one request has changed, here and by the commands it sent, so that its answer can tell those who keep answers. */
export class Changes {
  readonly #events: string[] = [];
  readonly #touches = new Map<string, TouchedName>();

  add({ events, touches }: ChangeReport): void {
    this.#events.push(...events);
    for (const touch of touches) this.#touches.set(JSON.stringify(touch), touch);
  }

  /** Undefined where nothing has changed that anybody keeps. */
  get report(): ChangeReport | undefined {
    return this.#touches.size > 0 ? { events: this.#events, touches: [...this.#touches.values()] } : undefined;
  }
}

/** Of what nobody is answered, as jobs do: what they change may be much, and is told by its events alone. */
export class UnreportedChanges extends Changes {
  override add(): void {}
}
