import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../workspace.ts';
import { invariantsPage } from './invariants-page.ts';

const file = join(root, 'docs', 'invariants.md');

test('the page of invariants is what is checked', () => {
  // `STOA_WRITE_PAGES=1` writes it anew.
  if (process.env.STOA_WRITE_PAGES) writeFileSync(file, invariantsPage());
  expect(readFileSync(file, 'utf8')).toBe(invariantsPage());
});
