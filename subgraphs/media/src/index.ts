import { staffActs } from '@stoa/kit/audit';
import { defineSubgraph } from '@stoa/kit/subgraph';
import { recordStaffActs } from '@stoa/schema/commands/identity';
import { DownloadAttached, MediaStatusChanged, VideoProgressed, VideoReady } from '@stoa/schema/events/media';
import { migrations } from '../migrations/index.ts';
import { answerDescribeDownloads } from './download/describe-downloads.ts';
import { Download } from './download/download.entity.ts';
import { downloadPolicy } from './download/download.policy.ts';
import { DownloadResolver, productExtension } from './download/download.resolver.ts';
import { Entitlement } from './download/entitlement.entity.ts';
import { onLineRefunded } from './download/on-line-refunded.ts';
import { onLineRestored } from './download/on-line-restored.ts';
import { onOrderConfirmed } from './download/on-order-confirmed.ts';
import { mediaFigures } from './figures.ts';
import { MediaFile } from './file/media-file.entity.ts';
import { mediaFileMachine } from './file/media-file.machine.ts';
import { mediaFilePolicy } from './file/media-file.policy.ts';
import { mediaFileReference } from './file/media-file.reference.ts';
import { MediaFileResolver } from './file/media-file.resolver.ts';
import { sweepFiles } from './file/sweep-files.job.ts';
import { answerClaimAvatar } from './image/claim-avatar.ts';
import { answerClaimImages } from './image/claim-images.ts';
import { imageRoute } from './image/image.route.ts';
import { makeImageVariants } from './image/make-image-variants.job.ts';
import { mediaPersonalData } from './personal-data.ts';
import { answerOpenProductTable } from './product-table/open-product-table.ts';
import { answerCompleteProductTable, answerLinkProductTable, answerStoreProductTable } from './product-table/store-product-table.ts';
import { mediaSettings } from './store/media-settings.ts';
import { objectStore } from './store/object-store.ts';
import { prepareBucket, prepareBucketAtStart } from './store/prepare-bucket.job.ts';
import { answerClaimVideo } from './video/claim-video.ts';
import { videoHost } from './video/mux-host.ts';
import { muxWebhook } from './video/mux-webhook.route.ts';
import { onLectureRemoved } from './video/on-lecture-removed.ts';
import { processVideos } from './video/process-videos.job.ts';
import { Video } from './video/video.entity.ts';

/** What people upload: images that everybody sees, files that are sold, and videos of lectures. The bytes go straight to the object store and come from it. */
export default defineSubgraph({
  name: 'media',
  entities: [MediaFile, Video, Download, Entitlement],
  migrations,
  resolvers: [MediaFileResolver, DownloadResolver],
  references: [mediaFileReference, productExtension],
  policies: [mediaFilePolicy, downloadPolicy],
  machines: [mediaFileMachine],
  publishes: [MediaStatusChanged, VideoProgressed, VideoReady, DownloadAttached],
  commands: [
    ...[answerClaimAvatar, answerClaimImages, answerClaimVideo, answerDescribeDownloads],
    ...[answerOpenProductTable, answerStoreProductTable, answerCompleteProductTable, answerLinkProductTable],
  ],
  handlers: [onOrderConfirmed, onLineRefunded, onLineRestored, onLectureRemoved],
  figures: mediaFigures,
  jobs: [makeImageVariants, processVideos, sweepFiles, prepareBucket],
  routes: [imageRoute, muxWebhook],
  resources: [mediaSettings, objectStore, videoHost],
  seed: prepareBucketAtStart,
  personalData: mediaPersonalData,
  staffActs: staffActs(recordStaffActs, 'media'),
});
