import { Field, ObjectType } from '@stoa/kit/graphql';
import { ApiKey } from './api-key.entity.ts';

@ObjectType()
export class CreatedApiKey {
  /** The key itself, which is not kept and cannot be shown again. */
  @Field(() => String)
  key!: string;

  @Field(() => ApiKey)
  apiKey!: ApiKey;
}
