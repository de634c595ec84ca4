import type { FetchShape } from './fetch-shape.ts';
import type { PlannedFetch } from './schedule-calls.ts';
import { withoutVariable } from './without-variable.ts';

/**
 * Lets each fetch that is given values from ancestors wait for the fetches that bring these values, and puts what is waited for first.
 *
 * The planner forgets to, where it asks for a field with such values together with the object that holds it.
 */
export function awaitContext(fetches: readonly PlannedFetch[]): readonly PlannedFetch[] {
  const waiting = fetches.filter(({ step }) => step.context);
  if (waiting.length === 0) return fetches;
  const all = [...fetches];
  for (let fetch = waiting.pop(); fetch; fetch = waiting.pop()) {
    for (const { variable, levels, field } of fetch.step.context!.sources) {
      if (!fetch.step.context?.variables.has(variable)) continue;
      const holder = levelsUp(fetch.place.path, levels);
      const bringing = all.filter((other) => other !== fetch && brings(other, holder, field));
      if (bringing.some((other) => waitsFor(other, fetch))) {
        // It brings what the value is made from: what is given the value has to be asked for later, on its own.
        const { rest, only } = withoutVariable(fetch.step, variable);
        const later = { ...fetch, node: { ...fetch.node, operation: only.query }, step: only, after: [...fetch.after, fetch] };
        Object.assign(fetch, { node: { ...fetch.node, operation: rest.query }, step: rest });
        all.push(later);
        waiting.push(later);
      } else {
        fetch.after = [...new Set([...fetch.after, ...bringing])];
      }
    }
  }
  return inOrder(all);
}

/** The place of what holds the objects at a place, so many fields above. */
function levelsUp(path: readonly string[], levels: number): readonly string[] {
  let end = path.length;
  for (let left = levels; left > 0; left--) {
    while (path[end - 1] === '@') end--;
    end--;
  }
  return path.slice(0, Math.max(0, end));
}

function brings({ place, step }: PlannedFetch, holder: readonly string[], field: string): boolean {
  if (place.path.some((element, index) => element !== holder[index])) return false;
  const way = holder.slice(place.path.length).filter((element) => element !== '@');
  let shapes: readonly FetchShape[] = [step.shape()];
  for (const element of way) shapes = shapes.flatMap((shape) => insides(shape, element));
  return shapes.some((shape) => hasField(shape, field));
}

function insides({ fields, fragments }: FetchShape, key: string): FetchShape[] {
  const own = fields.flatMap((field) => (field.key === key && field.inside ? [field.inside] : []));
  return [...own, ...fragments.flatMap(({ shape }) => insides(shape, key))];
}

const hasField = ({ fields, fragments }: FetchShape, key: string): boolean =>
  fields.some((field) => field.key === key) || fragments.some(({ shape }) => hasField(shape, key));

const waitsFor = (fetch: PlannedFetch, other: PlannedFetch): boolean =>
  fetch.after.some((before) => before === other || waitsFor(before, other));

/** Each after those that it waits for. */
function inOrder(fetches: readonly PlannedFetch[]): readonly PlannedFetch[] {
  const ordered = new Set<PlannedFetch>();
  const add = (fetch: PlannedFetch): void => {
    if (ordered.has(fetch)) return;
    for (const before of fetch.after) add(before);
    ordered.add(fetch);
  };
  for (const fetch of fetches) add(fetch);
  return [...ordered];
}
