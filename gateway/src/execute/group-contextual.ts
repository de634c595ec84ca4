import type { Variables } from './conditions.ts';
import type { DataRecord } from './data.ts';
import { type EntityGroup, type Lost, type OnLost, withoutDependents } from './group-entities.ts';
import { isAsked, type ObjectPlaces } from './object-places.ts';
import type { CallPart } from './schedule-calls.ts';
import { withoutVariable } from './without-variable.ts';

interface Contextual extends EntityGroup {
  readonly lost: Lost[];
  readonly byText: Map<string, DataRecord[]>;
}

/**
 * Sorts the objects of a part whose fields are given values from their ancestors into operations, one for each combination of values.
 * The same entity under two ancestors is asked about twice where these differ.
 */
export function groupContextual(part: CallPart, places: ObjectPlaces, variables: Variables, onLost: OnLost): readonly EntityGroup[] {
  const groups = new Map<string, Contextual>();
  const seen = new Set<DataRecord>();
  for (const place of part.places) {
    if (!isAsked(place, variables)) continue;
    places.visitBelow(place, (target, ancestors) => {
      if (seen.has(target)) return;
      seen.add(target);
      const { values, failures } = part.step.context!.read(target, ancestors);
      const built = part.step.representations!.build(target);
      if (!built) return;
      const losses: Lost[] = [];
      let step = part.step;
      for (const [variable, failure] of failures) {
        if (!step.context?.variables.has(variable)) continue;
        const { rest, only } = withoutVariable(step, variable);
        losses.push({ target, shape: only.shape(), failure: failure.at(undefined) });
        step = rest;
      }
      const askable = built.missing ? withoutDependents(step, target, built.missing, onLost) : step;
      if (!askable) return;
      askable.rewriteInput?.(built.representation);
      const key = `${askable.id} ${JSON.stringify(values)}`;
      let group = groups.get(key);
      if (!group)
        groups.set(
          key,
          (group = { step: askable, places: part.places, representations: [], targets: [], context: values, lost: [], byText: new Map() }),
        );
      group.lost.push(...losses);
      const text = JSON.stringify(built.representation);
      const known = group.byText.get(text);
      if (known) return void known.push(target);
      const targets = [target];
      group.byText.set(text, targets);
      group.representations.push(text);
      group.targets.push(targets);
    });
  }
  return [...groups.values()];
}
