import { type Level, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Keys whose values must never reach a log line, wherever they stand. */
const SECRET_KEYS = ['password', 'newPassword', 'accessToken', 'refreshToken', 'authorization', 'clientSecret', 'x-signature'];

/** JSON lines on stderr, so that stdout stays with what the command prints for people; with a file all go there, and only warnings to stderr. */
export function createLog(name: string, level: string, file?: string): Logger {
  const paths = SECRET_KEYS.flatMap((key) => (key.includes('-') ? [`["${key}"]`, `*["${key}"]`] : [key, `*.${key}`, `*.*.${key}`]));
  const options = { name, level, redact: { paths, censor: '[redacted]' } };
  const stderr = pino.destination({ dest: 2, sync: false });
  if (file === undefined || level === 'silent') return pino(options, stderr);
  const streams = [
    { level: level as Level, stream: pino.destination({ dest: file, mkdir: true, sync: false }) },
    { level: 'warn' as const, stream: stderr },
  ];
  return pino(options, pino.multistream(streams));
}
