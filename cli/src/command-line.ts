import { parseArgs } from 'node:util';
import { ConfigurationError } from '@stoa/kit/subgraph';
import { readConfiguration } from './configuration.ts';
import { FolderInUseError } from './infrastructure/folder-lock.ts';
import { UsageError } from './usage-error.ts';
import { type Verb, verbs } from './verb.ts';

const WRONG_USAGE = 2;

/** Does what the arguments say. Answers the exit code; what went wrong is one line on stderr. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const [name = '--help', ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    console.log(helpText());
    return 0;
  }
  try {
    const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
    if (!verb) throw new UsageError(`there is no \`stoa ${name}\`; \`stoa --help\` lists what there is`);
    const { values, positionals } = parse(verb, rest);
    if (values.help) {
      console.log(`stoa ${verb.usage}\n${verb.about}.`);
      return 0;
    }
    if (!verb.takesWords && positionals.length > 0) throw new UsageError(`\`stoa ${name}\` takes no ${positionals[0]}`);
    const configuration = readConfiguration(process.env);
    await (await verb.load()).run({ words: positionals, flags: values as Record<string, string | boolean | undefined>, configuration });
    return 0;
  } catch (error) {
    console.error(`stoa: ${explain(error)}`);
    return error instanceof UsageError ? WRONG_USAGE : 1;
  }
}

function parse(verb: Verb, args: readonly string[]) {
  try {
    const options = { ...verb.flags, help: { type: 'boolean', short: 'h' } } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node's own advice about `--` fits no flag of ours.
    const complaint = (error as Error).message.split('. ')[0]!;
    throw new UsageError(`${complaint}; it is \`stoa ${verb.usage}\``);
  }
}

/** One line for what people can put right; everything else keeps its stack, since it is ours to put right. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE') return `Port ${port} is in use; ${settingOfPort(port)} chooses another one.`;
  if (code === 'EADDRNOTAVAIL') return `HOST: ${address} is no address of this machine.`;
  if (error instanceof UsageError || error instanceof ConfigurationError || error instanceof FolderInUseError) return error.message;
  return process.env.LOG_LEVEL === 'debug' || !isForPeople(error) ? (error.stack ?? error.message) : error.message;
}

/** Errors that say what to do are plain ones; a TypeError or its like is a fault of the program. */
const isForPeople = (error: Error): boolean => error.constructor === Error;

function settingOfPort(port: number | undefined): string {
  const named = PORTS.find((name) => readSetting(name) === port);
  return named ?? 'PORT or --port';
}

const PORTS = [
  'PORT',
  'SANDBOX_STRIPE_PORT',
  'SANDBOX_CARRIER_PORT',
  'SANDBOX_RAZORPAY_PORT',
  'SANDBOX_S3_PORT',
  'SANDBOX_SMTP_PORT',
  'SANDBOX_MAIL_PORT',
  'SANDBOX_MUX_PORT',
  'SANDBOX_OPENID_PORT',
] as const;

function readSetting(name: (typeof PORTS)[number]): number {
  return readConfiguration(process.env).settings[name];
}

export function helpText(): string {
  const width = Math.max(
    ...Object.values(verbs)
      .map(({ usage }) => usage.length)
      .filter((length) => length < 40),
  );
  const lines = Object.values(verbs).map(({ usage, about }) =>
    usage.length > width ? `  stoa ${usage}\n${' '.repeat(width + 9)}${about}` : `  stoa ${usage.padEnd(width)}  ${about}`,
  );
  return [
    'Stoa: a marketplace served as one federated graph.',
    '',
    ...lines,
    '',
    'Settings come from the environment; `stoa config` lists them.',
  ].join('\n');
}
