import { newId } from '@stoa/kit/persistence';
import { gather } from '@stoa/kit/personal-data';
import { workflow } from '@stoa/kit/use-case';
import { DataExportRequested } from '@stoa/schema/events/identity';
import { z } from 'zod';
import { holdings } from '../holdings.ts';
import { DataExport } from './data-export.entity.ts';

/** Asking again within a day is answered with the export that is there: it costs work in every domain. */
const ONCE_IN = '1 day';

/** Asks every domain for what it holds of whoever asks. What identity itself holds is in it at once. */
export const requestDataExport = workflow('identity.requestDataExport', z.object({}), async (context): Promise<DataExport> => {
  const userId = context.viewer.userId!;
  const held = await gather(context, holdings, userId);
  return context.transact(async (tx) => {
    // Two who ask at once are one person in two tabs; the second finds what the first has asked for.
    await tx.sql.query('select from users where id = $1 for update', [userId]);
    const [young] = await tx.sql.query<{ id: string }>(
      'select id from data_export where user_id = $1 and requested_at > now() - $2::interval',
      [userId, ONCE_IN],
    );
    if (young) return (await tx.lockRow(DataExport, { id: young.id }))!;
    const id = newId();
    await tx.sql.query('insert into data_export (id, user_id) values ($1, $2)', [id, userId]);
    await tx.sql.query(`insert into data_export_part (export_id, domain, part, is_last, rows) values ($1, 'identity', 0, true, $2)`, [
      id,
      JSON.stringify(held),
    ]);
    tx.emit(DataExportRequested, { id, version: 1 }, { exportId: id, userId });
    return (await tx.lockRow(DataExport, { id }))!;
  });
});
