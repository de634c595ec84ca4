import { gather } from '../../personal-data/index.ts';
import type { Probe } from './probe.ts';

/** Columns that lead to a person, as they are called in all domains. */
const PERSON = /^(user|buyer|student|author|owner|reporter|recipient|guest)Id$/;

/** Looks for tables that say something of people and were not thought of. */
export const personalDataProbe: Probe = {
  name: 'whatever is held of people can be handed over and forgotten',
  async faults({ manifest, subgraph }) {
    const holdings = manifest.personalData?.holdings ?? [];
    const declared = new Set<unknown>(holdings.map(({ entity }) => entity));
    const faults = [...subgraph.domain.database.orm.getMetadata().getAll().values()].flatMap(({ class: entity, props }) => {
      const person = props.find(({ name }) => PERSON.test(name));
      return person && !declared.has(entity) ? [`${entity.name}.${person.name} leads to a person, and personalData does not hold it`] : [];
    });
    // Of nobody there is nothing; that it can be asked for is what is looked at.
    await gather(subgraph.context(), holdings, crypto.randomUUID());
    return faults;
  },
};
