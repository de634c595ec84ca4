import { badRequest } from './api-error.ts';
import type { Notes } from './records.ts';

/** The fields of a request. What the sandbox does not know is refused rather than passed over in silence. */
export type Fields = Readonly<Record<string, unknown>>;

export function refuseOthers(fields: Fields, ...known: string[]): void {
  const other = Object.keys(fields).find((name) => !known.includes(name));
  if (other) throw badRequest(`${other} is/are not required and should not be sent`, other);
}

/** An amount in the minor unit, at least one whole unit as Razorpay wants it. */
export function amountOf(fields: Fields): number {
  const { amount } = fields;
  if (!Number.isSafeInteger(amount)) throw badRequest('The amount must be an integer.', 'amount');
  if ((amount as number) < 100) throw badRequest('Order amount less than minimum amount allowed', 'amount');
  return amount as number;
}

export function textOf(fields: Fields, name: string, maxLength: number): string | null {
  const value = fields[name] ?? null;
  if (value === null) return null;
  if (typeof value !== 'string') throw badRequest(`The ${name} must be a string.`, name);
  if (value.length > maxLength) throw badRequest(`The ${name} may not be greater than ${maxLength} characters.`, name);
  return value;
}

/** A whole number in a query. */
export function numberOf(fields: Fields, name: string, otherwise: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = fields[name];
  if (value === undefined) return otherwise;
  if (typeof value !== 'string' || !/^\d{1,15}$/.test(value)) throw badRequest(`The ${name} must be an integer.`, name);
  if (Number(value) > most) throw badRequest(`The ${name} may not be greater than ${most}.`, name);
  return Number(value);
}

export function notesOf({ notes = {} }: Fields): Notes {
  if (typeof notes !== 'object' || notes === null || Array.isArray(notes)) throw badRequest('Notes must be an array', 'notes');
  const entries = Object.entries(notes);
  if (entries.length > 15) throw badRequest('Number of fields in notes should be less than or equal to 15', 'notes');
  if (entries.some(([, text]) => typeof text !== 'string' || text.length > 256))
    throw badRequest('Notes value cannot be longer than 256 characters', 'notes');
  return notes as Notes;
}
