import { Field, InputType } from '@stoa/kit/graphql';

@InputType()
export class LogInInput {
  @Field(() => String)
  email!: string;

  @Field(() => String)
  password!: string;
}
