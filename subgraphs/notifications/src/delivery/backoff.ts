/** So often a message is tried; then it is a dead letter, and somebody has to look. */
export const MAX_TRIES = 10;

const FIRST_SECONDS = 30;
const LONGEST_SECONDS = 3_600;

/** Seconds until the next try after so many that came to nothing, or as long as the provider has asked for, but a day at most. */
export const secondsUntilNext = (attempts: number, askedFor = 0): number =>
  Math.max(Math.min(FIRST_SECONDS * 2 ** (attempts - 1), LONGEST_SECONDS), Math.min(askedFor, 86_400));
