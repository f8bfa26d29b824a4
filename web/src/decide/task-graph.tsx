import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { words } from '../ui/format.js';
import { useRoom } from '../ui/use-room.js';
import { layOut, relatedTo, type Graph } from './graph.js';
import type { PlanTask } from './plan.js';
import classes from './task-graph.module.css';

// A goal's two lines at 13 px under one line of head, and room for the lines between the columns.
const NODE_HEIGHT = 78;
const GAP = { x: 36, y: 14 };
// Narrower than this a goal can't be read, wider it looks empty; between them the columns share the room there is.
const NODE_WIDTH = { min: 172, max: 260 };

/** The tasks as what follows what, from left to right; a list on a phone. Choosing one shows it whole and what it hangs together with. */
export function TaskGraph({ tasks }: { tasks: readonly PlanTask[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const isNarrow = useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false });
  const graph = useMemo(() => layOut(tasks), [tasks]);
  const task = tasks.find(({ id }) => id === chosen);
  if (isNarrow) return <Steps tasks={tasks} />;
  return (
    <div className="mw-card">
      <Canvas graph={graph} tasks={tasks} chosen={task ? task.id : null} onChoose={(id) => setChosen(id === chosen ? null : id)} />
      {task ? <Detail task={task} /> : null}
    </div>
  );
}

interface CanvasProps {
  graph: Graph;
  tasks: readonly PlanTask[];
  chosen: string | null;
  onChoose: (id: string) => void;
}

function Canvas({ graph, tasks, chosen, onChoose }: CanvasProps) {
  const related = useMemo(() => (chosen === null ? null : relatedTo(tasks, chosen)), [tasks, chosen]);
  const [box, room] = useRoom<HTMLDivElement>();
  const fair = (room - GAP.x * (graph.columns - 1)) / Math.max(1, graph.columns);
  const width = Math.round(Math.min(NODE_WIDTH.max, Math.max(NODE_WIDTH.min, fair)));
  const at = new Map(graph.nodes.map(({ id, column, row }) => [id, { x: column * (width + GAP.x), y: row * (NODE_HEIGHT + GAP.y) }]));
  const size = { width: graph.columns * (width + GAP.x) - GAP.x, height: graph.rows * (NODE_HEIGHT + GAP.y) - GAP.y };
  return (
    <div className={classes.frame} tabIndex={0} role="group" aria-label="Tasks and what they depend on">
      <div ref={box} />
      <div className={classes.canvas} style={size}>
        <svg className={classes.lines} width={size.width} height={size.height} aria-hidden>
          {graph.edges.map(({ from, to }) => (
            <g key={`${from} ${to}`} data-lit={related !== null && related.has(from) && related.has(to)}>
              <path d={curve(at.get(from), at.get(to), width)} />
              <path className={classes.head} d={arrow(at.get(to))} />
            </g>
          ))}
        </svg>
        {tasks.map((task) => (
          <UnstyledButton
            key={task.id}
            className={classes.node}
            style={{ left: at.get(task.id)?.x, top: at.get(task.id)?.y, width, height: NODE_HEIGHT }}
            title={task.goal}
            aria-pressed={task.id === chosen}
            data-dim={related !== null && !related.has(task.id)}
            onClick={() => onChoose(task.id)}
          >
            <span className={classes.nodeHead}>
              <span className={`${classes.id} mw-cut`}>{task.id}</span>
              <span className="mw-cut">{words(task.role)}</span>
            </span>
            <span className={classes.goal}>{task.goal}</span>
            {task.depends_on.length > 0 ? <VisuallyHidden>after {task.depends_on.join(', ')}</VisuallyHidden> : null}
          </UnstyledButton>
        ))}
      </div>
    </div>
  );
}

interface Point {
  x: number;
  y: number;
}

/** From the right edge of one to the left edge of the other. */
function curve(from: Point | undefined, to: Point | undefined, width: number): string {
  if (!from || !to) return '';
  const [x1, y1, x2, y2] = [from.x + width, from.y + NODE_HEIGHT / 2, to.x - 2, to.y + NODE_HEIGHT / 2];
  const bend = Math.max(GAP.x / 2, (x2 - x1) / 2);
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

/** The point of a line, where it comes in. */
function arrow(to: Point | undefined): string {
  if (!to) return '';
  const [x, y] = [to.x - 1, to.y + NODE_HEIGHT / 2];
  return `M${x - 6} ${y - 4} L${x} ${y} L${x - 6} ${y + 4}`;
}

function Detail({ task }: { task: PlanTask }) {
  return (
    <div className={classes.detail} aria-live="polite">
      <div style={{ whiteSpace: 'pre-wrap' }}>{task.goal}</div>
      <TaskFacts task={task} />
    </div>
  );
}

function TaskFacts({ task }: { task: PlanTask }) {
  const facts: [string, string][] = [
    ['Role', words(task.role)],
    ['After', task.depends_on.join(', ') || 'nothing: it can begin at once'],
    ['Files', task.files.join(', ') || 'as it needs'],
    ...(task.symbols.length > 0 ? [['Changes', task.symbols.join(', ')] as [string, string]] : []),
    ['Complexity', String(task.complexity)],
  ];
  return (
    <dl className={classes.pairs}>
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Steps({ tasks }: { tasks: readonly PlanTask[] }) {
  return (
    <ol className={`mw-card ${classes.steps}`}>
      {tasks.map((task) => (
        <li key={task.id} className={classes.step}>
          <span className={classes.nodeHead}>
            <span className={classes.id}>{task.id}</span>
            <span>{words(task.role)}</span>
          </span>
          <div style={{ whiteSpace: 'pre-wrap' }}>{task.goal}</div>
          {task.depends_on.length > 0 ? <div className="mw-muted">after {task.depends_on.join(', ')}</div> : null}
        </li>
      ))}
    </ol>
  );
}
