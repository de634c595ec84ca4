import { UsageError } from './usage-error.ts';

/** The value of `--port`, if it was given. */
export function portFlag(value: string | boolean | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (!/^\d+$/.test(String(value)) || port > 65_535) throw new UsageError('--port must be a port number');
  return port;
}
