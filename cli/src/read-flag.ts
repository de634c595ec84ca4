import { readFileSync } from 'node:fs';
import { UsageError } from './usage-error.ts';

/** The text of a file that a flag names. */
export function readFlag(file: string, flag: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${flag}: ${file} cannot be read`);
  }
}
