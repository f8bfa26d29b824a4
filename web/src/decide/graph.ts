/** Where the tasks of a plan stand on a picture of their dependencies; pure. */

export interface GraphNode {
  id: string;
  depends_on: readonly string[];
}

export interface Placed {
  id: string;
  column: number;
  row: number;
}

export interface Edge {
  from: string;
  to: string;
}

export interface Graph {
  nodes: Placed[];
  edges: Edge[];
  columns: number;
  rows: number;
}

/** Columns are steps that must follow each other; within a column rows are chosen near to what they depend on, so that few lines cross. */
export function layOut(tasks: readonly GraphNode[]): Graph {
  const column = columnsOf(tasks);
  const edges = edgesOf(tasks);
  const columns = Math.max(0, ...column.values()) + (tasks.length > 0 ? 1 : 0);
  const row = new Map<string, number>();
  for (let at = 0; at < columns; at += 1) {
    const here = tasks.filter(({ id }) => column.get(id) === at);
    const wish = ({ depends_on }: GraphNode, fallback: number) => {
      const rows = depends_on.flatMap((id) => row.get(id) ?? []);
      return rows.length === 0 ? fallback : rows.reduce((sum, each) => sum + each, 0) / rows.length;
    };
    const sorted = here.map((task, index) => ({ id: task.id, wish: wish(task, index), index })).sort((a, b) => a.wish - b.wish || a.index - b.index);
    for (const [index, { id }] of sorted.entries()) row.set(id, index);
  }
  const nodes = tasks.map(({ id }) => ({ id, column: column.get(id) ?? 0, row: row.get(id) ?? 0 }));
  return { nodes, edges, columns, rows: Math.max(0, ...nodes.map((node) => node.row + 1)) };
}

/** The longest way to each task; in a circle (which no plan may have) the tasks stay where they were found. */
function columnsOf(tasks: readonly GraphNode[]): Map<string, number> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const column = new Map<string, number>();
  const visit = (id: string, path: ReadonlySet<string>): number => {
    const known = column.get(id);
    const task = byId.get(id);
    if (known !== undefined) return known;
    if (!task || path.has(id)) return -1;
    const inside = new Set([...path, id]);
    const place = Math.max(-1, ...task.depends_on.map((other) => visit(other, inside))) + 1;
    column.set(id, place);
    return place;
  };
  for (const { id } of tasks) visit(id, new Set());
  return column;
}

/** Dependencies, without those that another way implies already: fewer lines say the same. */
function edgesOf(tasks: readonly GraphNode[]): Edge[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (seen.has(from)) return false;
    seen.add(from);
    return (byId.get(from)?.depends_on ?? []).some((id) => id === to || reaches(id, to, seen));
  };
  return tasks.flatMap(({ id, depends_on }) => {
    const known = [...new Set(depends_on)].filter((other) => byId.has(other) && other !== id);
    return known.filter((from) => !known.some((other) => other !== from && reaches(other, from))).map((from) => ({ from, to: id }));
  });
}

/** Every task that a task waits for, directly or not, and every one that waits for it. */
export function relatedTo(tasks: readonly GraphNode[], id: string): Set<string> {
  const related = new Set<string>();
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const up = (at: string) => {
    if (related.has(at)) return;
    related.add(at);
    for (const other of byId.get(at)?.depends_on ?? []) up(other);
  };
  const down = (at: string) => {
    for (const task of tasks) {
      if (related.has(task.id) || !task.depends_on.includes(at)) continue;
      related.add(task.id);
      down(task.id);
    }
  };
  up(id);
  down(id);
  return related;
}
