import { Button, Group, NumberInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { BuildStatus, WaitingFor } from '../../../client/index.js';
import { client } from '../api.js';
import { money } from '../ui/format.js';
import classes from './decide.module.css';
import { DecisionBar } from './decision-bar.js';
import { fieldProblems, useDecide } from './use-decide.js';

/** The money is spent: say how much there may be in all, or end the build. */
export function BudgetReview({ build, waiting }: { build: BuildStatus; waiting: WaitingFor }) {
  const decide = useDecide(build.id);
  // Twice as much is what one would most likely give; never less than what is spent.
  const [budget, setBudget] = useState<number | string>(Math.ceil(Math.max(build.budget_usd * 2, build.cost_usd + 1)));
  const value = typeof budget === 'number' ? budget : Number.NaN;
  const tooLittle = !(value > build.cost_usd);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!tooLittle) void decide.run('raise', () => client.raiseBudget(build.id, { budget_usd: value }), `The build may spend ${money(value)} now.`);
  };
  const problem = fieldProblems(decide.error).get('/budget_usd');
  return (
    <>
      <div className={`mw-card ${classes.text}`}>{waiting.summary}</div>
      <form onSubmit={send} style={{ marginTop: 16 }}>
        <Group align="flex-end" gap="sm">
          <NumberInput
            label="May spend in all"
            description={`${money(build.cost_usd)} of ${money(build.budget_usd)} is spent.`}
            prefix="$"
            min={0}
            max={10_000}
            decimalScale={2}
            value={budget}
            onChange={setBudget}
            error={problem ?? (tooLittle ? 'More than what is spent already.' : undefined)}
            w={240}
          />
          <Button type="submit" size="sm" loading={decide.busy === 'raise'} disabled={tooLittle}>
            Raise the budget
          </Button>
        </Group>
      </form>
      <DecisionBar
        decide={decide}
        digest={waiting.subject_digest}
        reject={{
          label: 'End the build',
          title: 'End the build?',
          explanation: 'It ends here. The work so far is kept.',
          onReject: (reason) =>
            decide.run('reject', () => client.rejectBuild(build.id, { reason, subject_digest: waiting.subject_digest }), 'The build has ended.'),
        }}
      />
    </>
  );
}
