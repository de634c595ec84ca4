/** Whether a subject fits a pattern with NATS wildcards: `*` is one part, `>` at the end is one part or more. */
export function subjectMatches(pattern: string, subject: string): boolean {
  const wanted = pattern.split('.');
  const parts = subject.split('.');
  for (const [index, part] of wanted.entries()) {
    if (part === '>') return parts.length > index;
    if (part !== '*' && part !== parts[index]) return false;
    if (index >= parts.length) return false;
  }
  return wanted.length === parts.length;
}
