import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { runCommandLine } from './command-line.ts';

let said: string[];
let complained: string[];

beforeEach(() => {
  said = [];
  complained = [];
  jest.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text));
  jest.spyOn(console, 'error').mockImplementation((text: string) => void complained.push(text));
});

afterEach(() => {
  jest.restoreAllMocks();
});

test.each([
  [['sing'], 'stoa: there is no `stoa sing`; `stoa --help` lists what there is'],
  [['toString'], 'stoa: there is no `stoa toString`; `stoa --help` lists what there is'],
  [['start', '--fast'], "stoa: Unknown option '--fast'; it is `stoa start`"],
  [['start', 'orders'], 'stoa: `stoa start` takes no orders'],
  [['serve'], 'stoa: name the subgraphs to serve: '],
  [['serve', 'poems'], 'stoa: there is no subgraph poems; there are '],
  [['serve', 'orders', '--port', 'x'], 'stoa: --port must be a port number'],
  [['gateway', '--supergraph', 'nowhere.graphql'], 'stoa: --supergraph: '],
  [['migration', 'orders'], 'stoa: a migration has a subgraph and a title'],
  [['migration', 'orders', 'Gift Notes'], "stoa: the title becomes a file's name"],
  [['events', 'replay', '--from', 'orders'], 'stoa: a replay needs --from and --to'],
  [['events', 'replay', '--from', 'orders', '--to', 'identity'], 'stoa: identity handles no events of orders'],
  [['events', 'rebuild'], 'stoa: a rebuilding needs --from'],
  [['schema', 'czech'], 'stoa: what there is: `stoa schema`'],
  [['operations', 'check', '--against', 'no-such-commit'], 'stoa: --against: must be a file'],
  [['schema', 'check', '--against', 'HEAD', '--usage', 'nowhere'], 'stoa: --usage: nowhere cannot be read'],
  [['dead-letters'], 'stoa: what there is: `stoa dead-letters list`'],
  [['webhooks'], 'stoa: what there is: `stoa webhooks list`'],
  [['webhooks', 'discard'], 'stoa: what is discarded is given up for good, so it needs --id'],
  [['dead-letters', 'list', '--domain', 'poems'], 'stoa: there is no subgraph poems; there are '],
  [['dead-letters', 'replay'], 'stoa: a replay needs --id, or --domain for all of a domain'],
  [['dead-letters', 'replay', '--id', 'x'], 'stoa: --id must be the id of an event'],
  [['dead-letters', 'discard', '--domain', 'orders'], 'stoa: what is discarded is given up for good, so it needs --id'],
])('%j is answered with one line and exit code 2', async (args, line) => {
  expect(await runCommandLine(args)).toBe(2);
  expect(complained).toHaveLength(1);
  expect(complained[0]).toContain(line);
  expect(complained[0]).not.toContain('\n');
});

test('a subgraph that runs alone needs a broker and a database', async () => {
  expect(await runCommandLine(['serve', 'orders'])).toBe(1);
  expect(complained).toEqual(['stoa: NATS_URL: must be set, since subgraphs in several processes need a broker']);
});

test('help lists the verbs, and each has its own', async () => {
  expect(await runCommandLine(['--help'])).toBe(0);
  expect(said.join('\n')).toContain('stoa serve <subgraph…> [--port 4001]');
  expect(await runCommandLine(['events', '--help'])).toBe(0);
  expect(said.at(-1)).toContain('stoa events replay --from <publisher> --to <consumer>');
  expect(complained).toEqual([]);
});
