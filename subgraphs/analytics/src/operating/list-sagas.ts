import { isEntityId, type PageArgs } from '@stoa/kit/graphql';
import { operatorCommands } from '@stoa/kit/operating';
import type { DomainContext } from '@stoa/kit/use-case';
import { domainsNamed, listEverywhere, PATIENCE, type PageOfAll } from './list-everywhere.ts';
import { type Saga, type SagaFilter, showSaga } from './saga.ts';

/** Sagas that have not ended, the oldest first: that is the one to look at. */
export function listSagas(context: DomainContext, filter: SagaFilter, args: PageArgs): Promise<PageOfAll<Saga>> {
  const { domain: named, type = null, overdue = null } = filter;
  return listEverywhere(
    {
      domains: domainsNamed(context, named),
      direction: 'first to last',
      width: 3,
      keyOf: (saga, domain) => [saga.subjectId, domain, saga.type],
      fits: ([id]) => isEntityId(id),
      ask: async (domain, from, limit) => {
        const startAt = from?.[0] ?? null;
        const { sagas, total } = await context.call(operatorCommands(domain).listSagas, { type, overdue, startAt, limit }, PATIENCE);
        return { rows: sagas, total };
      },
      show: showSaga,
    },
    args,
  );
}
