import { answer, answerRead, answerWorkflow } from '@stoa/kit/commands';
import { badInput } from '@stoa/kit/errors';
import { fire } from '@stoa/kit/machine';
import { completeProductTable, linkProductTable, storeProductTable } from '@stoa/schema/commands/media';
import { MediaFile } from '../file/media-file.entity.ts';
import { mediaFileMachine } from '../file/media-file.machine.ts';
import { fileKey } from '../file/object-keys.ts';
import { objectStore } from '../store/object-store.ts';

/** What is made here was uploaded by nobody. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

const UPLOAD_SECONDS = 900;
const LINK_SECONDS = 300;

/** Asked again, it takes the bytes again: a table that was not completed is written anew, perhaps with another length. */
export const answerStoreProductTable = answer(storeProductTable, async (tx, { fileId, ...facts }) => {
  const { contentType, size } = facts;
  const known = await tx.lock(MediaFile, { id: fileId });
  if (known) {
    if (known.purpose !== 'PRODUCT_TABLE') throw badInput('the file is no table of products', 'fileId');
    if (known.status !== 'AWAITING_UPLOAD') return { upload: null };
    await tx.sql.query('update media_file set size = $2 where id = $1', [fileId, size]);
  } else {
    const uploadExpiresAt = new Date(Date.now() + UPLOAD_SECONDS * 1_000);
    const file = MediaFile.await({ ...facts, ownerId: NOBODY, purpose: 'PRODUCT_TABLE', uploadExpiresAt });
    tx.em.persist(Object.assign(file, { id: fileId }));
  }
  const { url, headers } = await tx
    .use(objectStore)
    .forServices.signUpload({ key: fileKey(fileId), contentType, size, sha256: null }, UPLOAD_SECONDS);
  return { upload: { url, headers: Object.entries(headers).map(([name, value]) => ({ name, value })) } };
});

/** Nobody but services has an address that writes there, so the bytes stay what was looked at. */
export const answerCompleteProductTable = answerWorkflow(completeProductTable, async (context, { fileId }) => {
  const there = await context.use(objectStore).head(fileKey(fileId));
  return context.transact(async ({ lock }) => {
    const file = await lock(MediaFile, { id: fileId });
    if (file?.purpose !== 'PRODUCT_TABLE' || there?.size !== file.size) throw badInput('the table was not put where it belongs', 'fileId');
    if (!fire(mediaFileMachine, file, 'confirm').moved) return {};
    fire(mediaFileMachine, file, 'finish');
    Object.assign(file, { progress: 100, unusedSince: new Date() });
    return {};
  });
});

export const answerLinkProductTable = answerRead(linkProductTable, async (context, { fileId }) => {
  const [file] = await context.rows.by(MediaFile, 'id', [fileId]);
  if (file?.purpose !== 'PRODUCT_TABLE' || file.status !== 'READY') return { link: null };
  const expiresAt = new Date(Date.now() + LINK_SECONDS * 1_000).toISOString();
  return { link: { url: await context.use(objectStore).signDownload(fileKey(fileId), file.fileName, LINK_SECONDS), expiresAt } };
});
