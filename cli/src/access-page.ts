import { type Access, mustBeDecided, type Policy } from '@stoa/kit/policy';
import type { Manifest } from '@stoa/kit/subgraph';

/** Who may call what and see which fields, as the policies say. */
export function accessPage(manifests: readonly Manifest[]): string {
  const lines = ['# Who may do what', '', 'Printed from the policies; `npm run schema` writes it.', ''];
  for (const { name, policies } of manifests) {
    lines.push(`## ${name}`, '', '| operation or field | who | staff who act for them |', '| --- | --- | --- |');
    for (const policy of policies) {
      for (const [operation, access] of Object.entries(policy.operations ?? {}))
        lines.push(`| \`${operation}\` | ${access} | ${whileActing(operation, access, policy)} |`);
      for (const [field, rule] of Object.entries(policy.fields ?? {}))
        lines.push(`| \`${field}\` | ${rule === 'everyone' ? 'whoever sees its object' : `by rule of ${policy.subject}`} | |`);
      const rows = Object.keys(policy.rows ?? {});
      if (rows.length > 0) lines.push(`| rows of ${policy.subject} | by rule: ${rows.join(', ')} | |`);
    }
    lines.push('');
  }
  return lines.join('\n');
}

/** What is for staff they do by their own account; what everybody may call is refused them. */
function whileActing(operation: string, access: Access, { acting }: Policy): string {
  if (!operation.startsWith('Mutation.')) return '';
  return mustBeDecided(operation, access) ? acting![operation]! : 'refused';
}
