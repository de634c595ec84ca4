import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { notePolicy } from '../notes/note.resolver.ts';
import { noteFixture, notes } from '../notes/notes-domain.ts';
import { startTestSubgraph } from '../start-test-subgraph.ts';
import type { TestSubgraph } from '../test-subgraph.ts';
import { actProbe } from './act-probe.ts';
import { subjectOf } from './conformance.ts';

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(notes);
});
afterAll(() => subgraph?.stop());

test('the probe finds what staff may do for somebody although it was decided otherwise, and what they may not', async () => {
  const acting = { 'Mutation.writeNote': 'allowed', 'Mutation.closeNote': 'refused' } as const;
  const manifest = { ...notes, policies: [{ ...notePolicy, acting }] };
  const faults = await actProbe.faults({ ...subjectOf(subgraph, { fixtures: [noteFixture] }), manifest });
  expect(faults).toEqual([
    'Mutation.writeNote by staff who act for a seller was answered NOT_WHILE_ACTING, and the policy says that it is allowed',
    'Mutation.closeNote by staff who act for a seller was answered NOT_FOUND, and the policy says that it is refused',
  ]);
});
