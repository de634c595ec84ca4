/** The one place that names the ORM's packages: decorators of the legacy kind, which type-graphql's stand beside. */
export {
  BigIntType,
  type EventArgs,
  type FilterQuery,
  LockMode,
  OptimisticLockError,
  type QueryOrderMap,
  type Rel,
  raw,
  UniqueConstraintViolationException,
  UuidType,
} from '@mikro-orm/core';
export {
  Check,
  Embeddable,
  Embedded,
  Entity,
  Enum,
  Index,
  ManyToOne,
  OneToMany,
  PrimaryKey,
  Property,
  ReflectMetadataProvider,
  Unique,
} from '@mikro-orm/decorators/legacy';
export { Collection, type EntityManager, MikroORM } from '@mikro-orm/postgresql';
