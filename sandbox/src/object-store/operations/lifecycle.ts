import type { ObjectBooks } from '../object-books.ts';
import { type ObjectAnswer, type ObjectCall, xmlAnswer } from '../object-call.ts';
import type { LifecycleRule } from '../records.ts';
import { notImplemented, S3Error } from '../s3-error.ts';
import { childrenOf, element, type Parsed, parseXml, textOf, xmlDocument } from '../xml.ts';
import { readText } from './delete-objects.ts';

const DAY_MS = 24 * 3_600_000;

export async function putLifecycle(call: ObjectCall): Promise<ObjectAnswer> {
  const { books, bucket } = call;
  books.bucket(bucket);
  const rules = childrenOf(parseXml(await readText(call), 'LifecycleConfiguration'), 'Rule').map(ruleOf);
  await books.commit({ did: 'set-lifecycle', bucket, rules });
  return { status: 200 };
}

export async function getLifecycle({ books, bucket }: ObjectCall): Promise<ObjectAnswer> {
  const { lifecycle } = books.bucket(bucket);
  if (lifecycle.length === 0) throw new S3Error(404, 'NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist');
  const rules = lifecycle.map(({ id, enabled, prefix, expireAfterDays, abortUploadsAfterDays }) =>
    element('Rule', [
      element('ID', id),
      element('Status', enabled ? 'Enabled' : 'Disabled'),
      element('Filter', element('Prefix', prefix)),
      element('Expiration', expireAfterDays === undefined ? undefined : element('Days', expireAfterDays)),
      element(
        'AbortIncompleteMultipartUpload',
        abortUploadsAfterDays === undefined ? undefined : element('DaysAfterInitiation', abortUploadsAfterDays),
      ),
    ]),
  );
  return xmlAnswer(xmlDocument(element('LifecycleConfiguration', rules)));
}

/** Does what the buckets' rules say; S3 does so once a day. */
export async function applyLifecycle(books: ObjectBooks): Promise<void> {
  const isOver = (since: string, days: number | undefined): boolean =>
    days !== undefined && books.nowMs >= Date.parse(since) + days * DAY_MS;
  for (const { name: bucket, lifecycle, objects, uploads } of books.buckets()) {
    for (const { prefix, expireAfterDays, abortUploadsAfterDays } of lifecycle.filter(({ enabled }) => enabled)) {
      const keys = [...objects.values()]
        .filter(({ key, modifiedAt }) => key.startsWith(prefix) && isOver(modifiedAt, expireAfterDays))
        .map(({ key }) => key);
      if (keys.length > 0) await books.commit({ did: 'delete', bucket, keys });
      for (const { id, key, startedAt } of [...uploads.values()])
        if (key.startsWith(prefix) && isOver(startedAt, abortUploadsAfterDays))
          await books.commit({ did: 'abort-upload', bucket, upload: id });
    }
  }
}

function ruleOf(rule: Parsed): LifecycleRule {
  const [filter] = childrenOf(rule, 'Filter');
  const days = (parent: string, name: string): number | undefined => {
    const text = textOf(childrenOf(rule, parent)[0], name);
    if (text === undefined) return undefined;
    const count = Number(text);
    if (!Number.isInteger(count) || count < 1) throw new S3Error(400, 'InvalidArgument', `'${name}' must be a positive integer`);
    return count;
  };
  for (const name of ['Transition', 'NoncurrentVersionExpiration', 'NoncurrentVersionTransition']) {
    if (rule[name]) throw notImplemented(`lifecycle rule of the kind ${name}`);
  }
  return {
    id: textOf(rule, 'ID') ?? '',
    enabled: textOf(rule, 'Status') === 'Enabled',
    prefix: textOf(filter, 'Prefix') ?? textOf(rule, 'Prefix') ?? '',
    expireAfterDays: days('Expiration', 'Days'),
    abortUploadsAfterDays: days('AbortIncompleteMultipartUpload', 'DaysAfterInitiation'),
  };
}
