import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { planAnswer } from '../../../contracts/plan-answer.js';
import { Section } from '../ui/page.js';
import classes from './decide.module.css';

interface Props {
  questions: readonly string[];
  busy: boolean;
  /** Has the plan made anew with these answers. */
  onAnswer: (text: string) => Promise<boolean>;
}

/** What the planner asks. Answers lead to a new plan; without any it stands as it is. */
export function PlanQuestions({ questions, busy, onAnswer }: Props) {
  const [answers, setAnswers] = useState<Readonly<Record<number, string>>>({});
  const given = questions.flatMap((question, index) => {
    const answer = answers[index]?.trim();
    return answer ? [planAnswer(question, answer)] : [];
  });
  return (
    <Section title={questions.length === 1 ? 'The planner asks' : `The planner asks ${questions.length} things`}>
      <div className={`mw-card ${classes.text}`}>
        <div className={classes.rows}>
          {questions.map((question, index) => (
            <Textarea
              key={`${index} ${question}`}
              label={question}
              autosize
              minRows={1}
              maxRows={6}
              maxLength={1_000}
              value={answers[index] ?? ''}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setAnswers((before) => ({ ...before, [index]: value }));
              }}
            />
          ))}
          <div>
            <Button variant="default" loading={busy} disabled={given.length === 0} onClick={() => void onAnswer(given.join('\n\n'))}>
              Plan again with {given.length === 1 ? 'this answer' : 'these answers'}
            </Button>
          </div>
        </div>
      </div>
    </Section>
  );
}
