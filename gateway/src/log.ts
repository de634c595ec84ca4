/** The part of a pino logger that the gateway uses. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

const nothing = (): void => {};

/** For callers that give no logger, tests above all. */
export const silentLog: Log = { info: nothing, warn: nothing, error: nothing };
