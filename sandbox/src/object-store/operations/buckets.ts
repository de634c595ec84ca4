import { type ObjectAnswer, type ObjectCall, xmlAnswer } from '../object-call.ts';
import { S3Error } from '../s3-error.ts';
import { element, xmlDocument } from '../xml.ts';

/** As S3 names buckets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME = /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export async function createBucket({ books, bucket }: ObjectCall): Promise<ObjectAnswer> {
  if (!BUCKET_NAME.test(bucket)) throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.');
  if (books.hasBucket(bucket))
    throw new S3Error(409, 'BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded and you already own it.');
  await books.commit({ did: 'create-bucket', bucket, createdAt: books.nowIso });
  return { status: 200, headers: { location: `/${bucket}` } };
}

export async function headBucket({ books, bucket }: ObjectCall): Promise<ObjectAnswer> {
  books.bucket(bucket);
  return { status: 200 };
}

export async function listBuckets({ books }: ObjectCall): Promise<ObjectAnswer> {
  const rows = books.buckets().map(({ name, createdAt }) => element('Bucket', element('Name', name), element('CreationDate', createdAt)));
  return xmlAnswer(xmlDocument(element('ListAllMyBucketsResult', element('Buckets', rows))));
}
