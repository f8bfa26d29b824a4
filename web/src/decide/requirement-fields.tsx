import { ActionIcon, Button, Textarea, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { Section } from '../ui/page.js';
import { focusLater } from './focus-later.js';
import { addRequirement, changeRequirement, removeRequirement, type Plan } from './plan.js';
import classes from './plan-editor.module.css';

interface Props {
  plan: Plan;
  onChange: (plan: Plan) => void;
  /** What is wrong, by JSON pointer into `{plan}`. */
  problems: ReadonlyMap<string, string>;
  /** Told to screen readers. */
  say: (text: string) => void;
}

/** The acceptance criteria of a plan, a line each. */
export function RequirementFields({ plan, onChange, problems, say }: Props) {
  const add = () => {
    onChange(addRequirement(plan));
    focusLater(fieldId(plan.requirements.length));
  };
  const remove = (index: number) => {
    onChange(removeRequirement(plan, index));
    say(`Requirement ${index + 1} is removed`);
    focusLater(plan.requirements.length === 1 ? ADD : fieldId(Math.min(index, plan.requirements.length - 2)));
  };
  const problem = problems.get('/plan/requirements');
  return (
    <Section
      title={`Requirements (${plan.requirements.length})`}
      note="What must be true of the result. The agents work by them, and you accept by them."
      aside={problem ? <span style={{ color: 'var(--mw-bad)' }}>{problem}</span> : undefined}
    >
      {plan.requirements.length > 0 ? (
        <ol className={`mw-card ${classes.list} ${classes.requirements}`}>
          {plan.requirements.map((line, index) => (
            // A line has no name of its own but its place.
            <li key={index} className={classes.requirement}>
              <Textarea
                id={fieldId(index)}
                aria-label={`Requirement ${index + 1}`}
                autosize
                minRows={1}
                maxRows={8}
                maxLength={2_000}
                value={line}
                error={problems.get(`/plan/requirements/${index}`)}
                onChange={(event) => onChange(changeRequirement(plan, index, event.currentTarget.value))}
              />
              <Tooltip label="Remove">
                <ActionIcon variant="subtle" color="gray" onClick={() => remove(index)} aria-label={`Remove requirement ${index + 1}`}>
                  <IconTrash size={16} stroke={1.6} />
                </ActionIcon>
              </Tooltip>
            </li>
          ))}
        </ol>
      ) : null}
      <Button id={ADD} variant="default" mt={plan.requirements.length > 0 ? 'sm' : 0} leftSection={<IconPlus size={15} />} onClick={add}>
        Add a requirement
      </Button>
    </Section>
  );
}

const ADD = 'add-requirement';
const fieldId = (index: number) => `requirement-${index}`;
