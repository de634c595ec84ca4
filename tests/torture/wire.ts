import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../cli/src/infrastructure/free-port.ts';

/**
 * How a connection is lost: both ends are told at once (`reset`); what is said from now on reaches nobody, and both ends learn of it
 * only later (`silent`); or the server is told that nothing more will come, and its own words still arrive (`half-closed`).
 */
export type Cut = 'reset' | 'silent' | 'half-closed';
export const CUTS: readonly Cut[] = ['reset', 'silent', 'half-closed'];

interface Line {
  readonly near: Socket;
  readonly far: Socket;
}

/** A stretch of network between a process and what it talks to, over which everything is carried as it comes until it is cut. */
export class Wire {
  readonly port: number;
  readonly #server: Server;
  readonly #lines = new Set<Line>();
  #down = false;

  private constructor(port: number, server: Server) {
    this.port = port;
    this.#server = server;
  }

  static async to(targetPort: number): Promise<Wire> {
    for (let tries = 0; ; tries += 1) {
      const port = await freePort();
      const server = createServer({ allowHalfOpen: true, noDelay: true });
      const wire = new Wire(port, server);
      server.on('connection', (near) => wire.#carry(near, targetPort));
      try {
        await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
        return wire;
      } catch (error) {
        if (tries === 10) throw error;
      }
    }
  }

  /** Cuts what is connected, and lets nobody through for a while. Answers how many connections it was. */
  async cut(how: Cut, forMs: number): Promise<number> {
    const cut = [...this.#lines];
    this.#down = true;
    for (const { near, far } of cut) {
      if (how === 'reset') continue;
      near.unpipe(far);
      near.resume();
      if (how === 'half-closed') far.end();
      else {
        far.unpipe(near);
        far.resume();
      }
    }
    if (how === 'reset') for (const line of cut) destroy(line);
    await sleep(forMs);
    for (const line of cut) destroy(line);
    this.#down = false;
    return cut.length;
  }

  async close(): Promise<void> {
    for (const line of this.#lines) destroy(line);
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #carry(near: Socket, targetPort: number): void {
    if (this.#down) return void near.on('error', () => {}).resetAndDestroy();
    const far = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const line = { near, far };
    this.#lines.add(line);
    for (const socket of [near, far]) {
      // Whatever became of one end, the other is not kept waiting for it.
      socket.on('error', () => destroy(line));
      socket.on('close', () => {
        destroy(line);
        this.#lines.delete(line);
      });
    }
    near.pipe(far);
    far.pipe(near);
  }
}

function destroy({ near, far }: Line): void {
  for (const socket of [near, far]) {
    if (socket.destroyed) continue;
    // Node never closes one that is to be reset while its last words are on their way, and so never ends.
    if (socket.writableEnded) socket.destroy();
    else socket.resetAndDestroy();
  }
}
