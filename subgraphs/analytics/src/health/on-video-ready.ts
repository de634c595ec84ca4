import { on } from '@stoa/kit/handlers';
import { VideoReady } from '@stoa/schema/events/media';

export const onVideoReady = on(VideoReady, ({ sql }, { fileId, processingSeconds }, { occurredAt }) =>
  sql.query(`insert into duration (id, kind, at, ms) values ($1, 'VIDEO', $2, $3) on conflict do nothing`, [
    fileId,
    occurredAt,
    processingSeconds * 1_000,
  ]),
);
