import { XMLParser } from 'fast-xml-parser';
import { S3Error } from './s3-error.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** What is inside an element: text, which is escaped, or elements, which are not. */
export type Content = string | number | boolean | Element | readonly Element[] | undefined;

/** An element that is already written. */
export class Element {
  constructor(readonly text: string) {}
}

const contentText = (content: Content): string => {
  if (content === undefined) return '';
  if (content instanceof Element) return content.text;
  if (Array.isArray(content)) return content.map((each) => each.text).join('');
  return String(content).replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!);
};

/** An element with what is in it; one whose content is undefined is left out altogether. */
export function element(name: string, ...contents: readonly Content[]): Element {
  if (contents.length === 1 && contents[0] === undefined) return new Element('');
  return new Element(`<${name}>${contents.map(contentText).join('')}</${name}>`);
}

export const xmlDocument = (root: Element): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root.text}`;

/** Elements stay text, so that a key of digits is still a key; a name is always a list, so that one is read as many are. */
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (_name, path) => String(path).split('.').length > 1,
});

/** One element of a request: its children by name, each a list of what bears that name. */
export type Parsed = Readonly<Record<string, readonly (Parsed | string)[]>>;

/** Reads a request's XML. */
export function parseXml(text: string, root: string): Parsed {
  try {
    const found = (parser.parse(text, true) as Record<string, unknown>)[root];
    if (found && typeof found === 'object') return found as Parsed;
  } catch {
    // What is no XML is refused in the same words as what is the wrong XML.
  }
  throw new S3Error(400, 'MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema.');
}

export const childrenOf = (parsed: Parsed, name: string): readonly Parsed[] =>
  (parsed[name] ?? []).filter((each): each is Parsed => typeof each === 'object');

export const textOf = (parsed: Parsed | undefined, name: string): string | undefined => {
  const first = parsed?.[name]?.[0];
  return typeof first === 'string' ? first : undefined;
};
