import initial from './0001-initial.ts';
import itemsKnowTheirVariant from './0002-items-know-their-variant.ts';

export const migrations = [initial, itemsKnowTheirVariant];
