import { Button, Group } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { BuildStatus, PlanVersion } from '../../../client/index.js';
import { splitRisks } from '../../../contracts/not-built.js';
import { client } from '../api.js';
import { count, money } from '../ui/format.js';
import { Loaded } from '../ui/loaded.js';
import classes from './decide.module.css';
import { DecisionBar } from './decision-bar.js';
import { WillNotBeBuilt } from './not-built.js';
import { Notice } from './notice.js';
import { diffSentence, isSame, planDiff } from './plan-diff.js';
import { PlanEditor } from './plan-editor.js';
import { mergePlans } from './plan-merge.js';
import { PlanQuestions } from './plan-questions.js';
import { PlanView } from './plan-view.js';
import { asPlan, problemsOf, unmadeChanges, type Plan } from './plan.js';
import { fieldProblems, useDecide } from './use-decide.js';
import { useEdited } from './use-edited.js';
import { usePlanDraft, type Draft } from './use-plan-draft.js';
import { DiffList, PlanChanged } from './what-changed.js';

/** Edits on their way to be what waits; their digest is not known before they are saved. */
export interface Saving {
  digest: string | null;
}

interface ReviewProps {
  build: BuildStatus;
  onApproved?: (() => void) | undefined;
  /** Edits are being saved, or were; null: they were refused. */
  onSaving?: ((saving: Saving | null) => void) | undefined;
}

