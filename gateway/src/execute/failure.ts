/** From the object or list that holds the failure to the field that failed, in the names of the collected data. */
export type FailurePath = readonly (string | number)[];

/**
 * An error standing in collected data where a value should be, as a resolver's thrown error would in graphql-js.
 * The projection reports it where the client would have seen the value.
 */
export class Failure {
  constructor(
    readonly message: string,
    readonly extensions: Readonly<Record<string, unknown>>,
    /** Undefined: the place where it stands is the place that failed. It may have been below, and nulled what was above. */
    readonly path?: FailurePath,
  ) {}

  at(path: FailurePath | undefined): Failure {
    return new Failure(this.message, this.extensions, path);
  }
}
