import { describe, expect, test } from '@jest/globals';
import { heed, type LectureNow, type ProgressNow, type Report } from './heed.ts';

const video = (more: Partial<LectureNow> = {}): LectureNow => ({ filmed: true, durationSeconds: 100, watched: [], done: false, ...more });
const text = (more: Partial<LectureNow> = {}): LectureNow => ({ filmed: false, durationSeconds: null, watched: [], done: false, ...more });
const nothingElse = { filmed: 0, unfilmed: 0, filmedDone: 0, unfilmedDone: 0, watchedSeconds: 0 };
const now = (more: Partial<ProgressNow> = {}): ProgressNow => ({
  ...{ progressPercentage: 0, totalWatchTimeSeconds: 0, creditSeconds: 600, lecture: null, others: nothingElse },
  ...more,
});
const report = (more: Partial<Report>): Report => ({
  ...{ fromSeconds: 0, watchedSeconds: 0, progressPercentage: 0, totalWatchTimeSeconds: 0 },
  ...more,
});

describe('a lecture with a video', () => {
  test('is done at 95 % of its length, and counts by what was watched until then', () => {
    const half = heed(now({ lecture: video() }), report({ watchedSeconds: 50 }));
    expect(half).toMatchObject({ progressPercentage: 50, totalWatchTimeSeconds: 50, creditSeconds: 550, lecture: { done: false } });
    expect(heed(now({ lecture: video() }), report({ watchedSeconds: 94 }))).toMatchObject({
      progressPercentage: 94,
      lecture: { done: false },
    });
    expect(heed(now({ lecture: video() }), report({ watchedSeconds: 95 }))).toMatchObject({
      progressPercentage: 100,
      lecture: { done: true },
    });
  });

  test('counts no second twice, and none that was skipped', () => {
    const lecture = video({ watched: [[0, 40]] });
    expect(heed(now({ lecture }), report({ fromSeconds: 30, watchedSeconds: 20 }))).toMatchObject({
      totalWatchTimeSeconds: 50,
      creditSeconds: 590,
    });
    expect(heed(now({ lecture }), report({ fromSeconds: 90, watchedSeconds: 5 })).lecture).toMatchObject({
      ...{
        watched: [
          [0, 40],
          [90, 95],
        ],
        watchedSeconds: 45,
        done: false,
      },
    });
  });

  test('has no seconds beyond its end', () => {
    expect(heed(now({ lecture: video() }), report({ fromSeconds: 90, watchedSeconds: 500 })).lecture!.watched).toEqual([[90, 100]]);
    expect(heed(now({ lecture: video() }), report({ fromSeconds: 200, watchedSeconds: 5 })).lecture!.watched).toEqual([]);
  });

  test('counts no faster than it can be played', () => {
    const next = heed(now({ lecture: video({ durationSeconds: 3_600 }), creditSeconds: 20.7 }), report({ watchedSeconds: 3_600 }));
    expect(next).toMatchObject({ totalWatchTimeSeconds: 20, lecture: { watched: [[0, 20]], done: false } });
    expect(next.creditSeconds).toBeCloseTo(0.7);
  });

  test('that is not ready yet is not done, however long it was watched', () => {
    expect(heed(now({ lecture: video({ durationSeconds: null }) }), report({ watchedSeconds: 60 }))).toMatchObject({
      ...{ progressPercentage: 0, totalWatchTimeSeconds: 60, lecture: { done: false } },
    });
  });

  test('stays done when it gets a longer video', () => {
    const lecture = video({ done: true, watched: [[0, 100]], durationSeconds: 1_000 });
    expect(heed(now({ lecture, progressPercentage: 100 }), report({}))).toMatchObject({ progressPercentage: 100, lecture: { done: true } });
  });
});

test('a lecture without a video is done when it is reported', () => {
  const next = heed(now({ lecture: text(), others: { ...nothingElse, unfilmed: 2, unfilmedDone: 1 } }), report({ watchedSeconds: 900 }));
  expect(next).toMatchObject({ progressPercentage: 66.66, totalWatchTimeSeconds: 900, creditSeconds: 600, lecture: { done: true } });
});

describe('a claim', () => {
  const others = { filmed: 1, unfilmed: 1, filmedDone: 0.5, unfilmedDone: 0, watchedSeconds: 50 };

  test('counts as far as lectures with a video allow', () => {
    expect(heed(now({ others }), report({ progressPercentage: 100 })).progressPercentage).toBe(75);
    expect(heed(now({ others }), report({ progressPercentage: 60.5 })).progressPercentage).toBe(60.5);
    expect(heed(now({ others: { ...others, unfilmed: 0 } }), report({ totalWatchTimeSeconds: 3_600 })).totalWatchTimeSeconds).toBe(50);
  });

  test('counts as it is where nothing has a video', () => {
    const claim = report({ progressPercentage: 75.5, totalWatchTimeSeconds: 3_600 });
    expect(heed(now(), claim)).toMatchObject({ progressPercentage: 75.5, totalWatchTimeSeconds: 3_600 });
    expect(heed(now({ others: { ...nothingElse, unfilmed: 3 } }), claim)).toMatchObject({
      progressPercentage: 75.5,
      totalWatchTimeSeconds: 3_600,
    });
  });

  test('of less than before changes nothing', () => {
    const before = now({ progressPercentage: 80, totalWatchTimeSeconds: 900, others });
    expect(heed(before, report({ progressPercentage: 10, totalWatchTimeSeconds: 5 }))).toMatchObject({
      ...{ progressPercentage: 80, totalWatchTimeSeconds: 900 },
    });
  });
});

test('all of three thirds is all of it', () => {
  const others = { ...nothingElse, filmed: 2, filmedDone: 2, watchedSeconds: 200 };
  expect(heed(now({ lecture: video({ watched: [[0, 90]] }), others }), report({ watchedSeconds: 95 })).progressPercentage).toBe(100);
});
