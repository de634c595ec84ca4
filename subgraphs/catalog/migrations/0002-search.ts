import type { TableStep } from '@stoa/kit/persistence';

/** Full text with a weight for names, and trigrams of names for what was mistyped. */
export default {
  name: 'catalog-0002-search',
  sql: `
    create extension if not exists pg_trgm;
    alter table product add column search tsvector not null generated always as (
      setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', description), 'C')) stored;
    create index product_search on product using gin (search);
    create index product_name_trigrams on product using gin (name gin_trgm_ops);
    create index product_on_sale_newest on product (id desc) where status = 'ACTIVE';
    create index product_on_sale_price on product (price_amount_minor, id) where status = 'ACTIVE';
`,
} satisfies TableStep;
