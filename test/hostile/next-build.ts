/** The build that comes after: each language's smoke project, judged by the engine's own checks. */
import { join } from 'node:path';
import type { SandboxFile } from '../../activities/sandbox/port.js';
import { readProject } from '../harness/project.js';
import type { Stage } from './stage.js';

export function smokeOf(stage: Stage, language: string): Promise<SandboxFile[]> {
  return readProject(join(stage.imagesDir, language, 'smoke'));
}

/** Null when it passes with all of its tests; else what is wrong. */
export async function nextBuildProblem(stage: Stage, language: string): Promise<string | null> {
  const files = await smokeOf(stage, language);
  const report = await stage.checks.run({ name: stage.nextName(), buildId: 'next', language, files, only: ['build', 'test'] });
  return report.verdict === 'passed' && report.tests.total === 2 ? null : `the next ${language} build: ${report.summary}`;
}
