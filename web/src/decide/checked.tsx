import { useQuery } from '@tanstack/react-query';
import { GATE_TITLES } from '../../../contracts/gates.js';
import { client } from '../api.js';
import { gateTone } from '../builds/gate-tone.js';
import { Section } from '../ui/page.js';
import { StatusBadge } from '../ui/status-badge.js';
import classes from './proof.module.css';

// Architecture, tests and security: what one wants to know before something goes out.
const TOLD: readonly string[] = ['G3', 'G6', 'G7'];

/** What the gates before this one found, in a line each. */
export function Checked({ buildId }: { buildId: string }) {
  const { data } = useQuery({ queryKey: ['build', buildId, 'gates'], queryFn: ({ signal }) => client.listGates(buildId, { limit: 200 }, { signal }) });
  const newest = new Map((data?.items ?? []).filter(({ gate }) => TOLD.includes(gate)).map((gate) => [gate.gate, gate]));
  if (newest.size === 0) return null;
  return (
    <Section title="What was checked">
      <dl className={`mw-card ${classes.proof}`}>
        {[...newest.values()].map((found) => (
          <div key={found.gate} className={classes.row}>
            <dt>
              <StatusBadge status={found.state} label={GATE_TITLES[found.gate]} tone={gateTone(found)} />
            </dt>
            <dd>{found.summary}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
