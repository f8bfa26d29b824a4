import { Button, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { BuildStatus, WaitingFor } from '../../../client/index.js';
import { client } from '../api.js';
import { Markdown } from '../ui/markdown.js';
import classes from './decide.module.css';
import { DecisionBar } from './decision-bar.js';
import { useDecide } from './use-decide.js';
import { SubjectChanged } from './what-changed.js';

/** A question of the agents, or one that a person put: answer it, or end the build. Ctrl+Enter sends. */
export function QuestionAnswer({ build, waiting }: { build: BuildStatus; waiting: WaitingFor }) {
  const decide = useDecide(build.id);
  const digest = waiting.subject_digest;
  const isReview = waiting.kind === 'review';
  return (
    <>
      <SubjectChanged buildId={build.id} kind={waiting.kind} digest={digest} what="The question" />
      <div className={`mw-card ${classes.text}`} style={{ whiteSpace: 'pre-line' }}>
        <Markdown text={waiting.summary} />
      </div>
      <AnswerForm
        busy={decide.busy === 'answer'}
        onSend={(answer) => decide.run('answer', () => client.answerBuild(build.id, { answer, subject_digest: digest }), 'Answered. The build goes on.')}
      />
      <DecisionBar
        decide={decide}
        digest={digest}
        approve={{
          label: isReview ? 'Go on' : 'Go on without an answer',
          quiet: !isReview,
          title: 'Go on without an answer?',
          explanation: 'The agents decide for themselves what they asked.',
          onApprove: () => decide.run('approve', () => client.approveBuild(build.id, { subject_digest: digest }), 'The build goes on.'),
        }}
        reject={{
          label: 'End the build',
          title: 'End the build?',
          explanation: 'It ends here as rejected. The work so far is kept.',
          onReject: (reason) => decide.run('reject', () => client.rejectBuild(build.id, { reason, subject_digest: digest }), 'The build has ended.'),
        }}
      />
    </>
  );
}

function AnswerForm({ busy, onSend }: { busy: boolean; onSend: (answer: string) => Promise<boolean> }) {
  const [answer, setAnswer] = useState('');
  const isEmpty = answer.trim() === '';
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (!isEmpty && !busy) void onSend(answer.trim()).then((done) => done && setAnswer(''));
  };
  return (
    <form onSubmit={send} style={{ marginTop: 16 }}>
      <Textarea
        label="Your answer"
        description="The agents read it word for word before they go on."
        autosize
        minRows={3}
        maxRows={14}
        maxLength={4_000}
        value={answer}
        onChange={(event) => setAnswer(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      <Button type="submit" mt="sm" loading={busy} disabled={isEmpty}>
        Send the answer
      </Button>
    </form>
  );
}
