import { createHash } from 'node:crypto';
import { artifacts } from '../../../db/schema/index.js';
import type { Api } from '../../api/stack.js';
import { oneLine, type Marker } from './marker.js';

interface Content {
  name: string;
  mediaType: string;
  content: string;
  gate?: string;
}

/** What a build leaves: a diff, a report of checks, Markdown, HTML and logs, all hostile, and files with hostile names. */
export async function storeArtifacts(api: Api, marker: Marker, buildId: string): Promise<void> {
  const names = marker.packs('artifactname', 8).map((name): Content => ({ name, mediaType: 'application/zip', content: 'x' }));
  const types = [0, 1, 2].map((number): Content => ({ name: `type-${number}`, mediaType: marker.bare('artifacttype', number), content: 'x' }));
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" onload="ran('picture')"><script>ran('picture')</script>${marker.bare('picture', 0)}</svg>`;
  await addArtifacts(api, buildId, [
    ...names,
    ...types,
    { name: 'build.diff', mediaType: 'text/x-diff', content: diffOf(marker) },
    { name: 'checks.json', mediaType: 'application/json', content: JSON.stringify(reportOf(marker)) },
    { name: 'notes.md', mediaType: 'text/markdown', content: marker.all('markdownfile'), gate: 'G5' },
    { name: 'page.html', mediaType: 'text/html', content: marker.all('htmlfile') },
    { name: 'picture.svg', mediaType: 'image/svg+xml', content: picture },
    { name: 'run.log', mediaType: 'text/plain', content: marker.all('log') },
  ]);
}

export async function addArtifacts(api: Api, buildId: string, contents: readonly Content[]): Promise<string[]> {
  const rows = contents.map(({ content, ...rest }, index) => ({
    ...rest,
    id: `art-${createHash('sha256').update(`${buildId} ${index} ${rest.name}`).digest('hex').slice(0, 16)}`,
    buildId,
    bytes: Buffer.byteLength(content),
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
  }));
  await api.database.orm.insert(artifacts).values(rows);
  return rows.map(({ id }) => id);
}

/** A file a payload: its name, the function around, a line that went and one that came. */
function diffOf(marker: Marker): string {
  const [paths, contexts, lines] = ['diffpath', 'diffcontext', 'diffline'].map((field) => marker.each(field).map(oneLine));
  const files = (paths ?? []).map((path, index) =>
    [
      `diff --git a/${path} b/${path}`,
      `--- a/${path}`,
      `+++ b/${path}`,
      `@@ -1,1 +1,2 @@ ${contexts?.[index]}`,
      `-${lines?.[index]}`,
      `+${lines?.[index]}`,
      `+x`,
    ].join('\n'),
  );
  return [...files, ''].join('\n');
}

/** A report as the engine keeps it of what tools printed. */
function reportOf(marker: Marker): Record<string, unknown> {
  const [files, rules, messages] = ['scanfile', 'scanrule', 'scanmessage'].map((field) => marker.packs(field, 80));
  const findings = (files ?? []).map((file, index) => ({ file, line: 1, rule: rules?.[index], message: messages?.[index] }));
  return {
    verdict: 'failed',
    summary: 's',
    tests: {
      total: 3,
      failed: 3,
      skipped: 0,
      failing: marker.each('testname'),
      flaky: marker.each('flakytest'),
      slow: marker.each('slowtest').map((name) => ({ name, seconds: 1 })),
      names: [],
    },
    coveragePercent: 50,
    honesty: { mutation: marker.all('mutation') },
    checks: [{ name: marker.line('checkname'), outcome: 'failed', required: true, security: true, findings, output: marker.all('checkoutput'), durationMs: 1 }],
  };
}
