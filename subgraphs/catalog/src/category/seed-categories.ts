import { newId } from '@stoa/kit/persistence';
import type { DomainContext } from '@stoa/kit/use-case';

const CATEGORIES = {
  books: 'Books',
  electronics: 'Electronics',
  home: 'Home',
  clothing: 'Clothing',
  'study-resources': 'Study resources',
  courses: 'Courses',
};

/** The categories that a fresh installation has. */
export async function seedCategories(context: DomainContext): Promise<void> {
  for (const [slug, name] of Object.entries(CATEGORIES))
    await context.sql.query('insert into category (id, name, slug) values ($1, $2, $3) on conflict (slug) do nothing', [
      newId(),
      name,
      slug,
    ]);
}
