import type { Operation } from './object-call.ts';
import { createBucket, headBucket, listBuckets } from './operations/buckets.ts';
import { copyObject } from './operations/copy-object.ts';
import { deleteObject, deleteObjects } from './operations/delete-objects.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { getLifecycle, putLifecycle } from './operations/lifecycle.ts';
import { listObjects } from './operations/list-objects.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPart,
} from './operations/multipart-upload.ts';
import { putObject } from './operations/put-object.ts';
import { notImplemented } from './s3-error.ts';
import { amzValue, type S3Request } from './s3-request.ts';

/** One row: the first that fits is the operation. `query` names a parameter that must be there, `header` likewise. */
interface Row {
  readonly method: string;
  readonly on: 'service' | 'bucket' | 'object';
  readonly query?: string;
  readonly header?: string;
  readonly operation: Operation;
}

const TABLE: readonly Row[] = [
  { method: 'GET', on: 'service', operation: listBuckets },
  { method: 'GET', on: 'bucket', query: 'lifecycle', operation: getLifecycle },
  { method: 'GET', on: 'bucket', query: 'uploads', operation: listMultipartUploads },
  { method: 'GET', on: 'bucket', query: 'list-type', operation: listObjects },
  { method: 'HEAD', on: 'bucket', operation: headBucket },
  { method: 'PUT', on: 'bucket', query: 'lifecycle', operation: putLifecycle },
  { method: 'PUT', on: 'bucket', operation: createBucket },
  { method: 'POST', on: 'bucket', query: 'delete', operation: deleteObjects },
  { method: 'GET', on: 'object', query: 'uploadId', operation: listParts },
  { method: 'GET', on: 'object', operation: getObject },
  { method: 'HEAD', on: 'object', operation: headObject },
  { method: 'PUT', on: 'object', query: 'uploadId', operation: uploadPart },
  { method: 'PUT', on: 'object', header: 'x-amz-copy-source', operation: copyObject },
  { method: 'PUT', on: 'object', operation: putObject },
  { method: 'POST', on: 'object', query: 'uploads', operation: createMultipartUpload },
  { method: 'POST', on: 'object', query: 'uploadId', operation: completeMultipartUpload },
  { method: 'DELETE', on: 'object', query: 'uploadId', operation: abortMultipartUpload },
  { method: 'DELETE', on: 'object', operation: deleteObject },
];

/** Parts of S3 that share a method with what is offered here, and must not be taken for it. */
const ABSENT = [
  'acl',
  'tagging',
  'policy',
  'versioning',
  'versions',
  'cors',
  'encryption',
  'retention',
  'legal-hold',
  'torrent',
  'website',
  'versionId',
  'notification',
  'replication',
  'object-lock',
];

export function operationFor(request: S3Request): Operation {
  const { method, bucket, key, query } = request;
  const absent = ABSENT.find((name) => query.has(name));
  if (absent) throw notImplemented(`'${absent}'`);
  const on = targetOf(bucket, key);
  const row = TABLE.find(
    (each) =>
      each.method === method &&
      each.on === on &&
      (each.query === undefined || query.has(each.query)) &&
      (each.header === undefined || amzValue(request, each.header) !== undefined),
  );
  if (!row) throw notImplemented(`${method} on a ${on}`);
  return row.operation;
}

function targetOf(bucket: string, key: string): Row['on'] {
  if (bucket === '') return 'service';
  return key === '' ? 'bucket' : 'object';
}
