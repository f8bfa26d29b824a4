import { Button, Kbd } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { client } from '../../api.js';
import { navigate, setSearch } from '../../app/history.js';
import { useSearch } from '../../app/router.js';
import { queryClient } from '../../data/query.js';
import { fieldProblems } from '../../decide/use-decide.js';
import { ErrorState } from '../../ui/error-state.js';
import { Page } from '../../ui/page.js';
import { BeginFields, BindingFields } from './context-fields.js';
import { DescriptionFields } from './description-fields.js';
import { useDraft } from './draft.js';
import { EMPTY_FORM, FIELD_LABELS, intentOf, problemsByField, type Field } from './form.js';
import { useGivenFile } from './given-file.js';
import classes from './new-build.module.css';
import { NextVersion } from './next-version.js';
import { OptionFields } from './option-fields.js';
import { TemplateNotice, useAnswers } from './template-notice.js';
import { WhatFollows } from './what-follows.js';

/** Says what should be built. What follows is a plan to approve; nothing is built before that. */
export function NewBuildPage() {
  // In the address, so that a project's page can lead here.
  const project = useSearch().get('project') || null;
  const { form, change, begin, clear, leaveProject } = useDraft(project);
  const given = useGivenFile(form, change);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { fields, rest } = problemsByField(fieldProblems(error));
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => focusFirst(element.current, fields), [error]);
  const answers = useAnswers();
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      const { id } = await client.createBuild(intentOf(form, project));
      clear();
      void queryClient.invalidateQueries({ queryKey: ['builds'] });
      navigate(`/builds/${id}/plan`);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const leave = () => {
    leaveProject();
    setError(null);
    setSearch({ project: null });
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
  };
  const isElsewhere = error !== null && (Object.keys(fields).length === 0 || rest.length > 0);
  return (
    <Page wide title="New build" subtitle="Say what you want. You get a plan with an estimate first; nothing is built before you approve it.">
      <div className={classes.split}>
        <form ref={element} className={classes.form} onSubmit={(event) => void submit(event)} onKeyDown={keys} noValidate>
          {answers === 'template' ? <TemplateNotice /> : null}
          {project ? <NextVersion {...{ project, form, begin }} problem={fields.project} onLeave={leave} /> : null}
          <DescriptionFields {...{ form, change }} problems={fields} isNext={project !== null} />
          <BeginFields {...{ form, change }} problems={given === undefined ? fields : { files: given, ...fields }} isNext={project !== null} />
          <BindingFields {...{ form, change }} problems={fields} />
          <OptionFields {...{ form, change }} problems={fields} />
          {isElsewhere ? (
            <div style={{ marginTop: 20 }}>
              <ErrorState error={error} />
            </div>
          ) : null}
          <SubmitBar
            fields={Object.keys(fields) as Field[]}
            busy={busy}
            follows={followsWords(answers)}
            disabled={form.description.trim() === ''}
            onClear={form === EMPTY_FORM ? null : clear}
          />
        </form>
        <WhatFollows form={form} isNext={project !== null} />
      </div>
    </Page>
  );
}

function followsWords(answers: ReturnType<typeof useAnswers>): string {
  if (answers === undefined) return 'The build waits for your approval of its plan.';
  return answers === 'template' ? 'A plan costs nothing; the build waits for your approval.' : 'A plan costs cents; the build waits for your approval.';
}

interface SubmitBarProps {
  fields: Field[];
  busy: boolean;
  disabled: boolean;
  /** What the plan costs and what comes after it. */
  follows: string;
  onClear: (() => void) | null;
}

function SubmitBar({ fields, busy, disabled, follows, onClear }: SubmitBarProps) {
  const text = fields.length > 0 ? `Look at: ${fields.map((field) => FIELD_LABELS[field]).join(', ')}` : follows;
  const keys = disabled ? null : (
    <Kbd size="xs" visibleFrom="sm">
      Ctrl ↵
    </Kbd>
  );
  return (
    <div className={classes.bar}>
      <span className={classes.barText} role="status" data-quiet={fields.length === 0}>
        {text}
      </span>
      {onClear ? (
        <Button variant="subtle" color="gray" onClick={onClear}>
          Clear the form
        </Button>
      ) : null}
      <Button type="submit" size="sm" loading={busy} disabled={disabled} rightSection={keys}>
        Make the plan
      </Button>
    </div>
  );
}

/** After a refusal: to the first field it is about. */
function focusFirst(form: HTMLFormElement | null, fields: Partial<Record<Field, string>>): void {
  const names = Object.keys(fields);
  if (!form || names.length === 0) return;
  const first = [...form.querySelectorAll<HTMLElement>('[data-field]')].find((each) => names.includes(each.dataset['field'] ?? ''));
  const input = first?.matches('input, textarea') ? first : first?.querySelector<HTMLElement>('input, textarea, button');
  input?.focus();
  first?.scrollIntoView({ block: 'center' });
}
