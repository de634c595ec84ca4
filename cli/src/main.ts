import { runCommandLine } from './command-line.ts';

const code = await runCommandLine(process.argv.slice(2));
// Logs that are still on their way are written when the process exits; nothing else should keep it.
process.exit(code);
