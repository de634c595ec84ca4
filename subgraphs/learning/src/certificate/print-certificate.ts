import { buffer } from 'node:stream/consumers';
import { BOLD, printable, REGULAR } from '@stoa/kit/paper';
import PDFDocument from 'pdfkit';
import type { Certificate } from './certificate.entity.ts';

/** The same certificate is the same bytes, whenever and wherever it is printed: its row says all of it, down to the date. */
export function printCertificate({ number, studentName, courseName, issuedAt }: Certificate, address: string): Promise<Buffer> {
  const dates = { CreationDate: issuedAt, ModDate: issuedAt };
  const info = { Title: `Certificate ${number}`, Producer: 'Stoa', Creator: 'Stoa', ...dates };
  const pdf = new PDFDocument({ size: 'A4', layout: 'landscape', margin: 72, font: REGULAR, info });
  const bytes = buffer(pdf);
  const line = (text: string, size: number, font = REGULAR): void => {
    pdf.font(font).fontSize(size).text(printable(text), { align: 'center' }).moveDown(0.7);
  };
  pdf.rect(36, 36, pdf.page.width - 72, pdf.page.height - 72).stroke();
  pdf.y = 110;
  line('Certificate of completion', 24, BOLD);
  line(studentName, 28, BOLD);
  line('has completed the course', 14);
  line(courseName, 22, BOLD);
  line(issuedAt.toISOString().slice(0, 10), 14);
  line(`${number}  ${address}`, 10);
  pdf.end();
  return bytes;
}
