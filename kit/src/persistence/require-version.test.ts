import { expect, test } from '@jest/globals';
import { requireVersion } from './require-version.ts';
import type { Sql } from './sql.ts';

const server = (version: string): Sql => ({ query: async () => [{ version }] as never });

test('a server that is too old is refused by name, a newer one is not', async () => {
  await expect(requireVersion(server('170006'))).rejects.toThrow('Postgres 18 or newer is needed, and this server is 17');
  await expect(requireVersion(server('180000'))).resolves.toBeUndefined();
  await expect(requireVersion(server('190001'))).resolves.toBeUndefined();
});
