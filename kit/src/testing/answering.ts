import type { z } from 'zod';
import type { Viewer } from '../auth/index.ts';
import type { CommandContract } from '../commands/contract.ts';
import type { CommandReply, CommandRequest, CommandTransport } from '../commands/index.ts';
import { DomainError } from '../errors/index.ts';
import { newTraceparent, runTraced } from '../observability/index.ts';

/** How a command reached the domain that the test stands in for. */
export interface Asked {
  readonly name: string;
  readonly input: unknown;
  readonly key: string | undefined;
  readonly viewer: Viewer;
}

/** A contract with what the test answers in the place of its domain. */
export interface CommandAnswer {
  readonly contract: CommandContract;
  answer(input: unknown, asked: Asked): unknown;
}

/** Stands in for the domain that answers a contract. A thrown DomainError is a refusal, if the contract knows it. */
export function answering<I extends z.ZodType, O extends z.ZodType>(
  contract: CommandContract<I, O>,
  answer: (input: z.output<I>, asked: Asked) => z.input<O> | Promise<z.input<O>>,
): CommandAnswer {
  return { contract: contract as unknown as CommandContract, answer: (input, asked) => answer(input as z.output<I>, asked) };
}

/** Refusals that any domain may give, whatever its contract says. */
const ALWAYS_POSSIBLE = ['IDEMPOTENCY_CONFLICT', 'BAD_USER_INPUT', 'NOT_FOUND', 'FORBIDDEN', 'SERVICE_UNAVAILABLE'];

/** The other domains, as far as a test plays them. What goes in and out passes the contracts, and JSON, as it would over HTTP. */
export class PlayedDomains implements CommandTransport {
  readonly asked: Asked[] = [];
  /** Commands that were asked and that the test has no answer for; the domain saw SERVICE_UNAVAILABLE. */
  readonly unanswered = new Set<string>();
  readonly #answers = new Map<string, CommandAnswer>();

  constructor(answers: readonly CommandAnswer[]) {
    for (const each of answers) this.play(each);
  }

  /** From now on, this answers its contract. */
  play(answer: CommandAnswer): void {
    this.#answers.set(answer.contract.name, answer);
  }

  send(_domain: string, { name, input, key, viewer }: CommandRequest): Promise<CommandReply> {
    return runTraced(newTraceparent(), () => this.#reply({ name, input: copy(input), key, viewer }));
  }

  async close(): Promise<void> {}

  async #reply(asked: Asked): Promise<CommandReply> {
    this.asked.push(asked);
    const played = this.#answers.get(asked.name);
    if (!played) {
      this.unanswered.add(asked.name);
      throw new Error(`the test answers no ${asked.name}`);
    }
    const { contract } = played;
    try {
      return { answer: copy(contract.output.parse(await played.answer(contract.input.parse(asked.input), asked))) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { code, message, details } = error;
      if (![...contract.errors, ...ALWAYS_POSSIBLE].includes(code)) throw new Error(`${contract.name} cannot refuse with ${code}`);
      return { refusal: { code, message, details: { ...details } } };
    }
  }
}

const copy = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T));
