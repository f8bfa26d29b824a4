/** A build that goes on and on: turns whose words come in passing before they are stored, commands that print, checks, tries. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BuildEvent } from '../contracts/events.js';
import type { Recorder } from './recorder.js';

// A turn and its call: as a fast model works, and far from keeping a core busy.
const TURN_MS = 2_000;
// How often the words of one are told anew while they come.
const PIECES = 2;
const TURNS_A_TRY = 30;
const TASKS = 40;
const WORDS = 'I read the failing test and then the parser, which takes a comma for the end of a field. ';
const PRINTED = 'tests/test_parser.py::test_quoted_field PASSED                    [ 42%]\n';

export class Storyteller {
  readonly lastWords = 'This is the end of the story';
  #turn = 0;

  constructor(
    private readonly recorder: Recorder,
    private readonly buildId: string,
  ) {}

  /** So many events at once, as if they had been recorded one by one. */
  async past(count: number): Promise<void> {
    const rows: BuildEvent[] = [];
    while (rows.length < count) rows.push(...this.#nextTurn());
    const first = (await this.recorder.lastSeq(this.buildId)) + 1;
    const events = rows.slice(0, count).map(({ kind, ...data }, index) => ({ seq: first + index, kind, data }));
    await this.recorder.sql(
      `insert into events (build_id, seq, key, kind, data)
       select $1, (e ->> 'seq')::int, 'past-' || (e ->> 'seq'), e ->> 'kind', e -> 'data' from jsonb_array_elements($2::jsonb) e`,
      [this.buildId, JSON.stringify(events)],
    );
    await this.recorder.sql('update builds set event_seq = $2 where id = $1', [this.buildId, first + count - 1]);
  }

  /** Goes on for so long; answers how many events were recorded. */
  async tell(lastsMs: number): Promise<number> {
    const began = Date.now();
    let told = 0;
    for (let next = began + TURN_MS; next <= began + lastsMs; next += TURN_MS) {
      const events = this.#nextTurn();
      for (const event of events) {
        // Its words come before the turn is stored, what its command prints before the call is.
        if (event.kind === 'turn') await this.#pass('thinking', event.task, event.turn, WORDS);
        if (event.kind === 'tool') await this.#pass('printing', event.task, event.turn, PRINTED);
        await this.recorder.record(this.buildId, event);
      }
      told += events.length;
      await sleep(Math.max(0, next - Date.now()));
    }
    return told;
  }

  async end(): Promise<void> {
    await this.recorder.record(this.buildId, { kind: 'note', text: this.lastWords, by: 'bench' });
  }

  async #pass(kind: 'thinking' | 'printing', task: string, turn: number, text: string): Promise<void> {
    for (let piece = 1; piece <= PIECES; piece += 1) {
      const said = text.repeat(2 * piece).slice(0, 400);
      await this.recorder.pass({ kind, build_id: this.buildId, task, turn, text: said, chars: said.length, seconds: piece });
      await sleep(TURN_MS / (2 * PIECES + 1));
    }
  }

  /** The events of one turn; between tries also the end of one with its checks, and the beginning of the next. */
  #nextTurn(): BuildEvent[] {
    const attempt = Math.floor(this.#turn / TURNS_A_TRY);
    const turn = (this.#turn % TURNS_A_TRY) + 1;
    this.#turn += 1;
    const task = `task-${attempt % TASKS}`;
    const progress = 40;
    const work: BuildEvent[] = [
      { kind: 'turn', task, turn, text: `${WORDS}(${this.#turn})`, tools: ['run_command'], cost_usd: 0.001, progress },
      { kind: 'tool', task, turn, tool: 'run_command', summary: `pytest -q: 41 passed, 1 failed (${this.#turn})`, ok: true, commit: null },
    ];
    if (turn > 1) return work;
    const before = `task-${(attempt - 1 + TASKS) % TASKS}`;
    return [
      { kind: 'checks.started', subject: before },
      { kind: 'checks.ended', subject: before, passed: false, tests: 42, failed: 1, summary: 'pytest: 41 passed, 1 failed' },
      { kind: 'task.ended', task: before, outcome: 'SOFT_FAIL', summary: 'one test fails still', progress },
      { kind: 'task.started', task, goal: 'The parser reads quoted fields', role: 'developer', attempt: Math.floor(attempt / TASKS) + 1 },
      ...work,
    ];
  }
}
