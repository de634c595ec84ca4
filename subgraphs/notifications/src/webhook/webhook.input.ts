import { Field, InputType, ObjectType, optionalText, text } from '@stoa/kit/graphql';
import { z } from 'zod';
import { WebhookEndpoint } from './endpoint/webhook-endpoint.entity.ts';
import { EVENT_TYPES } from './event/event-types.ts';

@InputType()
export class CreateWebhookEndpointInput {
  /** An address that takes POST by HTTPS, on the public internet. */
  @Field(() => String)
  url!: string;

  /** What it is to be told of, as `webhookEventTypes` lists them. */
  @Field(() => [String])
  eventTypes!: string[];

  @Field(() => String, { nullable: true })
  description?: string | null;
}

/** What is left out stays as it is. */
@InputType()
export class UpdateWebhookEndpointInput {
  @Field(() => String, { nullable: true })
  url?: string | null;

  @Field(() => [String], { nullable: true })
  eventTypes?: string[] | null;

  @Field(() => String, { nullable: true })
  description?: string | null;
}

/** An endpoint and the secret that its webhooks are signed with, which is shown this once. */
@ObjectType()
export class WebhookEndpointSecret {
  /** `whsec_…`, as the libraries of Standard Webhooks take it. */
  @Field(() => String)
  secret!: string;

  @Field(() => WebhookEndpoint)
  endpoint!: WebhookEndpoint;
}

/** Something that partners can be told of. */
@ObjectType()
export class WebhookEventType {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  description!: string;
}

const eventTypes = z
  .array(z.enum(EVENT_TYPES, 'must be types of events, as webhookEventTypes lists them'))
  .min(1, 'must hold at least one')
  .transform((types) => [...new Set(types)]);

export const newEndpoint = z.object({ url: text(2_000), eventTypes, description: optionalText(200) });
export const endpointChange = z.object({ url: optionalText(2_000), eventTypes: eventTypes.nullish(), description: optionalText(200) });
