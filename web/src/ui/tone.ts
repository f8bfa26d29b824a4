/** What colour a status has. Pure. */
export type Tone = 'busy' | 'wait' | 'good' | 'bad' | 'idle';

const TONES: Readonly<Record<string, Tone>> = {
  // builds
  planning: 'busy',
  designing: 'busy',
  coding: 'busy',
  testing: 'busy',
  documenting: 'busy',
  deploying: 'busy',
  awaiting_review: 'wait',
  ready: 'good',
  completed: 'good',
  failed: 'bad',
  stopped: 'idle',
  // tasks, gates, deployments, executions
  running: 'busy',
  working: 'busy',
  in_progress: 'busy',
  open: 'wait',
  waiting: 'wait',
  pending: 'idle',
  planned: 'idle',
  passed: 'good',
  approved: 'good',
  done: 'good',
  merged: 'good',
  live: 'good',
  partial: 'wait',
  rejected: 'bad',
  denied: 'bad',
  rolled_back: 'idle',
  superseded: 'idle',
};

export function toneOf(status: string): Tone {
  return TONES[status.toLowerCase()] ?? 'idle';
}
