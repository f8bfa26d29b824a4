/** The events of each build that is looked at: one stream however many parts of the page read it. */
import { client } from '../api.js';
import { addEvent, addPassing, emptyView, type BuildView, type PassingEvent, type SeenEvent } from './build-view.js';
import { noteChange } from './changes.js';
import { liveStores, type Reading, type Shown, type Source } from './live-store.js';
import { queryClient } from './query.js';

export type BuildEvents = Shown<{ view: BuildView }>;

// Coming back within this finds everything where it was, without a new stream.
const KEEP_OPEN_MS = 5_000;

class BuildSource implements Source<{ view: BuildView }> {
  #view = emptyView();

  constructor(private readonly buildId: string) {}

  shown(): { view: BuildView } {
    return { view: this.#view };
  }

  async follow({ signal, retry, live, changed }: Reading): Promise<boolean> {
    const view = this.#view;
    const onPassing = (event: { kind: string; [field: string]: unknown }) => {
      if (event.kind !== 'thinking' && event.kind !== 'printing') return;
      addPassing(view, event as unknown as PassingEvent);
      changed();
    };
    const events = client.events<SeenEvent>(this.buildId, { after: view.lastSeq, signal, retry, onPassing });
    live();
    for await (const event of events) {
      addEvent(view, event);
      if (this.#isNews(event)) noteChange(this.buildId, event.kind);
      changed();
    }
    return view.ended;
  }

  /** False for the past, which the rows that were read contain already. */
  #isNews({ seq }: SeenEvent): boolean {
    const rows = queryClient.getQueryData<{ event_seq: number }>(['build', this.buildId, 'status']);
    return rows !== undefined && seq > rows.event_seq;
  }
}

/** The events of a build and what they add up to, live. */
export const useBuildEvents: (buildId: string) => BuildEvents = liveStores((id) => new BuildSource(id), KEEP_OPEN_MS);
