/** Where something stands that waits its turn, as API and watchers say it. */
export interface QueuePlace {
  /** `start`: a worker that takes it up; `sandbox`: a sandbox on the host of its worker. */
  for: 'start' | 'sandbox';
  /** What waits, for people: "checks", "a command". */
  what: string;
  /** 1 is next. Users take turns, so who comes later for somebody with less at work may still go first. */
  position: number;
  /** How many go before it as things stand. */
  ahead: number;
  /** How many wait there in all. */
  waiting: number;
  /** ISO time. */
  since: string;
}

/** A change of such a place; position 0: its turn has come. */
export interface QueueEvent {
  kind: 'queue';
  for: QueuePlace['for'];
  what: string;
  position: number;
  ahead: number;
  waiting: number;
}
