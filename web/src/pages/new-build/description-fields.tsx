import { Input, Textarea, UnstyledButton } from '@mantine/core';
import type { Field, Form } from './form.js';
import classes from './new-build.module.css';
import { infoOf, PROJECT_TYPES } from './project-types.js';

const WHAT_TO_SAY = 'Behaviour, limits, what must survive, what may not happen. Plain words are enough.';
const WHAT_IS_NEXT = 'What the latest build was asked for is a beginning: change it, and add what is new. Say all that the next version must do.';

export interface FieldsProps {
  form: Form;
  change: (part: Partial<Form>) => void;
  problems: Partial<Record<Field, string>>;
}

// As contracts/limits.ts says it; told before it is refused.
const DESCRIPTION_CHARS_MAX = 20_000;

/** What kind of work it is, and the description with examples of that kind. */
export function DescriptionFields({ form, change, problems, isNext }: FieldsProps & { isNext: boolean }) {
  const info = infoOf(form.type);
  const left = DESCRIPTION_CHARS_MAX - form.description.length;
  return (
    <div className={classes.stack}>
      <fieldset className={classes.types} data-field="type">
        <legend>
          <Input.Label component="span">What is it?</Input.Label>
        </legend>
        {PROJECT_TYPES.map(({ value, label, hint, icon: Icon }) => (
          <label key={value} className={classes.type}>
            <input type="radio" name="project_type" value={value} checked={form.type === value} onChange={() => change({ type: value })} />
            <Icon size={18} stroke={1.6} aria-hidden />
            <span className={classes.typeName}>{label}</span>
            <span className={classes.typeHint}>{hint}</span>
          </label>
        ))}
      </fieldset>
      {problems.type ? <div className={classes.bad}>{problems.type}</div> : null}
      <div>
        <Textarea
          className={classes.description}
          data-field="description"
          label="What should it do?"
          description={isNext ? WHAT_IS_NEXT : WHAT_TO_SAY}
          placeholder="What it is, who uses it, what goes in and comes out, and what must never happen."
          autosize
          minRows={5}
          maxRows={24}
          required
          autoFocus
          value={form.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
          error={problems.description ?? (left < 0 ? `${-left} characters too many; put long texts into a file below.` : undefined)}
        />
        {form.description.trim() === '' && !isNext ? (
          <div className={classes.examples} role="group" aria-label="Examples">
            <span className={classes.examplesTitle}>Or begin with an example:</span>
            {info.examples.map((example) => (
              <UnstyledButton key={example} className={classes.example} onClick={() => change({ description: example })}>
                {example}
              </UnstyledButton>
            ))}
          </div>
        ) : null}
      </div>
    </div>
  );
}
