import { z } from 'zod';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NOBODY = '00000000-0000-0000-0000-000000000000';

export const isEntityId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

/** An id from a client. Ids are opaque to clients, so what cannot be one of ours is simply one that nothing has. */
export const entityId = z.string().transform((value) => (isEntityId(value) ? value.toLowerCase() : NOBODY));

/** The same for what arrives outside a use case's input. */
export const toEntityId = (value: string): string => entityId.parse(value);
