/** Stands for all names that there is no room for. */
const OTHER = 'other';

const MAX_LENGTH = 60;

/** Names that clients choose, the first so many of them, since each makes figures of its own and strangers can think of any number. */
export class BoundedNames {
  readonly #names = new Set<string>();
  readonly #reserved: (name: string) => boolean;

  constructor(
    readonly capacity: number,
    /** Those that somebody vouches for have room in any case. */
    reserved: (name: string) => boolean = () => false,
  ) {
    this.#reserved = reserved;
  }

  of(name: string): string {
    if (this.#names.has(name)) return name;
    if (name.length > MAX_LENGTH) return OTHER;
    if (this.#reserved(name)) return name;
    if (this.#names.size >= this.capacity) return OTHER;
    this.#names.add(name);
    return name;
  }
}
