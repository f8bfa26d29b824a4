import { useEffect, useState } from 'react';
import { EMPTY_FORM, formFrom, type Form } from './form.js';

const KEY = 'mw-new-build';
// After the last key stroke.
const KEEP_MS = 300;

/** The form, kept in this browser until it was sent: a closed tab loses nothing. */
export function useDraft(): { form: Form; change: (part: Partial<Form>) => void; clear: () => void } {
  const [form, setForm] = useState(read);
  useEffect(() => {
    const timer = setTimeout(() => write(form), KEEP_MS);
    return () => clearTimeout(timer);
  }, [form]);
  const clear = () => {
    write(EMPTY_FORM);
    setForm(EMPTY_FORM);
  };
  return { form, change: (part) => setForm((before) => ({ ...before, ...part })), clear };
}

function read(): Form {
  try {
    return formFrom(JSON.parse(window.localStorage.getItem(KEY) ?? 'null'));
  } catch {
    return EMPTY_FORM;
  }
}

function write(form: Form): void {
  try {
    if (form === EMPTY_FORM) window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, JSON.stringify(form));
  } catch {
    // A browser that keeps nothing forgets the draft.
  }
}
