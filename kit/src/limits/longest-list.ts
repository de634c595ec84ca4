/** How many items the longest list has that stands anywhere in a value. */
export function longestList(value: unknown): number {
  let longest = 0;
  // Not by recursion, since a scalar that holds any JSON may hold it nested as deeply as a body is long.
  for (const waiting: unknown[] = [value]; waiting.length > 0; ) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (Array.isArray(next)) longest = Math.max(longest, next.length);
    for (const inner of Object.values(next)) waiting.push(inner);
  }
  return longest;
}
