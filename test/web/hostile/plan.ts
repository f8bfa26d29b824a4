import type { Marker } from './marker.js';

/** A plan as a model may write it; `field` begins the names of its fields. Only one that waits shows its title (to be edited) and its questions. */
export function hostilePlan(marker: Marker, field: string, waits: boolean): Record<string, unknown> {
  const goals = marker.packs(`${field}goal`, 6);
  return {
    title: waits ? marker.line(`${field}title`) : marker.hidden(`${field}title`),
    summary: marker.all(`${field}summary`),
    language: marker.line(`${field}language`),
    requirements: marker.each(`${field}requirement`),
    phases: [marker.hidden(`${field}phase`)],
    stack: marker.packs(`${field}stack`, 5),
    risks: marker.each(`${field}risk`),
    questions: waits ? marker.packs(`${field}question`, 5) : [marker.hidden(`${field}question`)],
    made_by: marker.line(`${field}maker`),
    estimate: { hours: 1, usd: 1, basis: marker.all(`${field}basis`) },
    tasks: goals.map((goal, index) => ({
      id: `task-${index}`,
      goal,
      role: index === 0 ? marker.line(`${field}role`) : 'developer',
      files: index === 0 ? marker.each(`${field}file`) : [],
      symbols: index === 0 ? marker.packs(`${field}symbol`, 3) : [],
      depends_on: index === 0 ? [] : ['task-0'],
      complexity: 1,
    })),
  };
}
