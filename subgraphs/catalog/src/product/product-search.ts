import type { Sql } from '@stoa/kit/persistence';

/** A condition and an order for the products that match a text, as SQL with `$n` parameters from `nextParameter` on. */
export interface TextMatch {
  readonly condition: string;
  /** A number that is greater the better a product matches. */
  readonly score: string;
  readonly parameters: readonly unknown[];
}

/** Beyond this many words nobody mistypes all of them. */
const MAX_WORDS = 8;

/** How text is searched. Postgres does it here; another engine can stand behind the same port by answering with ids and scores. */
export interface ProductSearch {
  match(sql: Sql, text: string, nextParameter: number): Promise<TextMatch>;
}

/** Full text with ranking, and trigrams of each word for what was mistyped. */
export const postgresSearch: ProductSearch = {
  async match(_sql, text, next) {
    const phrase = `websearch_to_tsquery('english', $${next})`;
    const words = text.split(/\s+/).slice(0, MAX_WORDS);
    const resembles = words.map((_word, index) => `$${next + 1 + index}::text <% p.name`).join(' and ');
    const similarity = words.map((_word, index) => `word_similarity($${next + 1 + index}::text, p.name)::float8`).join(' + ');
    return {
      condition: `(p.search @@ ${phrase} or (${resembles}))`,
      score: `(ts_rank_cd(p.search, ${phrase})::float8 + (${similarity}) / ${words.length})`,
      parameters: [text, ...words],
    };
  },
};
