import { json, type RouteResponse, resource, route } from '@stoa/kit/subgraph';
import type { DomainContext } from '@stoa/kit/use-case';
import { heedNews } from '../heed-news.ts';
import { readSesNotice } from './ses-notice.ts';
import { snsOf } from './ses-settings.ts';
import { SnsCertificates } from './sns-certificates.ts';
import { isCertificateOf, isSnsSigned, readSnsMessage, type SnsMessage } from './sns-message.ts';

export const sns = resource('SNS', (environment) => {
  const topic = snsOf(environment);
  return topic && { ...topic, certificates: new SnsCertificates() };
});

type Topic = NonNullable<ReturnType<(typeof sns)['make']>>;

/** SES tells of bounces and complaints by a topic of SNS, which first asks whether we want to be told. */
export const sesNoticeRoute = route('POST', '/webhooks/ses', async (context, { body }) => {
  const topic = context.use(sns);
  if (!topic) return json(404, { error: 'no topic is believed here' });
  const message = readSnsMessage(body);
  if (!message) return json(400, { error: 'no message of SNS' });
  if (message.TopicArn !== topic.topicArn) return json(403, { error: 'another topic' });
  return (await refusalOf(topic, message)) ?? (await heed(context, topic, message));
});

async function refusalOf({ base, certificates }: Topic, message: SnsMessage): Promise<RouteResponse | null> {
  if (!isCertificateOf(base, message.SigningCertURL)) return json(401, { error: 'not a certificate of SNS' });
  const certificate = await certificates.at(message.SigningCertURL);
  if (!certificate) return json(503, { error: 'the certificate cannot be had now' });
  return isSnsSigned(message, certificate, Date.now()) ? null : json(401, { error: 'bad signature' });
}

async function heed(context: DomainContext, topic: Topic, message: SnsMessage): Promise<RouteResponse> {
  if (message.Type === 'Notification') await heedNews(context, readSesNotice(message.Message));
  else if (!(await isConfirmed(topic, message.Token))) return json(503, { error: 'the subscription could not be confirmed' });
  return json(200, { received: true });
}

/** Confirms at an address that is made here: the one in the message could lead anywhere. */
async function isConfirmed({ base, topicArn }: Topic, token: string): Promise<boolean> {
  const query = new URLSearchParams({ Action: 'ConfirmSubscription', TopicArn: topicArn, Token: token });
  try {
    return (await fetch(`${base}/?${query}`, { redirect: 'error', signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}
