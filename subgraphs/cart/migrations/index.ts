import initial from './0001-initial.ts';
import priceChanges from './0002-price-changes.ts';

export const migrations = [initial, priceChanges];
