import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { BOLD, printable, REGULAR } from './printable.ts';

/** Points, from the edges of an A4 page. */
const MARGIN = 56;
const LAST_LINE = 760;

/** A column of a table, by its edges in points from the left edge of the page. Numbers end at their right one. */
export interface Cell {
  readonly left: number;
  readonly right: number;
  readonly align?: 'right';
}

/** A page that is being written, from top to bottom. */
export interface Paper {
  heading(lines: readonly string[]): void;
  /** A row of a table. Its first cell takes as many lines as it needs, and what comes after begins below all of them. */
  row(columns: readonly Cell[], texts: readonly string[], bold?: boolean): void;
  end(): Promise<Buffer>;
}

/** The same calls are the same bytes, whenever and wherever: nothing is taken from the machine, and the date is the one that is given. */
export function openPaper(title: string, name: string, at: Date): Paper {
  const info = { Title: name, Producer: 'Stoa', Creator: 'Stoa', CreationDate: at, ModDate: at };
  const pdf = new PDFDocument({ size: 'A4', margin: MARGIN, font: REGULAR, info });
  const bytes = buffer(pdf);
  pdf.font(BOLD).fontSize(20).text(title).moveDown(0.5).font(REGULAR).fontSize(10);
  return {
    heading(lines) {
      for (const line of lines) pdf.text(printable(line));
      pdf.moveDown(1.5);
    },
    row(columns, texts, bold = false) {
      pdf.font(bold ? BOLD : REGULAR);
      const cells = columns.map((column, index) => ({ ...column, width: column.right - column.left, text: printable(texts[index] ?? '') }));
      const [first, ...others] = cells as [(typeof cells)[number], ...typeof cells];
      const height = pdf.heightOfString(first.text, { width: first.width });
      if (pdf.y + height > LAST_LINE) pdf.addPage();
      const top = pdf.y;
      for (const { text, left, width, align } of others) pdf.text(text, left, top, { width, lineBreak: false, ...(align && { align }) });
      pdf.text(first.text, first.left, top, { width: first.width });
      pdf.y = top + height + 4;
      pdf.x = MARGIN;
    },
    end() {
      pdf.end();
      return bytes;
    },
  };
}
