import { duration } from '@stoa/kit/figures';

export const enrollment = duration(
  'stoa_enrollment_seconds',
  'From a captured payment until its student was enrolled, of the last hour; by their events, not by when they came here.',
  [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300],
);

export const analyticsFigures = [enrollment];
