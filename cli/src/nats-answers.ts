import { connect } from 'node:net';

const TIMEOUT_MS = 1_000;
const DEFAULT_PORT = 4_222;

/** Whether a NATS server greets at one of these addresses. */
export async function natsAnswers(servers: readonly string[]): Promise<boolean> {
  return (await Promise.all(servers.map(greets))).some(Boolean);
}

function greets(server: string): Promise<boolean> {
  const { hostname, port } = new URL(server.includes('://') ? server : `nats://${server}`);
  return new Promise((done) => {
    const socket = connect({ host: hostname, port: Number(port) || DEFAULT_PORT, timeout: TIMEOUT_MS });
    const finish = (answer: boolean): void => {
      socket.destroy();
      done(answer);
    };
    socket.once('data', (greeting) => finish(greeting.toString('latin1').startsWith('INFO ')));
    socket.once('error', () => finish(false));
    socket.once('close', () => finish(false));
    socket.once('timeout', () => finish(false));
  });
}
