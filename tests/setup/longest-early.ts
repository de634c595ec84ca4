import sequencer from '@jest/test-sequencer';

/** Suites that take minutes and start many processes: each begins when this part of all others has begun, so that none is the last. */
const LONGEST: ReadonlyMap<RegExp, number> = new Map([
  [/\/tests\/e2e\/crash-table\/crash-table\.test\.ts$/, 0],
  [/\/tests\/torture\/torture\.test\.ts$/, 0.4],
]);

// Its types are those of its CommonJS, and what is imported here is its module.
const TestSequencer = sequencer as unknown as typeof sequencer.default;
type Tests = Parameters<InstanceType<typeof TestSequencer>['sort']>[0];

/** Has the longest suites begin early, on a clean checkout too, where nobody remembers how long they took. */
export default class LongestEarly extends TestSequencer {
  override async sort(tests: Tests): Promise<Tests> {
    const sorted = await super.sort(tests);
    for (const [pattern, part] of LONGEST) {
      const at = sorted.findIndex(({ path }) => pattern.test(path));
      if (at >= 0) sorted.splice(Math.floor(part * sorted.length), 0, ...sorted.splice(at, 1));
    }
    return sorted;
  }
}
