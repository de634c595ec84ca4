import { verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';

const told = {
  MessageId: z.string().max(100),
  TopicArn: z.string().max(300),
  Message: z.string().max(300_000),
  Timestamp: z.string().max(40),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string().max(2_000),
  SigningCertURL: z.string().max(500),
};

const snsMessage = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('Notification'), Subject: z.string().optional(), ...told }),
  z.object({ Type: z.literal('SubscriptionConfirmation'), Token: z.string().max(1_000), SubscribeURL: z.string().max(2_000), ...told }),
]);

/** What SNS posts, as far as it is heeded. */
export type SnsMessage = z.output<typeof snsMessage>;

/** Reads what SNS posts; null where it is nothing that we heed. */
export function readSnsMessage(body: Uint8Array): SnsMessage | null {
  try {
    return snsMessage.safeParse(JSON.parse(Buffer.from(body).toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** What is signed, in this order, where it is there (https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html). */
const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;

/** Whether the key of this certificate signed the message. Over SHA-1, version 1, it is what topics do that are not told otherwise. */
export function isSnsSigned(message: SnsMessage, certificate: X509Certificate, nowMs: number): boolean {
  if (nowMs < certificate.validFromDate.getTime() || nowMs > certificate.validToDate.getTime()) return false;
  const fields = message as Readonly<Record<string, string | undefined>>;
  const text = SIGNED[message.Type].flatMap((name) => (fields[name] === undefined ? [] : `${name}\n${fields[name]}\n`)).join('');
  const digest = message.SignatureVersion === '1' ? 'sha1' : 'sha256';
  return verify(digest, Buffer.from(text), certificate.publicKey, Buffer.from(message.Signature, 'base64'));
}

/** Whether a certificate is to be fetched from this address: SNS's own, by its usual name. */
export const isCertificateOf = (base: string, address: string): boolean =>
  address.startsWith(base) && /^\/SimpleNotificationService[\w-]*\.pem$/.test(address.slice(base.length));
