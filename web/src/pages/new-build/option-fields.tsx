import { Input, NumberInput, SegmentedControl, Switch } from '@mantine/core';
import { Section } from '../../ui/page.js';
import type { FieldsProps } from './description-fields.js';
import type { Field, Form } from './form.js';
import classes from './new-build.module.css';

const SWITCHES: [name: 'tests' | 'docs' | 'deployment' | 'review', label: string, description: string][] = [
  ['tests', 'Tests', 'Written with the code and run by the engine'],
  ['docs', 'Documents', 'A README and what people need to use it'],
  ['deployment', 'Deployment', 'Can be deployed when it is ready; asks first'],
  ['review', 'Ask me at every gate', 'Architecture and tests wait for you too'],
];

const PREFERENCES: [value: Form['preference'], label: string, meaning: string][] = [
  ['fast', 'Fast', 'Small models first: cheap and quick, fine for simple work.'],
  ['balanced', 'Balanced', 'The model follows the difficulty of each task.'],
  ['quality', 'Quality', 'Strong models first: slower, and costs more.'],
];

/** What belongs to it, which models work on it, and what it may cost. */
export function OptionFields({ form, change, problems }: FieldsProps) {
  return (
    <Section title="How it is done">
      <div className={classes.stack}>
        <div className={`mw-card ${classes.switches}`} data-field="options">
          {SWITCHES.map(([name, label, description]) => (
            <Switch
              key={name}
              label={label}
              description={description}
              checked={form[name]}
              onChange={(event) => change({ [name]: event.currentTarget.checked })}
            />
          ))}
        </div>
        {problems.options ? <div className={classes.bad}>{problems.options}</div> : null}
        <div className={classes.two}>
          <Preference {...{ form, change, problems }} />
          <NumberInput
            data-field="budget"
            label="Budget"
            description="For models, at most. It waits for you when it is spent."
            placeholder="$5"
            prefix="$"
            min={0.01}
            max={10_000}
            decimalScale={2}
            value={form.budget ?? ''}
            onChange={(value) => change({ budget: typeof value === 'number' ? value : null })}
            error={problems.budget}
          />
        </div>
        <Choice
          name="candidates"
          label="Attempts side by side"
          hint="So many sessions work on each task at once; the first that is accepted is taken, each is paid for."
          problem={problems.candidates}
          value={String(form.candidates)}
          data={['1', '2', '3', '4', '5'].map((value) => ({ value, label: value }))}
          onChange={(value) => change({ candidates: Number(value) })}
        />
      </div>
    </Section>
  );
}

function Preference({ form, change, problems }: FieldsProps) {
  return (
    <Choice
      name="preference"
      label="Models"
      hint={PREFERENCES.find(([value]) => value === form.preference)?.[2] ?? ''}
      problem={problems.preference}
      value={form.preference}
      data={PREFERENCES.map(([value, label]) => ({ value, label }))}
      onChange={(value) => change({ preference: value as Form['preference'] })}
    />
  );
}

interface ChoiceProps {
  name: Field;
  label: string;
  hint: string;
  problem: string | undefined;
  value: string;
  data: { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** One of a few, laid out like the other fields. */
function Choice({ name, label, hint, problem, value, data, onChange }: ChoiceProps) {
  return (
    <Input.Wrapper data-field={name} label={label} labelElement="div" description={hint} error={problem}>
      <SegmentedControl aria-label={label} mt={5} fullWidth value={value} data={data} onChange={onChange} />
    </Input.Wrapper>
  );
}
