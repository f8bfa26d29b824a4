import { ActionIcon, Button, MultiSelect, Select, TagsInput, Textarea, TextInput, Tooltip, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { client } from '../api.js';
import { words } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { focusLater } from './focus-later.js';
import { addTask, changeTask, moveTask, possibleDependencies, removeTask, type Plan, type PlanTask } from './plan.js';
import classes from './plan-editor.module.css';
import { RequirementFields } from './requirement-fields.js';

interface Props {
  plan: Plan;
  onChange: (plan: Plan) => void;
  /** What is wrong, by JSON pointer into `{plan}`. */
  problems: ReadonlyMap<string, string>;
}

/** A plan to change: title, summary, requirements, and its tasks in order. Alt+Up and Alt+Down move a task. */
export function PlanEditor({ plan, onChange, problems }: Props) {
  const roles = useRoles(plan);
  const { said, say, add, move, remove } = useEdits(plan, onChange);
  return (
    <>
      <div className={classes.fields}>
        <TextInput
          label="Title"
          description="A title you change here becomes the build's."
          // The button that opened the editor is gone, and the focus with it.
          autoFocus
          maxLength={200}
          value={plan.title}
          error={problems.get('/plan/title')}
          onChange={(event) => onChange({ ...plan, title: event.currentTarget.value })}
        />
        <Textarea
          label="Summary"
          autosize
          minRows={2}
          maxRows={12}
          maxLength={8_000}
          value={plan.summary}
          error={problems.get('/plan/summary')}
          onChange={(event) => onChange({ ...plan, summary: event.currentTarget.value })}
        />
      </div>
      <RequirementFields {...{ plan, onChange, problems, say }} />
      <Section
        title={`Tasks (${plan.tasks.length})`}
        aside={problems.has('/plan/tasks') ? <span style={{ color: 'var(--mw-bad)' }}>{problems.get('/plan/tasks')}</span> : undefined}
      >
        <ol className={`mw-card ${classes.list}`}>
          {plan.tasks.map((task, index) => (
            <TaskFields
              key={task.id}
              {...{ task, index, plan, roles, problems }}
              onChange={(change) => onChange(changeTask(plan, task.id, change))}
              onMove={(by) => move(task.id, by)}
              onRemove={() => remove(task.id)}
            />
          ))}
        </ol>
        <Button variant="default" mt="sm" leftSection={<IconPlus size={15} />} onClick={add} disabled={plan.tasks.length >= 60}>
          Add a task
        </Button>
      </Section>
      <VisuallyHidden aria-live="polite">{said}</VisuallyHidden>
    </>
  );
}

/** Edits that move the focus along and are told to screen readers. */
function useEdits(plan: Plan, onChange: (plan: Plan) => void) {
  const [said, say] = useState('');
  const add = () => {
    const added = addTask(plan);
    onChange(added.plan);
    focusLater(goalId(added.id));
  };
  const move = (id: string, by: -1 | 1) => {
    const next = moveTask(plan, id, by);
    if (next === plan) return;
    onChange(next);
    say(`${id} is now number ${next.tasks.findIndex((task) => task.id === id) + 1} of ${next.tasks.length}`);
    focusLater(moveId(id, by));
  };
  const remove = (id: string) => {
    const index = plan.tasks.findIndex((task) => task.id === id);
    onChange(removeTask(plan, id));
    say(`${id} is removed`);
    const neighbour = plan.tasks[index + 1] ?? plan.tasks[index - 1];
    if (neighbour) focusLater(goalId(neighbour.id));
  };
  return { said, say, add, move, remove };
}

interface TaskProps {
  task: PlanTask;
  index: number;
  plan: Plan;
  roles: string[];
  problems: ReadonlyMap<string, string>;
  onChange: (change: Partial<Omit<PlanTask, 'id'>>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function TaskFields({ task, index, plan, roles, problems, onChange, onMove, onRemove }: TaskProps) {
  const problem = (part: string) => problems.get(`/plan/tasks/${index}${part}`);
  const keys = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <li className={classes.task} onKeyDown={keys} aria-label={`Task ${task.id}`}>
      <Moves {...{ task, index, last: index === plan.tasks.length - 1, onMove }} />
      <div className={classes.fields}>
        <TaskHead id={task.id} isOnly={plan.tasks.length === 1} onRemove={onRemove} />
        <Textarea
          id={goalId(task.id)}
          label="Goal"
          autosize
          minRows={2}
          maxRows={14}
          maxLength={4_000}
          value={task.goal}
          error={problem('/goal') ?? problem('')}
          onChange={(event) => onChange({ goal: event.currentTarget.value })}
        />
        <RoleAndOrder {...{ task, plan, roles, problem, onChange }} />
        <TagsInput
          label="Files"
          placeholder="Enter adds a path"
          size="sm"
          value={task.files}
          error={problem('/files')}
          onChange={(files) => onChange({ files })}
          splitChars={[',']}
          acceptValueOnBlur
        />
      </div>
    </li>
  );
}

function TaskHead({ id, isOnly, onRemove }: { id: string; isOnly: boolean; onRemove: () => void }) {
  return (
    <div className={classes.head}>
      <strong>{id}</strong>
      <Tooltip label={isOnly ? 'A plan has at least one task' : 'Remove'}>
        <ActionIcon variant="subtle" color="gray" onClick={onRemove} disabled={isOnly} aria-label={`Remove ${id}`}>
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

type RoleProps = Pick<TaskProps, 'task' | 'plan' | 'roles' | 'onChange'> & { problem: (part: string) => string | undefined };

function RoleAndOrder({ task, plan, roles, problem, onChange }: RoleProps) {
  return (
    <div className={classes.two}>
      <Select
        label="Role"
        data={roles.map((role) => ({ value: role, label: words(role) }))}
        value={task.role}
        allowDeselect={false}
        searchable
        error={problem('/role')}
        onChange={(role) => role && onChange({ role })}
      />
      <MultiSelect
        label="After"
        placeholder={task.depends_on.length === 0 ? 'can begin at once' : undefined}
        data={possibleDependencies(plan.tasks, task.id)}
        value={task.depends_on}
        error={problem('/depends_on')}
        onChange={(depends_on) => onChange({ depends_on })}
      />
    </div>
  );
}

function Moves({ task, index, last, onMove }: { task: PlanTask; index: number; last: boolean; onMove: (by: -1 | 1) => void }) {
  return (
    <div className={classes.moves}>
      <ActionIcon id={moveId(task.id, -1)} variant="subtle" color="gray" aria-label={`Move ${task.id} up`} disabled={index === 0} onClick={() => onMove(-1)}>
        <IconArrowUp size={16} stroke={1.6} />
      </ActionIcon>
      <span className={`${classes.place} mw-number`}>{index + 1}</span>
      <ActionIcon id={moveId(task.id, 1)} variant="subtle" color="gray" aria-label={`Move ${task.id} down`} disabled={last} onClick={() => onMove(1)}>
        <IconArrowDown size={16} stroke={1.6} />
      </ActionIcon>
    </div>
  );
}

/** The roles there are, and those that the plan names already. */
function useRoles(plan: Plan): string[] {
  const { data } = useQuery({ queryKey: ['agents'], queryFn: ({ signal }) => client.listAgents({ signal }), staleTime: Number.POSITIVE_INFINITY });
  return [...new Set([...(data?.items ?? []).map(({ name }) => name), ...plan.tasks.map(({ role }) => role)])].sort();
}

const goalId = (id: string) => `goal-${id}`;
const moveId = (id: string, by: -1 | 1) => `move-${id}-${by === -1 ? 'up' : 'down'}`;
