import { types } from 'node:util';

/** Of an error's own properties, those that say what kind of failure it was. The others hold what somebody sent: rows, addresses, requests. */
const FACTS = ['code', 'statusCode', 'constraint', 'table', 'column', 'syscall'] as const;

/** A chain of causes may be a ring. */
const MAX_DEPTH = 5;

interface WrittenError extends Partial<Record<(typeof FACTS)[number], string | number>> {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly cause?: WrittenError | undefined;
  readonly errors?: readonly (WrittenError | undefined)[] | undefined;
}

/** Of this module's realm or another: what the runtime itself throws is of its own in tests. */
const isError = (thrown: unknown): thrown is Error => thrown instanceof Error || types.isNativeError(thrown);

const sqlStateOf = ({ code }: { code?: unknown }): string => (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : '');

/** Messages that quote what they are about: Postgres' of data that do not fit their type (class 22), and those of a text that is no JSON. */
const quotes = (error: Error): boolean => error.name === 'SyntaxError' || sqlStateOf(error as object).startsWith('22');

/** The ORM adds the details to the message of a database, and with them the row. */
const withoutDetails = (error: Error): string => (sqlStateOf(error as object) ? error.message.split('\n', 1)[0]! : error.message);

/** An error's message without what somebody sent. */
export function messageWithoutQuotes(error: unknown): string {
  if (!isError(error)) return typeof error;
  const message = withoutDetails(error);
  return quotes(error) ? message.replace(/"(?:[^"\\]|\\.)*"?/gs, '"…"') : message;
}

/** An error as logs have it. What they hold is kept and copied, so nothing of a row or a request may be in it. */
export function writtenError(error: unknown, depth = 1): WrittenError | string {
  if (!isError(error)) return typeof error;
  const message = messageWithoutQuotes(error);
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const facts = FACTS.map((fact) => [fact, (error as unknown as Record<string, unknown>)[fact]] as const);
  const below = (inner: unknown) => (isError(inner) && depth < MAX_DEPTH ? writtenError(inner, depth + 1) : undefined);
  const { errors } = error as { errors?: unknown };
  return {
    type: error.name,
    message,
    ...Object.fromEntries(facts.filter(([, value]) => typeof value === 'string' || typeof value === 'number')),
    stack: [`${error.name}: ${message}`, ...frames].join('\n'),
    cause: below(error.cause ?? (error as { previous?: unknown }).previous),
    errors: Array.isArray(errors) ? errors.map(below) : undefined,
  } as WrittenError;
}

/** An address as logs have it: what stands in its query are codes and tokens. */
export const withoutQuery = (url: string): string => url.split('?', 1)[0]!;
