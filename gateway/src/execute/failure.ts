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

/**
 * Stands for the fields of an entity that its subgraph does not have for this viewer: erased, somebody else's, or never there. Where null is
 * allowed it is null, as a query by id is; elsewhere it says what is so, and is no fault of anybody's.
 */
class Hidden extends Failure {
  constructor() {
    super('There is no such thing, or it is not yours', { code: 'NOT_FOUND' });
  }

  override at(): Failure {
    return this;
  }
}

export const HIDDEN: Failure = new Hidden();
