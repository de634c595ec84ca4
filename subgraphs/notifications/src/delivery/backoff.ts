/** How something is tried again. */
export interface Persistence {
  /** So often it is tried; then it is a dead letter, and somebody has to look. */
  readonly maxTries: number;
  readonly firstSeconds: number;
  /** Each pause is so many times as long as the one before. */
  readonly factor: number;
  readonly longestSeconds: number;
}

export const MAX_TRIES = 10;

/** What people are told. */
export const MESSAGES: Persistence = { maxTries: MAX_TRIES, firstSeconds: 30, factor: 2, longestSeconds: 3_600 };

/** Seconds until the next try after so many that came to nothing, or as long as whoever takes it has asked for, but a day at most. */
export const secondsUntilNext = (
  attempts: number,
  askedFor = 0,
  { firstSeconds, factor, longestSeconds }: Persistence = MESSAGES,
): number => Math.max(Math.min(firstSeconds * factor ** (attempts - 1), longestSeconds), Math.min(askedFor, 86_400));
