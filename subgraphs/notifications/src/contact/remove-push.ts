import { notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';

/** Nothing more is sent there. */
export const removePush = useCase(
  'notifications.removePush',
  z.object({ id: entityId }),
  async ({ sql, viewer }, { id }): Promise<boolean> => {
    const removed = await sql.query(`delete from contact where id = $1 and user_id = $2 and channel = 'PUSH' returning id`, [
      id,
      viewer.userId,
    ]);
    if (removed.length === 0) throw notFound('push target');
    return true;
  },
);
