import { DONE_FROM } from './watch-rules.ts';
import { firstNew, type Ranges, secondsIn, union } from './watched-ranges.ts';

/** The lecture that a report is about, and what was watched of it before. */
export interface LectureNow {
  readonly filmed: boolean;
  /** Of its video; null where there is none, or it is not ready. */
  readonly durationSeconds: number | null;
  readonly watched: Ranges;
  readonly done: boolean;
}

/** What is known before a report. */
export interface ProgressNow {
  readonly progressPercentage: number;
  readonly totalWatchTimeSeconds: number;
  /** How many seconds of video may be counted now. */
  readonly creditSeconds: number;
  readonly lecture: LectureNow | null;
  /** The course's other lectures: how many have a video and how many none, how much of each kind is done, one being a whole lecture, and the seconds watched. */
  readonly others: {
    readonly filmed: number;
    readonly unfilmed: number;
    readonly filmedDone: number;
    readonly unfilmedDone: number;
    readonly watchedSeconds: number;
  };
}

export interface Report {
  readonly fromSeconds: number;
  readonly watchedSeconds: number;
  readonly progressPercentage: number;
  readonly totalWatchTimeSeconds: number;
}

export interface ProgressNext {
  readonly progressPercentage: number;
  readonly totalWatchTimeSeconds: number;
  readonly creditSeconds: number;
  /** Null where the report is about none. */
  readonly lecture: { readonly watched: Ranges; readonly watchedSeconds: number; readonly done: boolean } | null;
}

/** What a report makes of the progress. Nothing in it is ever less than it was. */
export function heed(now: ProgressNow, report: Report): ProgressNext {
  const { others } = now;
  const lecture = now.lecture && watch(now.lecture, report, now.creditSeconds);
  const part = now.lecture && lecture ? partDone(now.lecture, lecture) : 0;
  const [filmedPart, unfilmedPart] = now.lecture?.filmed ? [part, 0] : [0, part];
  const unfilmed = others.unfilmed + (now.lecture && !now.lecture.filmed ? 1 : 0);
  const lectures = others.filmed + others.unfilmed + (now.lecture ? 1 : 0);
  const percent = (done: number, without: number): number => (lectures === 0 ? without : floor((100 * done) / lectures));

  const seenPercentage = percent(others.filmedDone + others.unfilmedDone + filmedPart + unfilmedPart, 0);
  const mostPercentage = percent(others.filmedDone + filmedPart + unfilmed, 100);
  const seenSeconds = others.watchedSeconds + (lecture?.watchedSeconds ?? 0);
  const mostSeconds = lectures === 0 || unfilmed > 0 ? Number.POSITIVE_INFINITY : seenSeconds;
  const counted = lecture && now.lecture!.filmed ? lecture.watchedSeconds - secondsIn(now.lecture!.watched) : 0;
  return {
    progressPercentage: Math.max(now.progressPercentage, seenPercentage, Math.min(report.progressPercentage, mostPercentage)),
    totalWatchTimeSeconds: Math.max(now.totalWatchTimeSeconds, seenSeconds, Math.min(report.totalWatchTimeSeconds, mostSeconds)),
    creditSeconds: now.creditSeconds - counted,
    lecture,
  };
}

function watch(lecture: LectureNow, { fromSeconds, watchedSeconds }: Report, creditSeconds: number): ProgressNext['lecture'] & object {
  const { filmed, durationSeconds } = lecture;
  const to = Math.min(fromSeconds + watchedSeconds, durationSeconds ?? Number.POSITIVE_INFINITY);
  const credit = filmed ? Math.max(0, Math.floor(creditSeconds)) : Number.POSITIVE_INFINITY;
  const watched = union(lecture.watched, firstNew(lecture.watched, [fromSeconds, to], credit));
  const seconds = secondsIn(watched);
  const done = lecture.done || !filmed || (durationSeconds !== null && seconds >= DONE_FROM * durationSeconds);
  return { watched, watchedSeconds: seconds, done };
}

/** How much of a lecture is done, 1 being all of it. */
function partDone({ durationSeconds }: LectureNow, { done, watchedSeconds }: { done: boolean; watchedSeconds: number }): number {
  if (done) return 1;
  return durationSeconds ? Math.min(watchedSeconds / durationSeconds, 1) : 0;
}

/** To two places, downwards: nothing is 100 that is not done. */
const floor = (percentage: number): number => Math.floor(percentage * 100) / 100;
