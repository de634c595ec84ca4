import initial from './0001-initial.ts';
import ratingVersions from './0002-rating-versions.ts';

export const migrations = [initial, ratingVersions];
