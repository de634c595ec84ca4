import { buildSchema } from '../../graphql/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Manifest } from '../../subgraph/index.ts';
import type { Probe } from './probe.ts';

/** Takes each rule away in turn; without it the domain must not start. */
export const policyProbe: Probe = {
  name: 'a missing policy stops the start',
  async faults({ manifest }) {
    const operations = manifest.policies.flatMap((policy) => Object.keys(policy.operations ?? {}));
    const fields = manifest.policies.flatMap((policy) => Object.keys(policy.fields ?? {}));
    const decided = manifest.policies.flatMap((policy) => Object.keys(policy.acting ?? {}));
    const undecided = decided.filter((path) => starts(undecidedOn(manifest, path)));
    const needed = [...operations, ...fields.filter((path) => hasResolver(manifest, path))];
    return [
      ...needed
        .filter((path) => starts(without(manifest, path)))
        .map((path) => `without a rule for ${path} the domain starts all the same`),
      ...undecided.map((path) => `where nobody says whether staff may call ${path} for somebody, the domain starts all the same`),
    ];
  },
};

function starts(manifest: Manifest): boolean {
  try {
    buildSchema(manifest);
    return true;
  } catch {
    return false;
  }
}

const omit = <T>(rules: Readonly<Record<string, T>> | undefined, path: string): Record<string, T> =>
  Object.fromEntries(Object.entries(rules ?? {}).filter(([name]) => name !== path));

const changed = (manifest: Manifest, change: (policy: Policy) => Partial<Policy>): Manifest => ({
  ...manifest,
  policies: manifest.policies.map((policy) => ({ ...policy, ...change(policy) })),
});

const without = (manifest: Manifest, path: string): Manifest =>
  changed(manifest, ({ operations, fields, acting }) => ({
    operations: omit(operations, path),
    fields: omit(fields, path),
    acting: omit(acting, path),
  }));

const undecidedOn = (manifest: Manifest, path: string): Manifest => changed(manifest, ({ acting }) => ({ acting: omit(acting, path) }));

/** A rule may also stand for a plain column; taking that away opens it, as it is open in every type. */
function hasResolver(manifest: Manifest, path: string): boolean {
  const alone = { ...manifest, policies: manifest.policies.map((policy) => ({ ...policy, fields: {} })) };
  try {
    buildSchema(alone);
    return false;
  } catch (error) {
    return (error as Error).message.split(/[ ,]+/).includes(path);
  }
}
