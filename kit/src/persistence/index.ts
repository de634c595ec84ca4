export * from './create-database.ts';
export * from './database.ts';
export * from './draft-migration.ts';
export * from './kit-tables.ts';
export * from './migrate.ts';
export * from './mikro-orm.ts';
export type { RowReader, Where } from './row-reader.ts';
export * from './sql.ts';
export * from './uuid.ts';