/** A plan that waits: read it, change it, approve exactly what is shown, or say what should be different. */
export function PlanReview({ build, onApproved, onSaving }: ReviewProps) {
  const version = build.plan?.version;
  const query = useQuery({
    queryKey: ['build', build.id, 'plan', version],
    queryFn: ({ signal }) => client.getPlan(build.id, version ? { version } : {}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  });
  return (
    <Loaded query={query}>
      {(current) => {
        const plan = asPlan(current.plan);
        return plan ? (
          <Review {...{ build, current, plan, onApproved, onSaving }} />
        ) : (
          <Notice title="This plan cannot be shown">It has no tasks in the form this page knows.</Notice>
        );
      }}
    </Loaded>
  );
}

function Review({ build, current, plan, onApproved, onSaving }: ReviewProps & { current: PlanVersion; plan: Plan }) {
  const decide = useDecide(build.id);
  const edited = useEdited(build.id, current, plan);
  const { draft, wasEdited, edit, merge, change, saved, drop } = usePlanDraft(build.id, current, plan, waitsWith(build, current));
  // What was refused was about a plan that is another now.
  const clearing =
    <Args extends unknown[]>(act: (...args: Args) => void) =>
    (...args: Args) => {
      decide.clear();
      act(...args);
    };
  const ask = (text: string) =>
    decide.run('changes', () => client.requestChanges(build.id, { text, subject_digest: current.digest }), 'The plan is being made anew.');
  const noteSaving = (saving: Saving | null) => {
    if (saving?.digest) saved(saving.digest);
    onSaving?.(saving);
  };
  // While it is saved it may be read before the answer says that it is this edit.
  const isOvertaken = draft !== null && decide.busy !== 'save' && wasOvertaken(draft, current);
  const shown = draft?.plan ?? plan;
  const problems = draft ? new Map([...problemsOf(draft.plan), ...fieldProblems(decide.error)]) : new Map<string, string>();
  return (
    <>
      {draft ? null : <WillNotBeBuilt plan={plan} />}
      {isOvertaken ? <Overtaken {...{ draft, current }} now={plan} onMerge={clearing(merge)} onDrop={drop} /> : null}
      {draft ? null : <PlanChanged buildId={build.id} current={current} />}
      {draft ? null : <UnmadeChanges plan={plan} />}
      {!draft && plan.questions.length > 0 ? (
        <div className={classes.asks}>
          <PlanQuestions key={current.digest} questions={plan.questions} busy={decide.busy === 'changes'} onAnswer={ask} />
        </div>
      ) : null}
      {draft ? (
        <PlanEditor plan={draft.plan} onChange={clearing(change)} problems={problems} />
      ) : (
        <PlanView {...{ plan, edited }} budgetUsd={build.budget_usd} buildTitle={build.title} />
      )}
      {draft ? <EditSummary draft={draft} /> : null}
      <Bar {...{ build, current, draft, isOvertaken, wasEdited, shown, decide, ask, problems, onApproved }} onEdit={edit} onDone={drop} onSaving={noteSaving} />
    </>
  );
}

/** Whether it is this version that waits: right after an edit it is not yet, and nothing can be decided. */
function waitsWith({ waiting_for: wait }: BuildStatus, { digest }: PlanVersion): boolean {
  return wait?.kind === 'plan' && wait.subject_digest === digest;
}

/** Another version waits than the one that was edited, and it is not this edit. */
function wasOvertaken({ base, saved }: Draft, { digest }: PlanVersion): boolean {
  return digest !== base.digest && digest !== saved;
}

/** A plan that was made anew looks the same when the planner could not do what was asked: that is said first. */
function UnmadeChanges({ plan }: { plan: Plan }) {
  const unmade = unmadeChanges(plan);
  if (unmade.length === 0) return null;
  return (
    <Notice title={unmade.length === 1 ? 'Your change was not made:' : `${unmade.length} of your changes were not made:`}>
      <ul className={classes.list}>
        {unmade.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      Say it in other words with “Ask for changes”, or put it into the plan yourself with “Edit”.
    </Notice>
  );
}

interface BarProps {
  build: BuildStatus;
  current: PlanVersion;
  draft: Draft | null;
  /** Another version waits than the one that is edited. */
  isOvertaken: boolean;
  /** The editor was open: its buttons give the focus back to the one that opened it. */
  wasEdited: boolean;
  shown: Plan;
  decide: ReturnType<typeof useDecide>;
  problems: ReadonlyMap<string, string>;
  ask: (text: string) => Promise<boolean>;
  onEdit: () => void;
  onDone: () => void;
  onSaving: (saving: Saving | null) => void;
  onApproved: (() => void) | undefined;
}

const REJECT = {
  label: 'Reject',
  title: 'Reject the plan and end the build?',
  explanation: 'The build ends here; nothing was written yet. To have the plan made anew instead, ask for changes.',
};
const CHANGES = {
  label: 'Ask for changes',
  title: 'What should be different?',
  explanation: 'The planner makes the plan anew with this in mind; it then waits for you again.',
};

/** What the plan did not say of its edits yet is said with the approval. */
function approvedWords(unseen: readonly string[]): string {
  return `Approved. The build goes on.${unseen.length > 0 ? ` It will not build: ${unseen.join('; ')}.` : ''}`;
}

function Bar({ build, current, draft, isOvertaken, wasEdited, shown, decide, problems, ask, onEdit, onDone, onSaving, onApproved }: BarProps) {
  const digest = draft?.base.digest ?? current.digest;
  // Of what was saved it is the new one at once: the plan itself follows when it is read.
  const shownDigest = draft?.saved ?? digest;
  const isChanged = draft !== null && !isSame(planDiff(draft.base.plan, draft.plan));
  const isSaved = draft?.saved !== undefined;
  const isComing = draft === null && !waitsWith(build, current);
  const blocked = isComing || isOvertaken || isSaved || (draft !== null && problemsOf(draft.plan).size > 0);
  // With its edits in one request: saved first, another version would wait only a moment later.
  const approve = async () => {
    let notBuilt: readonly string[] = [];
    const send = async () => {
      const body = { subject_digest: digest, ...(isChanged ? { plan: shown } : {}) };
      notBuilt = (await client.approveBuild(build.id, body)).not_built ?? [];
    };
    const done = await decide.run('approve', send, () => approvedWords(notBuilt.filter((line) => !splitRisks(shown.risks).notBuilt.includes(line))));
    if (done) {
      onDone();
      onApproved?.();
    }
    return done;
  };
  const save = async () => {
    let version = 0;
    const send = async () => {
      const edited = await client.editPlan(build.id, { plan: shown, base_digest: digest });
      version = edited.version;
      onSaving(edited);
    };
    onSaving({ digest: null });
    // Whether it waits already, the page says.
    if (!(await decide.run('save', send, () => `Saved as version ${version}.`))) onSaving(null);
  };
  return (
    <DecisionBar
      decide={decide}
      digest={shownDigest}
      boundTo={draft && isChanged && !isSaved ? `Your edits, on version ${draft.base.version}:` : undefined}
      approve={{
        label: 'Approve and start',
        title: isChanged ? 'Approve this plan with your edits?' : 'Approve this plan?',
        explanation: `${count(shown.tasks.length, 'task')}, at most ${money(build.budget_usd)} for models. The agents begin to work at once.`,
        disabled: blocked,
        onApprove: approve,
      }}
      reject={{
        ...REJECT,
        onReject: (reason) =>
          decide.run('reject', () => client.rejectBuild(build.id, { reason, subject_digest: current.digest }), 'Rejected. The build has ended.'),
      }}
      changes={draft ? undefined : { ...CHANGES, onAsk: ask }}
    >
      {draft ? (
        <EditButtons
          busy={decide.busy === 'save' || (isSaved && !isOvertaken)}
          maySave={isChanged && !blocked && problems.size === 0}
          onDiscard={onDone}
          onSave={() => void save()}
        />
      ) : (
        <Button variant="default" className={classes.second} leftSection={<IconPencil size={15} stroke={1.6} />} onClick={onEdit} autoFocus={wasEdited}>
          Edit
        </Button>
      )}
    </DecisionBar>
  );
}

function EditButtons({ busy, maySave, onDiscard, onSave }: { busy: boolean; maySave: boolean; onDiscard: () => void; onSave: () => void }) {
  return (
    <>
      <Button variant="default" className={classes.first} onClick={onDiscard} disabled={busy}>
        Discard edits
      </Button>
      <Button variant="default" className={classes.second} loading={busy} disabled={!maySave} onClick={onSave}>
        Save edits
      </Button>
    </>
  );
}

/** While one edits, somebody else changed the plan: what they did is shown, and nothing of one's own is lost. */
function Overtaken({ draft, current, now, onMerge, onDrop }: { draft: Draft; current: PlanVersion; now: Plan; onMerge: () => void; onDrop: () => void }) {
  const { both } = mergePlans(draft.base.plan, draft.plan, now);
  return (
    <Notice
      title={`The plan changed while you edited it: version ${current.version} waits now, by ${current.author}`}
      action={
        <Group gap="xs" justify="flex-end">
          <Button variant="default" onClick={onDrop}>
            Drop my edits
          </Button>
          <Button onClick={onMerge}>Put my edits on it</Button>
        </Group>
      }
    >
      Your edits are of version {draft.base.version} and cannot be approved as they are. What the other edit changed:
      <DiffList diff={planDiff(draft.base.plan, now)} />
      {both.length > 0 ? <div style={{ marginTop: 8 }}>You both changed {both.join(', ')}: yours would stand.</div> : null}
    </Notice>
  );
}

function EditSummary({ draft }: { draft: Draft }) {
  const diff = planDiff(draft.base.plan, draft.plan);
  if (isSame(diff)) return null;
  return (
    <div style={{ marginTop: 20 }}>
      <Notice title={`Your edits: ${diffSentence(diff)}`} plain>
        <DiffList diff={diff} />
      </Notice>
    </div>
  );
}
