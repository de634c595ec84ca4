import { readdirSync, readFileSync } from 'node:fs';

const MS_PER_TICK = 10;

interface Usage {
  readonly cpuMs: number;
  readonly rssMb: number;
}

/** What processes and all that they started have used, by program: `node`, `postgres`, `nats-server`. */
export function usageOf(...rootPids: number[]): Map<string, Usage> {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => stat(Number(pid)) ?? []);
  const tree = new Set(rootPids);
  for (let before = 0; before !== tree.size; ) {
    before = tree.size;
    for (const each of processes) if (tree.has(each.parent)) tree.add(each.pid);
  }
  const usage = new Map<string, Usage>();
  for (const { pid, name, cpuMs, rssMb } of processes) {
    if (!tree.has(pid)) continue;
    const sum = usage.get(name) ?? { cpuMs: 0, rssMb: 0 };
    usage.set(name, { cpuMs: sum.cpuMs + cpuMs, rssMb: sum.rssMb + rssMb });
  }
  return usage;
}

function stat(pid: number): { pid: number; parent: number; name: string; cpuMs: number; rssMb: number } | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const name = line.slice(line.indexOf('(') + 1, line.lastIndexOf(')')).replace(/^node.*|^MainThread$/, 'node');
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    const number = (index: number): number => Number(fields[index]);
    // Children that have ended count with their parent, or Postgres' short-lived backends would be lost.
    const cpuMs = (number(11) + number(12) + number(13) + number(14)) * MS_PER_TICK;
    return { pid, parent: number(1), name, cpuMs, rssMb: (number(21) * 4_096) / 1_048_576 };
  } catch {
    return null;
  }
}
