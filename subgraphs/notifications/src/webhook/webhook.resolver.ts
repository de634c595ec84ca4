import {
  Arg,
  Args,
  Ctx,
  connectionOf,
  DateTime,
  FieldResolver,
  ID,
  isEntityId,
  Mutation,
  newestFirst,
  PageArgs,
  Query,
  Resolver,
  Root,
} from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { bodyOf } from './delivery/post-webhook.ts';
import { replayWebhookDelivery, sendTestWebhook } from './delivery/send-again.ts';
import { WebhookDelivery } from './delivery/webhook-delivery.entity.ts';
import {
  deleteWebhookEndpoint,
  disableWebhookEndpoint,
  enableWebhookEndpoint,
  rotateWebhookSecret,
  updateWebhookEndpoint,
} from './endpoint/change-endpoint.ts';
import { createWebhookEndpoint } from './endpoint/create-endpoint.ts';
import { WebhookEndpoint } from './endpoint/webhook-endpoint.entity.ts';
import { eventTypes, typesFor } from './event/event-types.ts';
import { CreateWebhookEndpointInput, UpdateWebhookEndpointInput, WebhookEndpointSecret, WebhookEventType } from './webhook.input.ts';
import { ownerFor, webhookPolicy } from './webhook.policy.ts';

const WebhookEndpointConnection = connectionOf(WebhookEndpoint, 'WebhookEndpoint');
const WebhookDeliveryConnection = connectionOf(WebhookDelivery, 'WebhookDelivery');

@Resolver(() => WebhookEndpoint)
export class WebhookEndpointResolver {
  /** A seller's own, or, for staff, the platform's; the newest first. */
  @Query(() => WebhookEndpointConnection)
  webhookEndpoints(@Ctx() { read, viewer }: DomainContext, @Args(() => PageArgs) page: PageArgs) {
    return newestFirst(read, WebhookEndpoint, ownerFor(viewer, 'webhooks:read'), page);
  }

  @Query(() => WebhookEndpoint, { nullable: true })
  async webhookEndpoint(@Ctx() { rows, viewer }: DomainContext, @Arg('id', () => ID) id: string) {
    const [endpoint] = isEntityId(id) ? await rows.by(WebhookEndpoint, 'id', [id]) : [];
    return endpoint && webhookPolicy.reader(viewer, endpoint) ? endpoint : null;
  }

  /** What one's endpoints can be told of. */
  @Query(() => [WebhookEventType])
  webhookEventTypes(@Ctx() { viewer }: DomainContext): WebhookEventType[] {
    return typesFor(viewer).map((name) => ({ name, description: eventTypes[name] }));
  }

  /** A seller's endpoint is told of what concerns their shop; one that staff make is the platform's, and is told of all. */
  @Mutation(() => WebhookEndpointSecret)
  createWebhookEndpoint(@Ctx() context: DomainContext, @Arg('input', () => CreateWebhookEndpointInput) input: CreateWebhookEndpointInput) {
    return context.run(createWebhookEndpoint, input);
  }

  @Mutation(() => WebhookEndpoint)
  updateWebhookEndpoint(
    @Ctx() context: DomainContext,
    @Arg('id', () => ID) id: string,
    @Arg('input', () => UpdateWebhookEndpointInput) input: UpdateWebhookEndpointInput,
  ) {
    return context.run(updateWebhookEndpoint, { id, input });
  }

  @Mutation(() => Boolean)
  deleteWebhookEndpoint(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(deleteWebhookEndpoint, { id });
  }

  /** It is told of what happens from now on. */
  @Mutation(() => WebhookEndpoint)
  enableWebhookEndpoint(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(enableWebhookEndpoint, { id });
  }

  /** Nothing more is sent there, and what still waited is given up. */
  @Mutation(() => WebhookEndpoint)
  disableWebhookEndpoint(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(disableWebhookEndpoint, { id });
  }

  /** A new secret. For 24 hours webhooks are signed with the one before as well. */
  @Mutation(() => WebhookEndpointSecret)
  rotateWebhookSecret(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(rotateWebhookSecret, { id });
  }

  /** Has it sent again under the same id, whether it was taken or not. */
  @Mutation(() => WebhookDelivery)
  replayWebhookDelivery(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(replayWebhookDelivery, { id });
  }

  /** Sends `webhook.test`, whatever the endpoint listens for. */
  @Mutation(() => WebhookDelivery)
  sendTestWebhook(@Ctx() context: DomainContext, @Arg('endpointId', () => ID) endpointId: string) {
    return context.run(sendTestWebhook, { endpointId });
  }

  /** What was sent there in the last thirty days, or waits to be, the newest first. */
  @FieldResolver(() => WebhookDeliveryConnection)
  deliveries(@Ctx() { read }: DomainContext, @Root() { id: endpointId }: WebhookEndpoint, @Args(() => PageArgs) page: PageArgs) {
    return newestFirst(read, WebhookDelivery, { endpointId }, page);
  }
}

@Resolver(() => WebhookDelivery)
export class WebhookDeliveryResolver {
  /** Null where nothing waits. */
  @FieldResolver(() => DateTime, { nullable: true })
  nextTryAt(@Root() { status, nextTryAt }: WebhookDelivery): Date | null {
    return status === 'QUEUED' ? nextTryAt : null;
  }

  /** The body, as it is posted. */
  @FieldResolver(() => String)
  payload(@Root() delivery: WebhookDelivery): string {
    return bodyOf(delivery);
  }
}
