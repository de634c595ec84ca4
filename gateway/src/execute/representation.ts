import type { RequiredSelection } from '../plan/planner.ts';
import type { TypeIndex } from '../plan/type-index.ts';
import { type DataRecord, isRecord } from './data.ts';
import { Failure } from './failure.ts';
import { FlatRepresentation } from './flat-representation.ts';

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

/** Makes the representations that a subgraph finds entities by. */
export interface RepresentationBuilder {
  /** Undefined when the fetch is not for this type of object. */
  build(entity: DataRecord): BuiltRepresentation | undefined;
  /** For objects of one type, where the representation is flat; undefined where it is not. */
  flat(typename: string): FlatRepresentation | undefined;
}

export function representationBuilder(selections: readonly RequiredSelection[], types: TypeIndex): RepresentationBuilder {
  const flat = new Map<string, FlatRepresentation | undefined>();
  return {
    build(entity) {
      const representation: DataRecord = {};
      const missing = new Map<string, MissingInput>();
      selectInputs(selections, entity, types, representation, missing);
      if (representation['__typename'] === undefined) return undefined;
      return { representation, missing: missing.size > 0 ? missing : undefined };
    },
    flat(typename) {
      if (!flat.has(typename)) flat.set(typename, flatRepresentation(selections, typename, types));
      return flat.get(typename);
    },
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
      // The planner leaves it to the subgraph to guess what was given to it.
      if (typeCondition !== undefined && typeof source['__typename'] === 'string') target['__typename'] ??= source['__typename'];
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

/** Undefined when something inside an object is required, which needs the general way. */
function flatRepresentation(selections: readonly RequiredSelection[], typename: string, types: TypeIndex): FlatRepresentation | undefined {
  const keys = new Set<string>();
  const add = (selection: RequiredSelection): boolean => {
    if (selection.kind === 'InlineFragment') {
      const { typeCondition } = selection;
      return (typeCondition !== undefined && !types.matches(typeCondition, typename)) || selection.selections.every(add);
    }
    keys.add(selection.alias ?? selection.name);
    return selection.selections === undefined;
  };
  return selections.every(add) ? new FlatRepresentation([...keys]) : undefined;
}
