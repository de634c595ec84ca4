import { invalidRequest } from './api-error.ts';
import type { FormFields } from './form.ts';

/** Bounds on a date, in Unix seconds. */
export interface TimeRange {
  from: number;
  to: number;
}

/**
 * Reads the parameters of one request, each checked, and remembers which were asked for, so that `refuseOthers` can
 * refuse what nobody knows: a misspelt or unsupported parameter must not pass in silence.
 */
export class Parameters {
  readonly #fields: FormFields;
  readonly #known = new Set<string>();

  constructor(fields: FormFields) {
    this.#fields = fields;
  }

  text(name: string, { maxLength = 5000 } = {}): string | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw invalidRequest(`Invalid string: ${JSON.stringify(value)}`, { param: name });
    if (value === '') {
      const message =
        `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however ` +
        `'${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`;
      throw invalidRequest(message, { code: 'parameter_invalid_empty', param: name });
    }
    if (value.length > maxLength) {
      const message = `Invalid string: ${value.slice(0, 20)}...; must be at most ${maxLength} characters`;
      throw invalidRequest(message, { param: name });
    }
    return value;
  }

  url(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined || URL.canParse(value)) return value;
    throw invalidRequest('Not a valid URL', { code: 'url_invalid', param: name });
  }

  requiredText(name: string): string {
    return this.text(name) ?? refuseMissing(name);
  }

  /** A whole number of at least 1. */
  positiveInteger(name: string): number | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || !/^[+-]?\d+$/.test(value) || !Number.isSafeInteger(Number(value))) {
      const shown = typeof value === 'string' ? value : JSON.stringify(value);
      throw invalidRequest(`Invalid integer: ${shown}`, { code: 'parameter_invalid_integer', param: name });
    }
    if (Number(value) < 1) {
      const message = 'This value must be greater than or equal to 1.';
      throw invalidRequest(message, { code: 'parameter_invalid_integer', param: name });
    }
    return Number(value);
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.text(name);
    if (value === undefined || choices.includes(value as Choice)) return value as Choice | undefined;
    throw invalidRequest(`Invalid ${name}: must be one of ${choices.join(', ')}`, { param: name });
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false') throw invalidRequest(`Invalid boolean: ${value}`, { param: name });
    return value === 'true';
  }

  texts(name: string): string[] {
    const value = this.#take(name);
    if (value === undefined) return [];
    const items = typeof value === 'string' ? [] : Object.values(value);
    if (items.length === 0 || items.some((item) => typeof item !== 'string')) {
      throw invalidRequest('Invalid array', { param: name });
    }
    return items as string[];
  }

  /** The parameters inside `name[...]`, with their own reader. */
  group(name: string): Parameters | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (typeof value === 'string') throw invalidRequest('Invalid object', { param: name });
    return new Parameters(value);
  }

  metadata(): Record<string, string> {
    const value = this.#take('metadata') ?? {};
    // An empty string is how a client says 'no metadata'.
    if (value === '') return {};
    if (typeof value === 'string') throw invalidRequest('Invalid object', { param: 'metadata' });
    const entries = Object.entries(value).filter(([, text]) => text !== '');
    if (entries.length > 50) throw invalidRequest('Metadata can have up to 50 keys.', { param: 'metadata' });
    for (const [key, text] of entries) checkMetadata(key, text);
    return Object.fromEntries(entries) as Record<string, string>;
  }

  /** `created=5` or `created[gte]=5&created[lt]=9`, as an inclusive range. */
  timeRange(name: string): TimeRange {
    const value = this.#take(name);
    const range: TimeRange = { from: -Infinity, to: Infinity };
    if (value === undefined) return range;
    if (typeof value === 'string') return { from: unixSeconds(name, value), to: unixSeconds(name, value) };
    for (const [bound, text] of Object.entries(value)) {
      const seconds = unixSeconds(`${name}[${bound}]`, text);
      if (bound === 'gt') range.from = Math.max(range.from, seconds + 1);
      else if (bound === 'gte') range.from = Math.max(range.from, seconds);
      else if (bound === 'lt') range.to = Math.min(range.to, seconds - 1);
      else if (bound === 'lte') range.to = Math.min(range.to, seconds);
      else refuseUnknown(`${name}[${bound}]`);
    }
    return range;
  }

  /** Says that these may be sent and are of no consequence here. */
  ignore(...names: string[]): void {
    for (const name of names) this.#known.add(name);
  }

  refuseOthers(): void {
    for (const name of Object.keys(this.#fields)) if (!this.#known.has(name)) refuseUnknown(name);
  }

  #take(name: string): string | FormFields | undefined {
    this.#known.add(name);
    return this.#fields[name];
  }
}

/** 400: a parameter that must be there is not. */
export function refuseMissing(name: string): never {
  throw invalidRequest(`Missing required param: ${name}.`, { code: 'parameter_missing', param: name });
}

function refuseUnknown(name: string): never {
  throw invalidRequest(`Received unknown parameter: ${name}`, { code: 'parameter_unknown', param: name });
}

function unixSeconds(name: string, value: string | FormFields): number {
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
  throw invalidRequest(`Invalid timestamp: ${JSON.stringify(value)}; must be an integer Unix timestamp`, { param: name });
}

function checkMetadata(key: string, text: string | FormFields): void {
  const param = `metadata[${key}]`;
  if (typeof text !== 'string') throw invalidRequest('Metadata values must be strings.', { param });
  if (key.length > 40) throw invalidRequest('Metadata keys can have up to 40 characters.', { param });
  if (text.length > 500) throw invalidRequest('Metadata values can have up to 500 characters.', { param });
}
