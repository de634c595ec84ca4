import { expect, test } from '@jest/globals';
import { PERSONAL_DATA_DOMAINS } from '@stoa/schema/commands/identity';
import { loadManifests, subgraphNames } from '../../cli/src/workspace.ts';

test('an export waits for every domain that holds something of people', async () => {
  const manifests = await loadManifests(subgraphNames());
  const handOver = manifests.filter(({ personalData }) => (personalData?.jobs.length ?? 0) > 0).map(({ name }) => name);
  expect([...PERSONAL_DATA_DOMAINS].sort()).toEqual(handOver.sort());
});
