import { fire } from '@stoa/kit/machine';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { VideoReady } from '@stoa/schema/events/media';
import { videoProcessing } from '../figures.ts';
import { MediaFile } from '../file/media-file.entity.ts';
import { mediaFileMachine } from '../file/media-file.machine.ts';
import { tellStatus } from '../file/tell-status.ts';
import type { HostedVideo } from './video-host.ts';

/** Brings a video to what its host says of it now. Once it is READY or FAILED, nothing that the host says changes it. */
export async function settleVideo(context: DomainContext, fileId: string, said: HostedVideo | null): Promise<void> {
  await context.transact(async (tx) => {
    const file = await tx.lock(MediaFile, { id: fileId });
    if (file?.status !== 'PROCESSING') return;
    if (said?.state === 'READY' && said.playbackId !== null) return finish(tx, file, said.playbackId, said.durationSeconds ?? 0);
    if (said?.state === 'FAILED' || said === null) return failVideo(tx, file, said?.failure ?? 'the video host has it no more');
    if (said.progress <= file.progress) return;
    file.progress = said.progress;
    tellStatus(tx, file);
  });
}

async function finish({ sql, emit, measure }: Transaction, file: MediaFile, playbackId: string, seconds: number): Promise<void> {
  const durationSeconds = Math.max(1, Math.round(seconds));
  fire(mediaFileMachine, file, 'finish');
  Object.assign(file, { progress: 100, durationSeconds });
  const [took] = await sql.query<{ seconds: number }>(
    `update video set playback_id = $2, finished_at = now() where file_id = $1
     returning extract(epoch from now() - started_at)::int as seconds`,
    [file.id, playbackId],
  );
  const processingSeconds = Math.max(0, took!.seconds);
  emit(VideoReady, file, { fileId: file.id, ownerId: file.ownerId, durationSeconds, processingSeconds });
  measure(videoProcessing, processingSeconds, {});
}

/** It is shown by nothing from now on, whatever has claimed it, so that it is swept. */
export async function failVideo(tx: Transaction, file: MediaFile, failure: string): Promise<void> {
  if (!fire(mediaFileMachine, file, 'fail').moved) return;
  Object.assign(file, { failure: failure.slice(0, 200), unusedSince: new Date() });
  await tx.sql.query('update video set finished_at = now() where file_id = $1', [file.id]);
  tellStatus(tx, file);
}
