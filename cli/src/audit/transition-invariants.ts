import type { Machine } from '@stoa/kit/machine';
import type { Books } from './books.ts';

export const TRANSITIONS = {
  name: 'only legal transitions',
  says: 'Each change of an order or a parcel that was kept is one that its machine has, and each began where its machine begins.',
};

/** Where a domain keeps what its machine has moved: from which state to which, null for the beginning. */
const KEPT = [
  { domain: 'orders', machine: 'Order', sql: 'select distinct "from", "to" from order_status_change' },
  {
    domain: 'fulfillment',
    machine: 'Shipment',
    sql: `select distinct lag(snapshot ->> 'status') over (partition by shipment_id order by version) as "from", snapshot ->> 'status' as "to" from shipment_change`,
  },
] as const;

/** A change that no trigger of the machine makes. */
export async function illegalTransitions({ rows, machines }: Books): Promise<string[]> {
  const found: string[] = [];
  for (const { domain, machine: name, sql } of KEPT) {
    const machine = machines.find((each) => each.name === name);
    if (!machine) throw new Error(`there is no machine ${name}`);
    for (const { from, to } of await rows<{ from: string | null; to: string }>(domain, sql))
      if (!leadsTo(machine, from, to)) found.push(`${name}: ${from ?? 'nothing'} → ${to}`);
  }
  return found;
}

function leadsTo(machine: Machine, from: string | null, to: string): boolean {
  if (from === null) return to === machine.initial;
  // A change may be of something else than the state, such as a parcel that is no longer provisional.
  if (from === to) return true;
  return Object.keys(machine.triggers).some((trigger) => {
    const cell = machine.cell(from, trigger);
    return cell.answer === 'move' && cell.to === to;
  });
}
