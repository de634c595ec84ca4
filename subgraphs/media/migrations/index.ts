import initial from './0001-initial.ts';
import videos from './0002-videos.ts';
import productTables from './0003-product-tables.ts';

export const migrations = [initial, videos, productTables];
