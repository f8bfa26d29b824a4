import { TagsInput, TextInput } from '@mantine/core';
import { Section } from '../../ui/page.js';
import type { FieldsProps } from './description-fields.js';
import classes from './new-build.module.css';
import { infoOf } from './project-types.js';
import { UploadField } from './upload-field.js';

/** What it begins with: a repository (a project's next version has one), files. */
export function BeginFields({ form, change, problems, isNext }: FieldsProps & { isNext: boolean }) {
  const wantsRepo = infoOf(form.type).onExisting && form.repo.trim() === '';
  return (
    <Section title="What it begins with">
      <div className={classes.stack}>
        {isNext ? null : (
          <TextInput
            data-field="repo"
            label="Repository"
            description={
              wantsRepo ? 'This kind of work needs the code it is about.' : 'Its code is fetched and understood; the result is a branch on top of it.'
            }
            placeholder="https://example.org/shop.git#main"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            value={form.repo}
            onChange={(event) => change({ repo: event.currentTarget.value })}
            error={problems.repo}
          />
        )}
        <UploadField files={form.files} onChange={(files) => change({ files })} problem={problems.files} />
      </div>
    </Section>
  );
}

/** What binds it: title, domain, stack, deadline, compliance. */
export function BindingFields(props: FieldsProps) {
  return (
    <Section title="What binds it">
      <div className={classes.stack}>
        <NameFields {...props} />
        <LimitFields {...props} />
      </div>
    </Section>
  );
}

function NameFields({ form, change, problems }: FieldsProps) {
  return (
    <div className={classes.two}>
      <TextInput
        data-field="title"
        label="Title"
        placeholder="Taken from the description"
        maxLength={200}
        value={form.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={problems.title}
      />
      <TextInput
        data-field="domain"
        label="Domain"
        placeholder="e.g. e-commerce"
        maxLength={200}
        value={form.domain}
        onChange={(event) => change({ domain: event.currentTarget.value })}
        error={problems.domain}
      />
    </div>
  );
}

function LimitFields({ form, change, problems }: FieldsProps) {
  return (
    <>
      <div className={classes.two}>
        <TagsInput
          data-field="stack"
          label="Stack"
          placeholder={form.stack.length === 0 ? 'e.g. Python, FastAPI' : undefined}
          size="sm"
          maxTags={20}
          splitChars={[',']}
          acceptValueOnBlur
          value={form.stack}
          onChange={(stack) => change({ stack })}
          error={problems.stack}
        />
        <TextInput
          data-field="deadline"
          label="Deadline"
          placeholder="e.g. 1 December"
          maxLength={200}
          value={form.deadline}
          onChange={(event) => change({ deadline: event.currentTarget.value })}
          error={problems.deadline}
        />
      </div>
      <TagsInput
        data-field="compliance"
        label="Compliance"
        placeholder={form.compliance.length === 0 ? 'e.g. GDPR, WCAG 2.2 AA' : undefined}
        size="sm"
        maxTags={20}
        splitChars={[',']}
        acceptValueOnBlur
        value={form.compliance}
        onChange={(compliance) => change({ compliance })}
        error={problems.compliance}
      />
    </>
  );
}
