import { duration, gauge } from '@stoa/kit/figures';

export const videoProcessing = duration(
  'stoa_video_processing_seconds',
  'From the confirmed upload of a video until it can be played.',
  [10, 30, 60, 120, 300, 600, 900, 1_800, 3_600],
);

const UNDER_WAY = `from media_file join video on file_id = id where status = 'PROCESSING' and started_at is not null`;

const gauges = [
  gauge('stoa_videos_processing', 'Videos that are being made playable.', `select count(*) as value ${UNDER_WAY}`),
  gauge(
    'stoa_videos_processing_oldest_seconds',
    'How long ago the upload of the oldest of them was confirmed; 0 where there is none.',
    `select coalesce(extract(epoch from now() - min(started_at)), 0) as value ${UNDER_WAY}`,
  ),
];

export const mediaFigures = [videoProcessing, ...gauges];
