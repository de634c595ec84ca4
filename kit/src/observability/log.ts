import { type DestinationStream, type Level, type Logger, pino } from 'pino';
import { writtenError } from './error-text.ts';
import { currentTraceparent, traceIdOf } from './trace.ts';

export type { Logger } from 'pino';

/** Keys whose values must never reach a log line, wherever they stand. */
const SECRET_KEYS = ['password', 'newPassword', 'accessToken', 'refreshToken', 'authorization', 'clientSecret', 'x-signature'];

/** JSON lines on stderr, so that stdout stays with what the command prints for people; with a file all go there, and only warnings to stderr. */
export function createLog(name: string, level: string, file?: string): Logger {
  const stderr = pino.destination({ dest: 2, sync: false });
  if (file === undefined || level === 'silent') return logTo(stderr, name, level);
  const streams = [
    { level: level as Level, stream: pino.destination({ dest: file, mkdir: true, sync: false }) },
    { level: 'warn' as const, stream: stderr },
  ];
  return logTo(pino.multistream(streams), name, level);
}

/** A log whose lines go wherever they are wanted. */
export function logTo(destination: DestinationStream, name: string, level: string): Logger {
  const paths = SECRET_KEYS.flatMap((key) => (key.includes('-') ? [`["${key}"]`, `*["${key}"]`] : [key, `*.${key}`, `*.*.${key}`]));
  // Whatever is written while a request, a delivery or a job is at work can be found by its trace.
  const mixin = () => {
    const traceId = traceIdOf(currentTraceparent());
    return traceId === undefined ? {} : { traceId };
  };
  const serializers = { err: writtenError };
  return pino({ name, level, mixin, serializers, redact: { paths, censor: '[redacted]' } }, destination);
}
