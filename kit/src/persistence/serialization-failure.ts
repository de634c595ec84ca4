/** What a transaction went by has changed under it: it is rolled back and tried again, as where Postgres itself says so. */
export class SerializationFailure extends Error {
  override readonly name = 'SerializationFailure';
  /** Postgres' own SQLSTATE for it. */
  readonly code = '40001';
}
