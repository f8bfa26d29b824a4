import { Anchor, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BuildArtifact, BuildStatus, Gate, WaitingFor } from '../../../client/index.js';
import { gateName } from '../../../contracts/gates.js';
import { client } from '../api.js';
import { Link } from '../app/link.js';
import { ArtifactText } from '../builds/artifact-text.js';
import { bytes } from '../ui/format.js';
import { Loaded } from '../ui/loaded.js';
import { Markdown } from '../ui/markdown.js';
import { Section } from '../ui/page.js';
import classes from './decide.module.css';
import { DecisionBar } from './decision-bar.js';
import { Proof } from './proof.js';
import proof from './proof.module.css';
import { useDecide } from './use-decide.js';
import { SubjectChanged } from './what-changed.js';

/** A gate that waits: what was found, the proof of it, and what it left to read. */
export function GateReview({ build, waiting }: { build: BuildStatus; waiting: WaitingFor }) {
  const decide = useDecide(build.id);
  const digest = waiting.subject_digest;
  const query = useQuery({ queryKey: ['build', build.id, 'gates'], queryFn: ({ signal }) => client.listGates(build.id, { limit: 200 }, { signal }) });
  const artifacts = useQuery({
    queryKey: ['build', build.id, 'artifacts'],
    queryFn: ({ signal }) => client.listBuildArtifacts(build.id, { limit: 200 }, { signal }),
  });
  const own = (artifacts.data?.items ?? []).filter(({ gate }) => gate !== null && gate === waiting.gate);
  return (
    <>
      <SubjectChanged buildId={build.id} kind={`gate ${waiting.gate ?? ''}`} digest={digest} what="What is to be approved" />
      <div className={`mw-card ${classes.text}`} style={{ whiteSpace: 'pre-line' }}>
        <Markdown text={waiting.summary} />
      </div>
      <Loaded query={query}>{({ items }) => <Proofs gate={gateOf(items, waiting)} />}</Loaded>
      {own.length > 0 ? <Artifacts buildId={build.id} items={own} /> : null}
      <p className="mw-muted" style={{ margin: '12px 0 0' }}>
        Files, tests and findings in full:{' '}
        <Anchor component={Link} underline="always" to={`/builds/${build.id}`}>
          the build
        </Anchor>
        .
      </p>
      <DecisionBar
        decide={decide}
        digest={digest}
        approve={{
          label: 'Approve',
          title: waiting.gate ? `Approve ${gateName(waiting.gate)}?` : 'Approve this?',
          explanation: 'The build goes on with exactly what is shown.',
          onApprove: () => decide.run('approve', () => client.approveBuild(build.id, { subject_digest: digest }), 'Approved. The build goes on.'),
        }}
        reject={{
          label: 'Reject',
          title: 'Reject it and end the build?',
          explanation: 'The build ends here. The work so far is kept.',
          onReject: (reason) => decide.run('reject', () => client.rejectBuild(build.id, { reason, subject_digest: digest }), 'Rejected. The build has ended.'),
        }}
      />
    </>
  );
}

function gateOf(gates: readonly Gate[], { gate, subject_digest }: WaitingFor): Gate | undefined {
  return gates.findLast((each) => each.gate === gate && each.subject_digest === subject_digest) ?? gates.findLast((each) => each.gate === gate);
}

function Proofs({ gate }: { gate: Gate | undefined }) {
  if (!gate || Object.keys(gate.proof).length === 0) return null;
  return (
    <Section title="Proof">
      <Proof value={gate.proof} />
    </Section>
  );
}

/** What one approves is to be read here, one file opened at a time. */
function Artifacts({ buildId, items }: { buildId: string; items: readonly BuildArtifact[] }) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Section title="To read">
      <ul className={`mw-card ${proof.files}`}>
        {items.map((artifact) => {
          const isOpen = artifact.id === open;
          return (
            <li key={artifact.id}>
              <UnstyledButton className={proof.file} aria-expanded={isOpen} onClick={() => setOpen(isOpen ? null : artifact.id)}>
                <IconChevronRight size={15} stroke={1.8} aria-hidden className={proof.chevron} />
                <span className="mw-cut">{artifact.name}</span>
                <span className="mw-muted mw-number">{bytes(artifact.bytes)}</span>
              </UnstyledButton>
              {isOpen ? (
                <div className={proof.text}>
                  <ArtifactText buildId={buildId} artifact={artifact} />
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
