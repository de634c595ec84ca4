import { writeOperationManifests } from '../operation-manifests.ts';
import { checkSchema, report, SUPERGRAPH } from '../schema-check.ts';
import { UsageError } from '../usage-error.ts';
import type { Invocation } from '../verb.ts';

/** Writes or compares the manifests of persisted operations, or tells which operations of clients a change of the schema breaks. */
export async function run({ words, flags }: Invocation): Promise<void> {
  const [action, ...more] = words;
  if (action === undefined) return write(flags.check === true);
  if (action !== 'check' || more.length > 0)
    throw new UsageError('what there is: `stoa operations`, `stoa operations --check` and `stoa operations check`');
  const usage = flags.usage === undefined ? undefined : String(flags.usage);
  report(await checkSchema({ against: String(flags.against ?? 'HEAD'), supergraph: String(flags.supergraph ?? SUPERGRAPH), usage }));
}

/** Writes the manifests of persisted operations, or tells which are not what the operations say. */
function write(check: boolean): void {
  const differing = writeOperationManifests(check);
  for (const name of differing) console.log(`${check ? 'differs' : 'written'}: schema/generated/operations/${name}`);
  if (check && differing.length > 0) throw new Error('the manifests are not what the operations say; `npm run operations` writes them');
  if (differing.length === 0) console.log('the manifests are what the operations say');
}
