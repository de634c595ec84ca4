import initial from './0001-initial.ts';
import itemsKnowTheirVariant from './0002-items-know-their-variant.ts';
import acknowledged from './0003-acknowledged.ts';

export const migrations = [initial, itemsKnowTheirVariant, acknowledged];
