import { Failure } from './failure.ts';

/** A JSON object. */
export type DataRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is DataRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Failure);
}
