import { type Environment, settings } from '@stoa/kit/subgraph';
import { z } from 'zod';

const sesNewsSettings = settings(
  'SES news settings',
  z.object({
    /** The topic of SNS at which SES tells of bounces and complaints. Anybody can make a topic, so that only this one is believed. */
    SES_SNS_TOPIC_ARN: z
      .string()
      .regex(/^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,256}$/, 'must be the name of a topic, arn:aws:sns:…')
      .optional(),
    /** Where SNS is, if it is not AWS's. */
    SNS_ENDPOINT: z.url().optional(),
  }),
);

/** Which topic is believed, and the only address that anything is fetched from for it; null where none is set. */
export function snsOf(environment: Environment) {
  const { SES_SNS_TOPIC_ARN: topicArn, SNS_ENDPOINT: endpoint } = sesNewsSettings.make(environment);
  if (!topicArn) return null;
  const region = topicArn.split(':')[3]!;
  const base = endpoint?.replace(/\/$/, '') ?? `https://sns.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  return { topicArn, base };
}
