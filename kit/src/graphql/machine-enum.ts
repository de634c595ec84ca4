import { registerEnumType } from 'type-graphql';
import type { Machine } from '../machine/index.ts';

/** The GraphQL enum of a machine's states. */
export function machineEnum<States extends readonly string[]>(machine: Machine<States>, name: string): { [S in States[number]]: S } {
  const values = Object.fromEntries(machine.states.map((state) => [state, state])) as { [S in States[number]]: S };
  registerEnumType(values, { name });
  return values;
}

/** A GraphQL enum of plain words. */
export function enumOf<const Values extends readonly string[]>(name: string, words: Values): { [V in Values[number]]: V } {
  const values = Object.fromEntries(words.map((word) => [word, word])) as { [V in Values[number]]: V };
  registerEnumType(values, { name });
  return values;
}
