import type { Writable } from 'node:stream';

/** Writes buffers by one call of the system. */
export function writeTogether(socket: Writable, buffers: readonly Buffer[]): void {
  if (buffers.length === 1) return void socket.write(buffers[0]);
  socket.cork();
  for (const buffer of buffers) socket.write(buffer);
  socket.uncork();
}
