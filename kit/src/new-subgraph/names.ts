/** What things are called in a new subgraph. */
export interface Names {
  /** The domain: its folder, its database, the first part of its events' names. */
  readonly domain: string;
  /** Its first entity in kebab-case, `gift-card`. */
  readonly file: string;
  /** The same as a class, `GiftCard`, and as a value, `giftCard`. */
  readonly Entity: string;
  readonly entity: string;
  /** Many of them, `giftCards`. */
  readonly many: string;
  readonly table: string;
}

const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Finds the names for a domain; its entity is called after it unless told otherwise. Throws what a person can read. */
export function namesFor(domain: string | undefined, file: string = singular(domain ?? '')): Names {
  if (!domain || !KEBAB_CASE.test(domain)) throw new Error('A subgraph has a name in kebab-case: npm run new:subgraph <name> [entity]');
  if (!KEBAB_CASE.test(file)) throw new Error(`${file} is no name for an entity: give one in kebab-case after the subgraph's`);
  const Entity = file.replace(/(^|-)([a-z0-9])/g, (_all, _hyphen, letter: string) => letter.toUpperCase());
  const entity = Entity[0]!.toLowerCase() + Entity.slice(1);
  return { domain, file, Entity, entity, many: plural(entity), table: file.replaceAll('-', '_') };
}

function singular(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(sh|ch|x|ss)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(sh|ch|x|s)$/.test(word) ? `${word}es` : `${word}s`;
}
