/** The name by which Apollo's tools know the format. */
export const MANIFEST_FORMAT = 'apollo-persisted-query-manifest';

/** One operation that a client was built with. */
export interface PersistedOperation {
  /** What the client sends instead of the text. */
  readonly id: string;
  readonly name: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  /** The text of the operation with the fragments that it uses. */
  readonly body: string;
}

/** Everything that one client may send by id, in the format of Apollo's persisted query manifests. */
export interface OperationManifest {
  readonly format: typeof MANIFEST_FORMAT;
  readonly version: 1;
  readonly operations: readonly PersistedOperation[];
}

/** Reads a manifest. Throws an Error that says what is wrong with it. */
export function readManifest(text: string): OperationManifest {
  const manifest = JSON.parse(text) as Partial<OperationManifest> | null;
  if (manifest?.format !== MANIFEST_FORMAT || manifest.version !== 1) throw new Error(`it is no ${MANIFEST_FORMAT} of version 1`);
  if (!Array.isArray(manifest.operations)) throw new Error('it has no operations');
  const ids = new Set<string>();
  for (const { id, body } of manifest.operations as readonly Partial<PersistedOperation>[]) {
    if (typeof id !== 'string' || id === '' || typeof body !== 'string' || body === '')
      throw new Error('an operation has no id or no body');
    if (ids.has(id)) throw new Error(`the id ${id} stands for two operations`);
    ids.add(id);
  }
  return manifest as OperationManifest;
}
