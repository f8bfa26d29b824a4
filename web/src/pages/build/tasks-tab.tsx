import { IconChevronRight, IconListCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { BuildEvents } from '../../data/build-events.js';
import type { TaskActivity } from '../../data/build-view.js';
import { EmptyState } from '../../ui/empty-state.js';
import { count, money, words } from '../../ui/format.js';
import { Took } from '../../ui/numbers.js';
import { StatusBadge, Tag, toneOf } from '../../ui/status-badge.js';
import { useRowKeys } from '../../ui/use-row-keys.js';
import { SessionView } from './session-view.js';
import type { BuildStatus, Task } from './types.js';
import classes from './tasks.module.css';

/** The tasks of the plan in their order; each unfolds to what its agents did. */
export function TasksTab({ build, events }: { build: BuildStatus; events: BuildEvents }) {
  const list = useRowKeys();
  const known = new Set(build.tasks.map(({ id }) => id));
  // What is worked on without a task of the plan: mending after the verdict, documents, retrospectives.
  const others = [...events.view.tasks.values()].filter(({ task }) => !known.has(task));
  if (build.tasks.length === 0 && others.length === 0)
    return (
      <EmptyState icon={<IconListCheck />} title={build.ended_at ? 'It ended before its tasks' : 'No tasks yet'}>
        {build.ended_at
          ? 'Nothing was begun: its plan was not made, or not approved.'
          : 'The planner makes them from your intent; they stand here as soon as the plan is ready.'}
      </EmptyState>
    );
  return (
    <div ref={list} className="mw-card">
      {build.tasks.map((task) => (
        <TaskRow key={task.id} build={build} task={task} activity={events.view.tasks.get(task.id)} />
      ))}
      {others.map((activity) => (
        <TaskRow key={activity.task} build={build} task={taskOf(activity)} activity={activity} />
      ))}
    </div>
  );
}

function taskOf(activity: TaskActivity): Task {
  const status = activity.outcome === null ? 'running' : activity.outcome === 'SUCCESS' ? 'done' : 'failed';
  const role = activity.tries.at(-1)?.role ?? '';
  const startedAt = activity.tries[0]?.startedAt ?? null;
  return {
    id: activity.task,
    goal: activity.summary ?? '',
    role,
    status,
    attempts: activity.tries.length,
    result: null,
    files: [],
    depends_on: [],
    complexity: 0,
    started_at: startedAt,
    ended_at: activity.endedAt,
  };
}

function TaskRow({ build, task, activity }: { build: BuildStatus; task: Task; activity: TaskActivity | undefined }) {
  const [open, setOpen] = useState(false);
  const usd = activity?.tries.reduce((sum, each) => sum + each.usd, 0) ?? 0;
  const turns = activity?.tries.reduce((sum, each) => sum + each.turns.length, 0) ?? 0;
  return (
    <div className={classes.task}>
      <button type="button" className={classes.head} data-row aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconChevronRight size={15} className={classes.chevron} data-open={open} aria-hidden />
        <span className={classes.name}>
          <span className="mw-mono">{task.id}</span>
          <span className={classes.goal} title={open ? undefined : task.goal}>
            {task.goal}
          </span>
        </span>
        <span className={classes.facts}>
          <span className={classes.role}>{task.role ? <Tag>{words(task.role)}</Tag> : null}</span>
          <span className={`mw-number mw-muted ${classes.figure}`}>{turns > 0 ? count(turns, 'turn') : ''}</span>
          <span className={`mw-number mw-muted ${classes.figure}`}>{usd > 0 ? money(usd) : ''}</span>
          <span className={`mw-muted ${classes.figure}`}>{task.started_at ? <Took from={task.started_at} to={task.ended_at} /> : ''}</span>
          <span className={classes.state}>
            <StatusBadge status={task.status} tone={toneOf(task.status)} />
          </span>
        </span>
      </button>
      {open ? (
        <div className={classes.body}>
          {task.depends_on.length > 0 ? <p className="mw-muted">After {task.depends_on.join(', ')}</p> : null}
          {task.files.length > 0 ? <p className="mw-muted">Files: {task.files.join(', ')}</p> : null}
          {activity && activity.tries.length > 0 ? (
            activity.tries.map((each, index) => (
              <SessionView
                key={each.key}
                build={build}
                task={task.id}
                session={each}
                tries={activity.tries.length}
                folded={index < activity.tries.length - 1}
              />
            ))
          ) : (
            <p className="mw-muted">No agent has begun it yet.</p>
          )}
        </div>
      ) : null}
    </div>
  );
}
