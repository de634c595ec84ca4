import { invalidRequest } from './api-error.ts';

/** A decoded form: `metadata[order]=7` becomes `{ metadata: { order: '7' } }`; lists are keyed by their index. */
export interface FormFields {
  [name: string]: string | FormFields;
}

const DEPTH_LIMIT = 8;

/** Decodes a form-encoded body or query in Stripe's bracket notation. */
export function parseForm(text: string): FormFields {
  const form = emptyForm();
  for (const [name, value] of new URLSearchParams(text)) put(form, namesIn(name), value);
  return form;
}

function namesIn(name: string): string[] {
  const names = name.replaceAll(']', '').split('[');
  if (names.length > DEPTH_LIMIT) throw invalidRequest('The parameters are nested too deeply.');
  return names;
}

function put(form: FormFields, names: string[], value: string): void {
  let place = form;
  names.forEach((name, depth) => {
    // `list[]=a` means the next free place in the list.
    const key = name === '' ? String(Object.keys(place).length) : name;
    if (depth === names.length - 1) {
      place[key] = value;
      return;
    }
    const inner = place[key];
    const next = typeof inner === 'object' ? inner : emptyForm();
    place[key] = next;
    place = next;
  });
}

/** Without a prototype, so that a parameter named `__proto__` is only a parameter. */
function emptyForm(): FormFields {
  return Object.create(null) as FormFields;
}
