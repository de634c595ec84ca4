import { type ChildProcess, spawn } from 'node:child_process';

/** Waits for the end of its input, which comes when our process ends, however it does; then nothing of ours stays on the machine. */
const CLEANER = `
while read -r folder; do set -- "$@" "$folder"; done
[ "$#" -gt 0 ] || exit 0
for folder; do umount --lazy "$folder/small-disk" 2> /dev/null; done
tries=0
while [ "$tries" -lt 100 ]; do
  rm -rf -- "$@" 2> /dev/null && exit 0
  sleep 0.2
  tries=$((tries + 1))
done
`;

/** Whatever becomes of us, these folders are removed, and what is mounted in them as a small disk is not any more. */
export class Cleaner {
  readonly #shell: ChildProcess;

  constructor() {
    this.#shell = spawn('/bin/sh', ['-c', CLEANER, 'stoa-torture-cleaner'], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#shell.stdin!.on('error', () => undefined);
    this.#shell.unref();
    (this.#shell.stdin as { unref?: () => void }).unref?.();
  }

  remove(folder: string): void {
    this.#shell.stdin!.write(`${folder}\n`);
  }

  /** Removes what is left by now, and ends. */
  async close(): Promise<void> {
    this.#shell.ref();
    const ended = new Promise<void>((resolve) => this.#shell.once('exit', () => resolve()));
    this.#shell.stdin!.end();
    await ended;
  }
}
