import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { request } from 'undici';
import type { SandboxLogger } from '../http/sandbox-logger.ts';
import type { Courier } from '../webhook/courier.ts';
import { encodeVideo, type Ffmpeg, UnreadableInput } from './encode-video.ts';
import type { MuxBooks } from './mux-books.ts';
import type { Asset } from './records.ts';

export interface ProcessingOptions {
  readonly books: MuxBooks;
  readonly courier: Courier;
  /** Where what comes in and what is made of it are kept. */
  readonly folder: string;
  readonly ffmpeg: Ffmpeg;
  readonly logger: SandboxLogger | undefined;
}

/** Fetches what assets are to be made of, and makes it playable, one after the other. */
export class Processing {
  readonly #options: ProcessingOptions;
  readonly #stop = new AbortController();
  readonly #percent = new Map<string, number>();
  readonly #working = new Set<Promise<void>>();
  #line: Promise<unknown> = Promise.resolve();
  #held: PromiseWithResolvers<void> | undefined;

  constructor(options: ProcessingOptions) {
    this.#options = options;
  }

  /** Goes on with what was left when the last run ended. */
  resume(): void {
    for (const asset of this.#options.books.assets()) if (asset.status === 'preparing') this.begin(asset);
  }

  begin(asset: Asset): void {
    const work: Promise<void> = this.#process(asset)
      .catch((error: unknown) => this.#failed(asset, error))
      .finally(() => this.#working.delete(work));
    this.#working.add(work);
  }

  /** How far it has come, in percent. */
  percentOf(assetId: string): number {
    return this.#percent.get(assetId) ?? 0;
  }

  /** Keeps every asset half processed until it is let go again. */
  hold(on: boolean): void {
    if (on) this.#held ??= Promise.withResolvers();
    else {
      this.#held?.resolve();
      this.#held = undefined;
    }
  }

  outputOf(assetId: string, file = ''): string {
    return join(this.#options.folder, 'assets', assetId, file);
  }

  async forget(assetId: string): Promise<void> {
    await rm(this.outputOf(assetId), { recursive: true, force: true });
  }

  async close(): Promise<void> {
    this.#stop.abort(new Error('The sandbox is closing.'));
    this.hold(false);
    await Promise.all(this.#working);
  }

  async #process(asset: Asset): Promise<void> {
    const { books, courier } = this.#options;
    const output = this.outputOf(asset.id);
    await rm(output, { recursive: true, force: true });
    await mkdir(output, { recursive: true });
    const input = this.outputOf(asset.id, 'input');
    await this.#fetch(asset.input, input);
    this.#percent.set(asset.id, 50);
    await this.#held?.promise;
    const duration = await this.#inTurn(input, output);
    await rm(input, { force: true });
    // It may have been deleted meanwhile.
    if (books.asset(asset.id)) await books.keep({ ...asset, status: 'ready', duration }, 'ready', courier);
    else await this.forget(asset.id);
    this.#percent.delete(asset.id);
  }

  /** Encoding takes all of a processor. */
  #inTurn(input: string, output: string): Promise<number> {
    const { signal } = this.#stop;
    const turn = this.#line.then(() => {
      signal.throwIfAborted();
      return encodeVideo(input, output, this.#options.ffmpeg, signal);
    });
    this.#line = turn.catch(() => undefined);
    return turn;
  }

  async #fetch(url: string, file: string): Promise<void> {
    const signal = this.#stop.signal;
    const answer = await request(url, { signal }).catch((error: Error) => {
      throw new UnreadableInput('download_failed', `The input could not be reached: ${error.message}`);
    });
    if (answer.statusCode !== 200) {
      await answer.body.dump();
      throw new UnreadableInput('download_failed', `The input answered ${answer.statusCode}.`);
    }
    await pipeline(answer.body, createWriteStream(file), { signal });
  }

  /** What stopped because the sandbox does is begun again by the next run. */
  async #failed(asset: Asset, error: unknown): Promise<void> {
    const { books, courier, logger } = this.#options;
    this.#percent.delete(asset.id);
    if (this.#stop.signal.aborted || !books.asset(asset.id)) return;
    const known = error instanceof UnreadableInput;
    if (!known) logger?.warn({ err: error, asset: asset.id }, 'A video could not be processed.');
    const errors = { type: known ? error.type : 'internal_error', messages: [known ? error.message : 'Something went wrong.'] };
    await this.forget(asset.id);
    await books.keep({ ...asset, status: 'errored', errors }, 'errored', courier);
  }
}
