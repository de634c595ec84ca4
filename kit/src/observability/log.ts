import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Keys whose values must never reach a log line, wherever they stand. */
const SECRET_KEYS = ['password', 'newPassword', 'accessToken', 'refreshToken', 'authorization', 'clientSecret', 'x-signature'];

/** JSON lines on stderr, so that stdout stays with what the command prints for people. */
export function createLog(name: string, level: string): Logger {
  const paths = SECRET_KEYS.flatMap((key) => (key.includes('-') ? [`["${key}"]`, `*["${key}"]`] : [key, `*.${key}`, `*.*.${key}`]));
  return pino({ name, level, redact: { paths, censor: '[redacted]' } }, pino.destination({ dest: 2, sync: false }));
}
