/** Pages as PDF. What imports this takes 30 MB more, so it is imported when something is first printed. */
export { type Cell, openPaper, type Paper } from './paper.ts';
export { BOLD, printable, REGULAR } from './printable.ts';
