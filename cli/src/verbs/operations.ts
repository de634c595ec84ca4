import { writeOperationManifests } from '../operation-manifests.ts';
import type { Invocation } from '../verb.ts';

/** Writes the manifests of persisted operations, or tells which are not what the operations say. */
export async function run({ flags }: Invocation): Promise<void> {
  const check = flags.check === true;
  const differing = writeOperationManifests(check);
  for (const name of differing) console.log(`${check ? 'differs' : 'written'}: schema/generated/operations/${name}`);
  if (check && differing.length > 0) throw new Error('the manifests are not what the operations say; `npm run operations` writes them');
  if (differing.length === 0) console.log('the manifests are what the operations say');
}
