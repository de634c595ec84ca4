import type { DataRecord } from './data.ts';
import { quote } from './json-text.ts';

const TYPENAME = '__typename';

/** Representations of one type's objects that hold nothing but plain values, written as JSON at once: those are nearly all. */
export class FlatRepresentation {
  /** Whether the fetch is for objects of this type at all. */
  readonly isWanted: boolean;
  readonly #keys: readonly string[];
  readonly #names: readonly string[];
  /** The one key that tells objects of this type apart, where it is one. */
  readonly #onlyKey: string | undefined;

  constructor(keys: readonly string[]) {
    this.isWanted = keys.includes(TYPENAME);
    this.#keys = keys;
    this.#names = keys.map((key, index) => `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`);
    this.#onlyKey = keys.length === 2 ? keys.find((key) => key !== TYPENAME) : undefined;
  }

  /** What tells an object's representation from others of its type, found faster than the text; undefined where nothing does. */
  identity(entity: DataRecord): string | undefined {
    const value = this.#onlyKey === undefined ? undefined : entity[this.#onlyKey];
    return typeof value === 'string' ? value : undefined;
  }

  /** Undefined when a value is missing or not plain, and somebody has to look closer. */
  write(entity: DataRecord): string | undefined {
    let text = '';
    for (let index = 0; index < this.#keys.length; index++) {
      const value = entity[this.#keys[index]!];
      if (typeof value === 'string') text += this.#names[index]! + quote(value);
      else if (typeof value === 'number' || typeof value === 'boolean' || value === null) text += this.#names[index]! + String(value);
      else return undefined;
    }
    return `${text}}`;
  }

  /** Whether the representation says all that is known of the object. */
  isWhole(entity: DataRecord): boolean {
    let count = 0;
    for (const _ in entity) if (++count > this.#keys.length) return false;
    return true;
  }
}
