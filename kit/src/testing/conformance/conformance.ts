import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Manifest } from '../../subgraph/index.ts';
import { startTestSubgraph } from '../start-test-subgraph.ts';
import type { TestSubgraph } from '../test-subgraph.ts';
import { accessProbe } from './access-probe.ts';
import { actProbe } from './act-probe.ts';
import { commandProbe } from './command-probe.ts';
import { crossAccountProbe } from './cross-account-probe.ts';
import { deliveryProbe } from './delivery-probe.ts';
import { entityProbe } from './entity-probe.ts';
import { inputProbe } from './input-probe.ts';
import { jobProbe } from './job-probe.ts';
import { machineProbe } from './machine-probe.ts';
import { migrationProbe } from './migration-probe.ts';
import { personalDataProbe } from './personal-data-probe.ts';
import { policyProbe } from './policy-probe.ts';
import type { ConformanceOptions, Probe, Subject } from './probe.ts';
import { schemaProbe } from './schema-probe.ts';

/** All that must hold for every subgraph, whatever it is about. */
export const probes: readonly Probe[] = [
  schemaProbe,
  policyProbe,
  machineProbe,
  migrationProbe,
  accessProbe,
  actProbe,
  inputProbe,
  crossAccountProbe,
  entityProbe,
  deliveryProbe,
  commandProbe,
  jobProbe,
  personalDataProbe,
];

export const subjectOf = (subgraph: TestSubgraph, options: ConformanceOptions): Subject => ({
  manifest: subgraph.manifest,
  schema: subgraph.domain.built.schema,
  options,
  subgraph,
});

/** Declares the tests that every subgraph passes. */
export function conformance(manifest: Manifest, options: ConformanceOptions = {}): void {
  describe(`${manifest.name} conforms`, () => {
    let subgraph: TestSubgraph;
    beforeAll(async () => {
      subgraph = await startTestSubgraph(manifest, options);
    });
    afterAll(() => subgraph?.stop());
    test.each(probes.map((probe) => [probe.name, probe] as const))('%s', async (_name, probe) => {
      expect(await probe.faults(subjectOf(subgraph, options))).toEqual([]);
    });
  });
}
