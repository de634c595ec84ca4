/** A text of at most so many characters; what is cut off ends in an ellipsis. */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // Half of a pair of surrogates is no character.
  return `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** A message in one piece, its address last and whole whatever has to be cut. */
export function inOnePiece(parts: { title: string; text: string; actionUrl?: string | undefined }, longest: number, gap: string): string {
  const link = parts.actionUrl ? `${gap}${parts.actionUrl}` : '';
  return `${shorten([parts.title, parts.text].filter(Boolean).join(gap), longest - link.length)}${link}`;
}
