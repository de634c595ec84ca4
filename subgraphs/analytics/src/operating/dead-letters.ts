import { notFound } from '@stoa/kit/errors';
import { isEntityId, type PageArgs } from '@stoa/kit/graphql';
import { operatorCommands } from '@stoa/kit/operating';
import type { DomainContext } from '@stoa/kit/use-case';
import { type DeadLetter, type DeadLetterFilter, type DeadLetterReplay, type DeadLetterStatus, showLetter } from './dead-letter.ts';
import { domainsNamed, listEverywhere, PATIENCE, type PageOfAll } from './list-everywhere.ts';

/** Nothing was seen before the second millennium, and Postgres knows no year 0. */
const isMoment = (text: string): boolean => /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text) && !Number.isNaN(Date.parse(text));

const momentOf = (at: Date | null | undefined): string | null => (at ? new Date(Math.max(at.getTime(), 0)).toISOString() : null);

const NEED_A_PERSON: DeadLetterStatus[] = ['DEAD', 'WAITING'];

/** What could not be handled in any domain, the last first. */
export function listDeadLetters(context: DomainContext, filter: DeadLetterFilter, args: PageArgs): Promise<PageOfAll<DeadLetter>> {
  const asked = {
    statuses: filter.statuses ?? NEED_A_PERSON,
    event: filter.event ?? null,
    aggregateId: filter.aggregateId ?? null,
    from: momentOf(filter.from),
    to: momentOf(filter.to),
  };
  return listEverywhere(
    {
      domains: domainsNamed(context, filter.domain),
      direction: 'last to first',
      width: 3,
      keyOf: ({ firstSeenAt, eventId }, domain) => [firstSeenAt, eventId, domain],
      fits: ([at, id]) => isMoment(at!) && isEntityId(id),
      ask: async (domain, from, limit) => {
        const startAt = from && { firstSeenAt: from[0]!, eventId: from[1]! };
        const { letters, total } = await context.call(operatorCommands(domain).listDeadLetters, { ...asked, startAt, limit }, PATIENCE);
        return { rows: letters, total };
      },
      show: showLetter,
    },
    args,
  );
}

/** Has the domain that a dead letter is of handle it again, or give it up for good, and then handle what waits behind it. */
export async function judgeDeadLetter(
  context: DomainContext,
  id: string,
  how: 'replayDeadLetter' | 'discardDeadLetter',
): Promise<DeadLetterReplay> {
  const [domain = '', eventId] = id.split(':');
  if (!context.domains.includes(domain) || !isEntityId(eventId)) throw notFound('dead letter');
  const { letter, stoppedBy, ...counts } = await context.call(operatorCommands(domain)[how], { eventId });
  return { deadLetter: showLetter(letter, domain), ...counts, stoppedBy: stoppedBy && `${domain}:${stoppedBy}` };
}
