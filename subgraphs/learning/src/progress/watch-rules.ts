/** A video counts as watched from this part of its length on: few people sit through the credits. */
export const DONE_FROM = 0.95;

/** As fast as anybody plays a video. What is counted grows no faster than that, from the last time that something was counted. */
export const FASTEST_PLAYBACK = 2;

/** What may be counted at once right after enrolling, for clients that report late; in seconds. */
export const FIRST_CREDIT_SECONDS = 600;

/** As much as may be counted at once at all: what somebody can watch in half a day without a connection. */
export const MOST_CREDIT_SECONDS = 12 * 3_600;
