import { notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import type { Contact } from './contact.entity.ts';

/** Nothing more is sent there. */
const removeContact = (name: string, channel: Contact['channel'], what: string) =>
  useCase(name, z.object({ id: entityId }), async ({ sql, viewer }, { id }): Promise<boolean> => {
    const removed = await sql.query('delete from contact where id = $1 and user_id = $2 and channel = $3 returning id', [
      id,
      viewer.userId,
      channel,
    ]);
    if (removed.length === 0) throw notFound(what);
    return true;
  });

export const removePush = removeContact('notifications.removePush', 'PUSH', 'push target');
export const removePhone = removeContact('notifications.removePhone', 'SMS', 'phone');
