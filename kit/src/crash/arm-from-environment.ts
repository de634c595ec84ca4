import { armCrashPoint, isCrashPointName } from './crash-point.ts';

/** Ends this process as a loss of power would: nothing is flushed, nobody is told. */
export const dieAtOnce = (): void => void process.kill(process.pid, 'SIGKILL');

/**
 * `STOA_CRASH_AT=answered:inventory.allocate` has this process kill itself when it comes there, and with `@3` behind it when it
 * comes there for the third time. Nobody may set that where people buy.
 */
export function armFromEnvironment(environment: Readonly<Record<string, string | undefined>>): void {
  const wanted = environment.STOA_CRASH_AT;
  if (!wanted) return;
  if (environment.NODE_ENV === 'production') throw new Error('STOA_CRASH_AT: a crash on purpose is refused in production');
  const [, name = '', time = '1'] = /^(.*?)(?:@([1-9]\d{0,5}))?$/.exec(wanted) ?? [];
  if (!isCrashPointName(name)) throw new Error(`STOA_CRASH_AT: there is no crash point ${name}`);
  armCrashPoint(name, { passes: Number(time) - 1, action: dieAtOnce });
}
