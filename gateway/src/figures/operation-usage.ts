import { createHash } from 'node:crypto';
import { Kind, parse, print, visit } from 'graphql';

/** What one version of a client was seen to send. */
export interface UsedOperation {
  readonly client: string | undefined;
  readonly version: string | undefined;
  readonly operationName: string | undefined;
  readonly text: string;
  count: number;
  lastSeenAtMs: number;
  /** Whether it is told of; what was forgotten may still be counted on. */
  isKept?: boolean;
}

/** The same as it is told: without what a client wrote into the operation itself, which may say something about people. */
export interface UsageRecord {
  readonly client: string | null;
  readonly version: string | null;
  readonly operationName: string | null;
  /** SHA-256 of the text as it was sent. */
  readonly id: string;
  /** With strings and numbers replaced by empty ones. */
  readonly body: string;
  readonly count: number;
  /** `2026-11-21`, in UTC. */
  readonly lastSeenOn: string;
}

const MAX_REMEMBERED = 2_000;
const MAX_LENGTH = 32 * 1024;

/** Who sends what, so that it is known whom a change of the schema would hurt. What was seen longest ago is forgotten first. */
export class OperationUsage {
  readonly #used = new Map<string, UsedOperation>();

  constructor(readonly capacity = MAX_REMEMBERED) {}

  /** What is counted on when the same client sends the same operation; undefined for a text that is too long to be kept. */
  of(used: Pick<UsedOperation, 'client' | 'version' | 'operationName' | 'text'>): UsedOperation | undefined {
    if (used.text.length > MAX_LENGTH) return undefined;
    return this.#used.get(keyOf(used)) ?? { ...used, count: 0, lastSeenAtMs: 0 };
  }

  /** It was sent once more, perhaps after it had been forgotten. */
  seen(used: UsedOperation): void {
    used.count++;
    used.lastSeenAtMs = Date.now();
    if (used.isKept) return;
    if (this.#used.size >= this.capacity) this.#forgetOne();
    this.#used.set(keyOf(used), used);
    used.isKept = true;
  }

  #forgetOne(): void {
    const [first, ...others] = this.#used.values();
    const oldest = others.reduce((least, each) => (each.lastSeenAtMs < least.lastSeenAtMs ? each : least), first!);
    this.#used.delete(keyOf(oldest));
    oldest.isKept = false;
  }

  records(): UsageRecord[] {
    return [...this.#used.values()].map(recordOf);
  }
}

const keyOf = ({ client, version, operationName, text }: Pick<UsedOperation, 'client' | 'version' | 'operationName' | 'text'>): string =>
  JSON.stringify([client, version, operationName, text]);

function recordOf({ client, version, operationName, text, count, lastSeenAtMs }: UsedOperation): UsageRecord {
  return {
    client: client ?? null,
    version: version ?? null,
    operationName: operationName ?? null,
    id: createHash('sha256').update(text).digest('hex'),
    body: withoutValues(text),
    count,
    lastSeenOn: new Date(lastSeenAtMs).toISOString().slice(0, 10),
  };
}

function withoutValues(text: string): string {
  const document = visit(parse(text, { noLocation: true }), {
    [Kind.STRING]: (node) => ({ ...node, value: '', block: false }),
    [Kind.INT]: (node) => ({ ...node, value: '0' }),
    [Kind.FLOAT]: (node) => ({ ...node, value: '0.0' }),
  });
  return print(document);
}
