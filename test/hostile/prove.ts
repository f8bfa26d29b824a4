/** Runs a detector's program with the detector and without it. */
import Docker from 'dockerode';
import type { Config } from '../../config.js';
import type { DockerSandboxDriverOptions } from '../../activities/sandbox/docker/options.js';
import type { HostileCase } from './case.js';
import type { Detector, Without } from './detectors.js';
import type { Seen } from './expect.js';
import { runCase } from './run-case.js';
import { openStage } from './stage.js';

export interface Proof {
  name: string;
  program: string;
  /** What the sandbox said with it; problems when it was not contained. */
  with: string;
  /** What got through without it; null when nothing did, so that the detector is not proven. */
  without: string | null;
  problems: string[];
  ms: number;
}

/** Never rejects for what a program does. */
export async function prove(config: Config, detector: Detector, each: HostileCase): Promise<Proof> {
  const started = performance.now();
  const guarded = await run(config, each, { limits: detector.limits });
  const opened = await runWithout(config, each, detector);
  const problems = guarded.problems.map((problem) => `with ${detector.name}: ${problem}`);
  if (opened === null) problems.push(`without ${detector.name} nothing got through: it is not proven`);
  return { name: detector.name, program: each.id, with: guarded.told, without: opened, problems, ms: Math.round(performance.now() - started) };
}

async function runWithout(config: Config, each: HostileCase, { limits, without }: Detector): Promise<string | null> {
  if ('behind' in without) {
    // The program runs again, and what stands behind our rule is looked at from inside.
    const { printed } = await run(config, { ...each, after: `${without.behind} | sed 's/^/BEHIND /'` }, { limits });
    const behind = printed.split('\n').flatMap((line) => (line.startsWith('BEHIND ') ? [line.slice('BEHIND '.length)] : []));
    return behind.find((line) => without.shows.test(line)) ?? null;
  }
  const over = 'limits' in without ? { limits: { ...limits, ...without.limits } } : { limits, docker: alteredDocker(without) };
  const { problems } = await run(config, each, over);
  // The program's own word tells more than what was expected of it.
  return problems.find((problem) => problem.includes('BREACH')) ?? problems[0] ?? null;
}

async function run(config: Config, each: HostileCase, over: Partial<DockerSandboxDriverOptions>): Promise<Seen> {
  const stage = await openStage(config, over);
  try {
    return await runCase(stage, each);
  } finally {
    await stage.close();
  }
}

/** A client of the engine that makes containers and commands otherwise than the driver asks. */
function alteredDocker(without: Exclude<Without, { limits: unknown } | { behind: string }>): Docker {
  const docker = new Docker();
  if ('container' in without) {
    const create = docker.createContainer.bind(docker) as (options: Docker.ContainerCreateOptions) => Promise<Docker.Container>;
    docker.createContainer = ((options: Docker.ContainerCreateOptions) => create(without.container(options))) as typeof docker.createContainer;
    return docker;
  }
  const get = docker.getContainer.bind(docker);
  docker.getContainer = (id) => {
    const container = get(id);
    const exec = container.exec.bind(container) as (options: Docker.ExecCreateOptions) => Promise<Docker.Exec>;
    container.exec = ((options: Docker.ExecCreateOptions) => exec(without.exec(options))) as typeof container.exec;
    return container;
  };
  return docker;
}
