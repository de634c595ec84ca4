import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processStartedAt } from './process-identity.ts';

/** Two starts on one data folder would write over each other, so the second one is refused. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
  readonly folder: string;
  readonly ownerPid: number;

  constructor(folder: string, ownerPid: number) {
    super(`The data folder ${folder} is in use by process ${ownerPid}.`);
    this.folder = folder;
    this.ownerPid = ownerPid;
  }
}

/** Takes a folder for this process and returns how to give it back. The lock of a process that died is taken over. */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'owner');
  const mine = `${process.pid} ${processStartedAt(process.pid)}`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (createOnce(file, mine)) return () => rmSync(file, { force: true });
    const ownerPid = liveOwner(file);
    if (ownerPid !== null) throw new FolderInUseError(folder, ownerPid);
    rmSync(file, { force: true });
  }
  throw new Error(`The lock ${file} cannot be taken: other processes keep taking it.`);
}

function createOnce(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function liveOwner(file: string): number | null {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  const separator = content.indexOf(' ');
  const pid = Number(content.slice(0, separator));
  return Number.isInteger(pid) && pid > 0 && processStartedAt(pid) === content.slice(separator + 1) ? pid : null;
}
