import { expect, test } from '@jest/globals';
import { type Logger, logTo } from './log.ts';
import { newTraceparent, runTraced, traceIdOf } from './trace.ts';

/** The lines that are written while something is done with a log. */
function written(level: string, work: (log: Logger) => void): string[] {
  let text = '';
  work(logTo({ write: (more) => void (text += more) }, 'shop', level));
  return text.split('\n').slice(0, -1);
}

const parsed = (level: string, work: (log: Logger) => void) => written(level, work).map((line) => JSON.parse(line));

test('a line is one JSON object, whatever is in its texts', () => {
  const [line, ...more] = parsed('info', (log) => log.child({ domain: 'orders' }).info({ note: 'one\ntwo "three"' }, 'first\nsecond'));
  expect(line).toMatchObject({ level: 30, name: 'shop', domain: 'orders', note: 'one\ntwo "three"', msg: 'first\nsecond' });
  expect(more).toEqual([]);
});

test('what is written within a trace has its id, and only that', () => {
  const traceparent = newTraceparent();
  const lines = parsed('info', (log) => {
    runTraced(traceparent, () => log.info('within'));
    log.info('without');
    log.info({ traceId: 'named' }, 'of another');
  });
  expect(lines.map(({ traceId }) => traceId)).toEqual([traceIdOf(traceparent), undefined, 'named']);
});

test.each([
  ['debug', ['debug', 'info', 'warn', 'error']],
  ['warn', ['warn', 'error']],
  ['silent', []],
])('at level %s are written: %j', (level, expected) => {
  const lines = parsed(level, (log) => {
    for (const each of ['debug', 'info', 'warn', 'error'] as const) log[each](each);
  });
  expect(lines.map(({ msg }) => msg)).toEqual(expected);
});

test('values of keys that name secrets are left out, some way down too', () => {
  const [line] = written('info', (log) =>
    log.info({ password: 'horse', input: { newPassword: 'horse', session: { accessToken: 'horse' } } }),
  );
  expect(line).not.toContain('horse');
});
