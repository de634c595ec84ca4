import type { Rewrite } from '../plan/planner.ts';
import type { TypeIndex } from '../plan/type-index.ts';
import { type DataRecord, isRecord } from './data.ts';
import { Failure, HIDDEN } from './failure.ts';

const UP = '..';
const FRAGMENT = '... on ';
const UNTOLD = 'The value that this field is given from around it could not be had';

/** What `@fromContext` hands to one object: arguments by the name of the variable that carries them. */
export interface ContextValues {
  readonly values: DataRecord;
  /** Why values could not be had, by variable. */
  readonly failures: ReadonlyMap<string, Failure>;
}

/** Reads from an object's ancestors what an operation is given from there. */
export interface ContextReader {
  readonly variables: ReadonlySet<string>;
  /** Which fields are read, so many levels above the objects that are asked about; these read their own for what they hold. */
  readonly sources: readonly { readonly variable: string; readonly levels: number; readonly field: string }[];
  /** The same for some of the variables; undefined when there are none. */
  among(variables: ReadonlySet<string>): ContextReader | undefined;
  /** `ancestors` begin with the root and end with what holds the object. */
  read(target: DataRecord, ancestors: readonly DataRecord[]): ContextValues;
}

interface Source {
  readonly variable: string;
  readonly levels: number;
  readonly path: readonly string[];
  readonly field: string;
}

/** Of the planner's rewrites each leads from an object up (`..`) to an ancestor and down to a value. */
export function contextReader(rewrites: readonly Rewrite[], types: TypeIndex, service: string): ContextReader | undefined {
  const sources = rewrites.map((rewrite): Source => {
    if (rewrite.kind !== 'KeyRenamer') throw new Error('a context is read by renaming only');
    const levels = rewrite.path.filter((element) => element === UP).length;
    const path = rewrite.path.slice(levels);
    return { variable: rewrite.renameKeyTo, levels, path, field: path.find((element) => !element.startsWith(FRAGMENT))! };
  });
  return readerOf(sources, types, new Failure(UNTOLD, { code: 'INTERNAL_SERVER_ERROR', service }));
}

function readerOf(sources: readonly Source[], types: TypeIndex, untold: Failure): ContextReader | undefined {
  if (sources.length === 0) return undefined;
  const names = new Set(sources.map(({ variable }) => variable));
  return {
    variables: names,
    sources,
    among: (variables) =>
      readerOf(
        sources.filter(({ variable }) => variables.has(variable)),
        types,
        untold,
      ),
    read(target, ancestors) {
      const values: DataRecord = {};
      const failures = new Map<string, Failure>();
      for (const { variable, levels, path } of sources) {
        // The ancestor may be of any type that has the context, and there is a rewrite for each.
        const found = valueAt(levels === 0 ? target : ancestors.at(-levels), path, types);
        // Of what is hidden nobody has told the value, and it is no null.
        const value = found === HIDDEN ? undefined : found;
        if (value instanceof Failure) failures.set(variable, value);
        if (value !== undefined) values[variable] = value instanceof Failure ? null : value;
      }
      // A null would be a value, and one that nobody has told.
      for (const name of names) if (values[name] === undefined) failures.set(name, untold);
      return { values, failures };
    },
  };
}

/** Undefined where the path is not for this type of object. */
function valueAt(value: unknown, path: readonly string[], types: TypeIndex): unknown {
  if (value instanceof Failure || value === null || value === undefined || path.length === 0) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => valueAt(item, path, types));
    return items.find((item) => item instanceof Failure) ?? (items.includes(undefined) ? undefined : items);
  }
  if (!isRecord(value)) return undefined;
  const [element, ...rest] = path as [string, ...string[]];
  if (!element.startsWith(FRAGMENT)) return valueAt(value[element], rest, types);
  const typename = value['__typename'];
  // Without a type name the planner knew the type, so the condition holds.
  const applies = typeof typename !== 'string' || types.matches(element.slice(FRAGMENT.length), typename);
  return applies ? valueAt(value, rest, types) : undefined;
}
