/** What one state answers to one trigger. There is no fifth answer, and no cell without one. */
export type Cell<State extends string> =
  | { readonly answer: 'move'; readonly to: State }
  | { readonly answer: 'ignore' }
  | { readonly answer: 'defer' }
  | { readonly answer: 'refuse' }
  | { readonly answer: 'compensate'; readonly by: string };

export const to = <State extends string>(state: State): Cell<State> => ({ answer: 'move', to: state });
/** It happened already, or no longer matters: nothing changes and nothing is wrong. */
export const ignore = { answer: 'ignore' } as const satisfies Cell<never>;
/** Too early: try again later, until the delivery's deadline. */
export const defer = { answer: 'defer' } as const satisfies Cell<never>;
/** A client asked for what cannot be: INVALID_TRANSITION. */
export const refuse = { answer: 'refuse' } as const satisfies Cell<never>;
/** Too late: the effect has to be made good by what is named. */
export const compensate = (by: string): Cell<never> => ({ answer: 'compensate', by });

/** One cell for 'no row yet', then one for each state in the order of `states`. */
type Row<States extends readonly string[]> = readonly [Cell<States[number]>, ...{ [K in keyof States]: Cell<States[number]> }];

export interface Machine<States extends readonly string[] = readonly string[], Trigger extends string = string> {
  readonly name: string;
  readonly states: States;
  readonly initial: States[number];
  readonly triggers: Readonly<Record<Trigger, Row<States>>>;
  readonly terminal: readonly States[number][];
  cell(state: States[number] | null, trigger: Trigger): Cell<States[number]>;
}

export type StateOf<M> = M extends Machine<infer States, string> ? States[number] : never;
export type TriggerOf<M> = M extends Machine<readonly string[], infer Trigger> ? Trigger : never;

/** A state machine as a table: rows are triggers, columns are 'no row yet' and the states. */
export function machine<const States extends readonly string[], Trigger extends string>(
  name: string,
  table: { states: States; initial: States[number]; triggers: Record<Trigger, Row<States>> },
): Machine<States, Trigger> {
  const rows = Object.values(table.triggers) as Row<States>[];
  for (const [trigger, row] of Object.entries(table.triggers) as [string, Row<States>][])
    if (row.length !== table.states.length + 1)
      throw new Error(`${name}.${trigger} answers ${row.length} of ${table.states.length + 1} states`);
  const leaves = (column: number): boolean => rows.some((row) => row[column]?.answer === 'move');
  return {
    name,
    ...table,
    terminal: table.states.filter((_state, index) => !leaves(index + 1)),
    cell: (state, trigger) => table.triggers[trigger][state === null ? 0 : table.states.indexOf(state) + 1] as Cell<States[number]>,
  };
}

/** States that a trigger or the start can lead to; the others are dead and fail the machine's test. */
export function reachableStates(subject: Machine): Set<string> {
  const reachable = new Set<string>([subject.initial]);
  for (let before = -1; before !== reachable.size; ) {
    before = reachable.size;
    for (const row of Object.values(subject.triggers) as unknown as readonly Cell<string>[][])
      row.forEach((cell, column) => {
        const from = column === 0 ? null : subject.states[column - 1]!;
        if (cell.answer === 'move' && (from === null || reachable.has(from))) reachable.add(cell.to);
      });
  }
  return reachable;
}
