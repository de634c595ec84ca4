import type { Cell, Machine } from './machine.ts';

/** The table as a Mermaid state diagram: moves as arrows, compensations as notes. */
export function mermaidOf(subject: Machine): string {
  const lines = ['stateDiagram-v2', `  [*] --> ${subject.initial}`];
  for (const [trigger, row] of Object.entries(subject.triggers) as [string, readonly Cell<string>[]][])
    row.forEach((cell, column) => {
      const from = column === 0 ? null : subject.states[column - 1];
      if (from && cell.answer === 'move') lines.push(`  ${from} --> ${cell.to}: ${trigger}`);
      if (from && cell.answer === 'compensate') lines.push(`  note right of ${from}: ${trigger} is made good by ${cell.by}`);
    });
  for (const state of subject.terminal) lines.push(`  ${state} --> [*]`);
  return `${lines.join('\n')}\n`;
}
