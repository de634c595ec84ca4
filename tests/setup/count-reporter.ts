/** The part of jest's result that is counted here. */
interface RunResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** Closes a test run with one plain line that a person or a program can read: `12 passed, 0 failed`. */
export default class CountReporter {
  onRunComplete(_contexts: unknown, result: RunResult): void {
    // A file that could not even be loaded has no failed test in it, and is a failure all the same.
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    const skipped = result.numPendingTests + result.numTodoTests;
    const line = `${result.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`;
    // Jest prints its own summary after every reporter, and this is to be the last line.
    process.once('exit', () => process.stdout.write(line));
  }
}
