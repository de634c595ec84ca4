import { expect, test } from '@jest/globals';
import { logTo } from './log.ts';

/** What the line of an error says. */
function written(err: unknown): string {
  let line = '';
  logTo({ write: (text) => void (line = text) }, 'test', 'info').error({ err }, 'failed');
  return line;
}

const lines = (error: unknown) => JSON.parse(written(error)).err;

test('an error is its type, its message, where it happened and what caused it', () => {
  const cause = Object.assign(new RangeError('too far'), { code: 'E_FAR' });
  const error = lines(new Error('it failed', { cause }));
  expect(error).toMatchObject({ type: 'Error', message: 'it failed', cause: { type: 'RangeError', message: 'too far', code: 'E_FAR' } });
  expect(error.stack).toMatch(/^Error: it failed\n\s+at .*error-text\.test\.ts/);
});

test('of a statement that failed the constraint is told, and not the row', () => {
  const refused = Object.assign(
    new Error('new row for relation "user_account" violates check constraint "named"\n - detail: Failing row (pat@example.com)'),
    {
      code: '23514',
      constraint: 'named',
      detail: 'Failing row contains (1, pat@example.com).',
      where: 'unnamed portal parameter $1 = pat@example.com',
      parameters: ['pat@example.com'],
    },
  );
  expect(lines(refused)).toMatchObject({
    code: '23514',
    constraint: 'named',
    message: 'new row for relation "user_account" violates check constraint "named"',
  });
  expect(written(refused)).not.toContain('pat@example.com');
});

test('what a message quotes is left out where it quotes what was sent', () => {
  const misfit = Object.assign(new Error('invalid input syntax for type uuid: "pat@\\"example.com"'), { code: '22P02' });
  expect(lines(misfit).message).toBe('invalid input syntax for type uuid: "…"');
  for (const text of ['{"email": pat@example.com}', 'pat@example.com', '"pat@example.com']) {
    const thrown = caught(() => JSON.parse(text));
    expect(thrown).toBeInstanceOf(SyntaxError);
    expect(written(thrown)).not.toContain('pat@');
  }
});

test('requests and answers that errors carry are left out, in each of several too', () => {
  const failed = Object.assign(new Error('no'), { request: { body: 'pat@example.com' }, input: 'pat@example.com' });
  expect(written(new AggregateError([failed], 'all failed'))).not.toContain('pat@');
  expect(lines(new AggregateError([failed], 'all failed')).errors).toMatchObject([{ message: 'no' }]);
  expect(written('pat@example.com')).not.toContain('pat@');
});

test('a ring of causes has an end', () => {
  const error = new Error('round');
  error.cause = error;
  expect(lines(error).cause.cause.message).toBe('round');
});

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
