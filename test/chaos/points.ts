/** Where workers are killed by name, in the order in which a build comes through. */
import type { ScenarioName } from './scenario.js';

export const POSITIONS = ['before', 'after', 'reported'] as const;

/** The build that comes through them, and its activities in their order. All three positions of each are used. */
const ACTIVITIES: { scenario: ScenarioName; names: string[] }[] = [
  {
    scenario: 'small',
    names: [
      'readBuild',
      'record',
      'draftPlan',
      'planTasks',
      'designArchitecture',
      'openSession',
      'work',
      'inspectTask',
      'closeSession',
      'mergeTask',
      'verifyMain',
      'addTask',
      'deliver',
      'writeRetrospective',
    ],
  },
  { scenario: 'website', names: ['designUx', 'renderUx', 'keepUxChoice'] },
  { scenario: 'question', names: ['answerStep'] },
  { scenario: 'deploy', names: ['deployBegin', 'deployBuildImage', 'deployTest', 'deployCandidate', 'deploySwitch', 'deployEnd'] },
  { scenario: 'stopped', names: ['deployReturn'] },
  { scenario: 'rollback', names: ['deployRollback', 'deployRolledBack'] },
];

/** Points inside an activity, right at its effect: before and after. */
const INNER: { scenario: ScenarioName; names: string[] }[] = [
  { scenario: 'small', names: ['plan', 'design', 'branch', 'llm', 'act', 'commit', 'command', 'inspect', 'merge', 'verify'] },
  { scenario: 'website', names: ['render'] },
  { scenario: 'deploy', names: ['image', 'switch'] },
];

/** The last activity of its workflow is tried for a few seconds only (the reaper does the rest), so a build is killed there once. */
const LAST: { scenario: ScenarioName; name: string }[] = [
  { scenario: 'small', name: 'cleanUp' },
  { scenario: 'deploy', name: 'deployRetire' },
];

/** One build, and the points its worker is killed at, one after the other. */
export interface LanePlan {
  label: string;
  scenario: ScenarioName;
  /** `name:position`, in the order in which the build comes through. */
  points: string[];
}

/** A build for each name: every kill is looked at by itself. */
export function singleLanes(): LanePlan[] {
  const whole = ACTIVITIES.flatMap(({ scenario, names }) =>
    names.map((name) => ({ label: name, scenario, points: POSITIONS.map((position) => `${name}:${position}`) })),
  );
  const inner = INNER.flatMap(({ scenario, names }) => names.map((name) => ({ label: name, scenario, points: [`${name}:before`, `${name}:after`] })));
  const last = LAST.flatMap(({ scenario, name }) => POSITIONS.map((position) => ({ label: `${name}-${position}`, scenario, points: [`${name}:${position}`] })));
  return [...whole, ...inner, ...last];
}

/** The same points in few builds, for the short tier. A later point of a lane must come after the earlier ones. */
export function sharedLanes(width: number): LanePlan[] {
  const shared = ACTIVITIES.flatMap(({ scenario, names }) => {
    // Two at least: "reported" fires a moment after the answer has left, and a quick activity right behind it may be over by then.
    const lanes = Math.max(Math.min(2, names.length), Math.round((names.length * POSITIONS.length) / width));
    return Array.from({ length: lanes }, (_, lane) => ({
      label: `${scenario}-${lane + 1}`,
      scenario,
      points: names.filter((_name, index) => index % lanes === lane).flatMap((name) => POSITIONS.map((position) => `${name}:${position}`)),
    }));
  });
  const inner = INNER.map(({ scenario, names }) => ({
    label: `${scenario}-inner`,
    scenario,
    points: names.flatMap((name) => [`${name}:before`, `${name}:after`]),
  }));
  const lanes = [...shared, ...inner];
  for (const { scenario, name } of LAST) {
    const fitting = lanes.filter((lane) => lane.scenario === scenario);
    for (const [index, position] of POSITIONS.entries()) fitting[index % fitting.length]?.points.push(`${name}:${position}`);
  }
  return lanes;
}

export function pointCount(lanes: LanePlan[]): number {
  return lanes.reduce((sum, lane) => sum + lane.points.length, 0);
}
