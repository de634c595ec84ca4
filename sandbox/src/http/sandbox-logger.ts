/** Where a sandbox says what it has to say; a pino logger fits. Left out, it is silent. */
export interface SandboxLogger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}
