/**
 * An error standing in collected data where a value should be, as a resolver's thrown error would in graphql-js.
 * The projection reports it with the path of every place where the client would have seen the value.
 */
export class Failure {
  constructor(
    readonly message: string,
    readonly extensions: Readonly<Record<string, unknown>>,
  ) {}
}
