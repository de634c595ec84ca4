import initial from './0001-initial.ts';
import videos from './0002-videos.ts';

export const migrations = [initial, videos];
