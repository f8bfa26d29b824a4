import { useEffect, useState } from 'react';
import { EMPTY_FORM, formFrom, type Form } from './form.js';

const KEY = 'mw-new-build';
// After the last key stroke.
const KEEP_MS = 300;

interface Draft {
  form: Form;
  change: (part: Partial<Form>) => void;
  /** Fills in what it begins with: kept only once somebody changes something. */
  begin: (part: Partial<Form>) => void;
  clear: () => void;
  /** Goes on with it as a build that makes a project of its own. */
  leaveProject: () => void;
}

/** The form, kept in this browser until it was sent: a closed tab loses nothing. Each project's next version has one of its own. */
export function useDraft(project: string | null): Draft {
  const [kept, setKept] = useState(() => opened(project));
  // The address names another project: what was typed for this one is kept and stands there when one comes back.
  const shown = kept.project === project ? kept : opened(project);
  if (shown !== kept) setKept(shown);
  const { form, isTyped } = shown;
  useEffect(() => {
    if (!isTyped) return;
    const timer = setTimeout(() => write(project, form), KEEP_MS);
    return () => clearTimeout(timer);
  }, [project, form, isTyped]);
  const clear = () => {
    write(project, EMPTY_FORM);
    setKept({ project, form: EMPTY_FORM, isTyped: false });
  };
  const leaveProject = () => {
    // A draft that is kept for a new project is somebody's words, too: it is shown then, and this one stays with its project.
    if (read(null) !== EMPTY_FORM) return;
    write(null, form);
    write(project, EMPTY_FORM);
  };
  const fill = (isTyped: boolean) => (part: Partial<Form>) => setKept((before) => ({ ...before, form: { ...before.form, ...part }, isTyped }));
  return { form, change: fill(true), begin: fill(false), clear, leaveProject };
}

/** As it was left. */
function opened(project: string | null): { project: string | null; form: Form; isTyped: boolean } {
  return { project, form: read(project), isTyped: false };
}

function keyOf(project: string | null): string {
  return project === null ? KEY : `${KEY} ${project}`;
}

function read(project: string | null): Form {
  try {
    return formFrom(JSON.parse(window.localStorage.getItem(keyOf(project)) ?? 'null'));
  } catch {
    return EMPTY_FORM;
  }
}

function write(project: string | null, form: Form): void {
  try {
    if (form === EMPTY_FORM) window.localStorage.removeItem(keyOf(project));
    else window.localStorage.setItem(keyOf(project), JSON.stringify(form));
  } catch {
    // A browser that keeps nothing forgets the draft.
  }
}
