import type { Books } from './books.ts';

export const ACTS_TOLD = {
  name: 'the log has what domains have told of staff',
  says: 'Each act of staff that a domain has told stands in identity’s log, with who did it, for whom, and what came of it.',
};

const WRITTEN = `select id::text, concat_ws(' ', action, outcome, actor_id, on_behalf_of) as what from staff_act where told`;

const LOGGED = `select id::text, domain, concat_ws(' ', action, outcome, actor_id, on_behalf_of) as what from audit_entry where domain <> 'identity'`;

interface Written {
  readonly id: string;
  readonly what: string;
}

interface Logged {
  readonly id: string;
  readonly domain: string;
  readonly what: string;
}

export const actsToldSql = {
  'what staff did there': { domain: 'each domain', sql: WRITTEN },
  'what was told of it': { domain: 'identity', sql: LOGGED },
};

/** Acts of staff that were told and are not in the log, or stand there otherwise. What the log alone has, a domain forgot that was set back. */
export async function actsNotTold({ rows, domains }: Pick<Books, 'rows' | 'domains'>): Promise<string[]> {
  const written = await Promise.all(domains.map(async (domain) => ({ domain, acts: await rows<Written>(domain, WRITTEN) })));
  // Only now, so that what was told a moment ago is in it.
  const logged = new Map((await rows<Logged>('identity', LOGGED)).map(({ domain, id, what }) => [`${domain} ${id}`, what]));
  return written.flatMap(({ domain, acts }) =>
    acts.flatMap(({ id, what }) => {
      const found = logged.get(`${domain} ${id}`);
      if (found === what) return [];
      return `${domain}: ${what} (${id}) ${found === undefined ? 'is not in the log' : `stands in the log as ${found}`}`;
    }),
  );
}
