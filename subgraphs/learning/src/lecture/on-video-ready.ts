import { on } from '@stoa/kit/handlers';
import { VideoReady } from '@stoa/schema/events/media';
import { keepVideo } from './keep-video.ts';

/** Kept also where no lecture shows it yet: the one that is going to need not ask again. */
export const onVideoReady = on(VideoReady, ({ sql }, { fileId, durationSeconds }) => keepVideo(sql, fileId, durationSeconds));
