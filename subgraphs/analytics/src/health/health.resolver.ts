import { Ctx, Field, Float, ObjectType, Query, Resolver } from '@stoa/kit/graphql';
import { policy } from '@stoa/kit/policy';
import type { DomainContext } from '@stoa/kit/use-case';

/** What operators are woken by, over the last day; a figure of which there was nothing is that of a day on which all went well. */
@ObjectType()
export class PlatformHealth {
  /** Of payments that were decided, the share that was captured. Below 0.95 something is wrong. */
  @Field(() => Float)
  paymentSuccessRate!: number;

  /** From the captured payment until the student is enrolled. Above 2 something is wrong. */
  @Field(() => Float)
  enrollmentSecondsP95!: number;

  /** From the confirmed upload until the video can be played. Above 10 something is wrong. */
  @Field(() => Float)
  videoProcessingMinutesP95!: number;

  /** How long services take to answer each other, as analytics sees it in the last hour. Above 500 something is wrong. */
  @Field(() => Float)
  commandMsP95!: number;

  /** Of refunds that were decided, the share that failed. Above 0.01 something is wrong. */
  @Field(() => Float)
  refundFailureRate!: number;
}

export const healthPolicy = policy('PlatformHealth', { operations: { 'Query.platformHealth': 'health:read' } });

const p95 = (kind: string, since: string): string =>
  `coalesce((select percentile_cont(0.95) within group (order by ms) from duration where kind = '${kind}' and at > now() - interval '${since}'), 0)::float8`;

@Resolver(() => PlatformHealth)
export class HealthResolver {
  @Query(() => PlatformHealth)
  async platformHealth(@Ctx() { sql }: DomainContext): Promise<PlatformHealth> {
    const [health] = await sql.query<PlatformHealth>(
      `select coalesce(sum(captured)::float8 / nullif(sum(captured + failed), 0), 1) as "paymentSuccessRate",
         coalesce(sum(refund_failed)::float8 / nullif(sum(refunded + refund_failed), 0), 0) as "refundFailureRate",
         ${p95('ENROLLMENT', '1 day')} / 1000 as "enrollmentSecondsP95", ${p95('VIDEO', '1 day')} / 60000 as "videoProcessingMinutesP95",
         ${p95('COMMAND', '1 hour')} as "commandMsP95"
       from payment_hour where hour > now() - interval '1 day'`,
      [],
    );
    return health!;
  }
}
