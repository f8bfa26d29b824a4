import type { Document, ErrorHistoryEntry, Project, ProjectDetail } from '../../client/index.js';
import { gateName } from '../../contracts/gates.js';
import type { Colors } from '../terminal.js';
import { cleanLine, wrap } from './clean.js';
import { shortId } from './status.js';
import { renderTable } from './table.js';

// Two lines of a message tell what it is about; `mw errors --json` has the whole.
const MESSAGE_CHARS = 300;

export function renderProjects(projects: Project[], { colors }: { colors: Colors }): string[] {
  if (projects.length === 0) return ['No projects. A build makes one: mw build "what you want"'];
  const rows = projects.map(({ id, name, created_at: made }) => [cleanLine(id, 60), made.slice(0, 10), cleanLine(name, 100)]);
  return renderTable(['ID', 'MADE', 'NAME'], rows, colors);
}

/** Where it runs, its builds and its documents; what there is none of is left out. */
export function renderProject(project: ProjectDetail, documents: Document[], { colors }: { colors: Colors }): string[] {
  const served = project.environments.filter(({ active_deployment_id: active }) => active !== null);
  const builds = project.builds.map(({ id, status, created_at: made, title }) => [shortId(id), status, made.slice(0, 10), cleanLine(title, 100)]);
  const papers = documents.map(({ name, kind, version, gate, title }) => [
    cleanLine(name, 60),
    kind,
    String(version),
    gate ? gateName(gate) : '-',
    cleanLine(title, 100),
  ]);
  return [
    colors.bold(cleanLine(project.name, 200)),
    ...served.map(({ name, url, problem }) => `${name}: ${cleanLine(url ?? 'no address', 200)}${problem ? ` does not answer: ${cleanLine(problem)}` : ''}`),
    ...section('Builds', ['ID', 'STATUS', 'MADE', 'TITLE'], builds, colors),
    ...section('Documents', ['NAME', 'KIND', 'VERSION', 'GATE', 'TITLE'], papers, colors),
  ];
}

function section(title: string, columns: string[], rows: string[][], colors: Colors): string[] {
  return rows.length === 0 ? [] : ['', colors.bold(title), ...renderTable(columns, rows, colors)];
}

/** Some lines an error, newest first. */
export function renderErrors(errors: ErrorHistoryEntry[], { colors, width }: { colors: Colors; width: number }): string[] {
  if (errors.length === 0) return ['No errors. Those that were put right are in: mw errors --all'];
  return errors.flatMap(({ id, kind, message, buildId, resolved, createdAt }) => {
    const head = `${String(id).padStart(4)}  ${createdAt.slice(0, 16).replace('T', ' ')}  `;
    const indent = ' '.repeat(head.length);
    const text = cleanLine(`${shortId(buildId)} ${kind}${resolved ? ' (resolved)' : ''}: ${message}`, MESSAGE_CHARS);
    const [first = '', ...rest] = wrap(text, Math.max(width, head.length + 30), indent);
    const tone = resolved ? colors.dim : String;
    return [colors.dim(head) + tone(first.slice(head.length)), ...rest.map(tone)];
  });
}
