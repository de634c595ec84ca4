import type { RequiredSelection } from '../plan/planner.ts';
import type { TypeIndex } from '../plan/type-index.ts';
import { type DataRecord, isRecord } from './data.ts';
import { Failure } from './failure.ts';

/** Something that a representation needs is not there. */
export class MissingInput {
  /** The failure that left it missing, where one is known. */
  constructor(readonly cause: Failure | undefined) {}
}

export interface BuiltRepresentation {
  readonly representation: DataRecord;
  /** The inputs that could not be had; undefined when all are there. */
  readonly missing: ReadonlyMap<string, MissingInput> | undefined;
}

/** Makes the representation that a subgraph finds an entity by; undefined when the fetch is not for this type of object. */
export type BuildRepresentation = (entity: DataRecord) => BuiltRepresentation | undefined;

export function compileRepresentation(selections: readonly RequiredSelection[], types: TypeIndex): BuildRepresentation {
  return (entity) => {
    const representation: DataRecord = {};
    const missing = new Map<string, MissingInput>();
    selectInputs(selections, entity, types, representation, missing);
    if (representation['__typename'] === undefined) return undefined;
    return { representation, missing: missing.size > 0 ? missing : undefined };
  };
}

/** Copies the inputs into `target`, and says which of them are missing. */
function selectInputs(
  selections: readonly RequiredSelection[],
  source: DataRecord,
  types: TypeIndex,
  target: DataRecord,
  missing: Map<string, MissingInput>,
): void {
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const { typeCondition } = selection;
      if (typeCondition === undefined || isOfType(source, typeCondition, types)) {
        selectInputs(selection.selections, source, types, target, missing);
      }
      continue;
    }
    const lost = select([selection], source, types, target);
    if (lost) missing.set(selection.alias ?? selection.name, lost);
  }
}

/** Copies what is selected into `target`; answers what is missing, if anything. */
function select(
  selections: readonly RequiredSelection[],
  source: DataRecord,
  types: TypeIndex,
  target: DataRecord,
): MissingInput | undefined {
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const { typeCondition } = selection;
      if (typeCondition !== undefined && !isOfType(source, typeCondition, types)) continue;
      const missing = select(selection.selections, source, types, target);
      if (missing) return missing;
      continue;
    }
    const key = selection.alias ?? selection.name;
    const value = selection.selections ? selectInside(selection.selections, source[key], types, target[key]) : source[key];
    if (value === undefined) return new MissingInput(undefined);
    if (value instanceof Failure) return new MissingInput(value);
    if (value instanceof MissingInput) return value;
    target[key] = value;
  }
  return undefined;
}

function selectInside(selections: readonly RequiredSelection[], value: unknown, types: TypeIndex, known: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => selectInside(selections, item, types, Array.isArray(known) ? known[index] : undefined));
    // A hole in a list would move the others to wrong places, so one missing item makes the whole list missing.
    return items.find((item) => item instanceof MissingInput || item instanceof Failure) ?? items;
  }
  if (!isRecord(value) || value instanceof Failure) return value;
  const target = isRecord(known) ? known : {};
  return select(selections, value, types, target) ?? target;
}

function isOfType(source: DataRecord, typeCondition: string, types: TypeIndex): boolean {
  const typename = source['__typename'];
  return typeof typename === 'string' && types.matches(typeCondition, typename);
}
