/** What JSON writes with a backslash: quotes, backslashes, control characters and halves of surrogate pairs. Whole pairs are looked at closer. */
const MAY_NEED_ESCAPE = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/** A string as JSON. */
export const quote = (text: string): string => (MAY_NEED_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`);
