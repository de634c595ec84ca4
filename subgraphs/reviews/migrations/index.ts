import initial from './0001-initial.ts';
import ratingVersions from './0002-rating-versions.ts';
import tellRatings from './0003-tell-ratings.ts';

export const migrations = [initial, ratingVersions, tellRatings];
