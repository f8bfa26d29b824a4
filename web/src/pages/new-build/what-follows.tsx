import { money } from '../../ui/format.js';
import type { Form } from './form.js';
import classes from './new-build.module.css';

/** Beside the form: what the button sets in motion, step by step, as it is filled in now. */
export function WhatFollows({ form, isNext }: { form: Form; isNext: boolean }) {
  const steps: [title: string, text: string][] = [
    ['A plan', 'Tasks as a graph, an estimate of time and cost, risks, and questions if something is unclear.'],
    ['Your decision', 'Approve it, edit it, ask for changes or reject it. Nothing was built until then.'],
    ['The work', workWords(form)],
    ['The result', resultWords(form, isNext)],
  ];
  return (
    <aside className={`mw-card ${classes.follows}`} aria-label="What happens next">
      <h2 className={classes.followsTitle}>What happens next</h2>
      <ol>
        {steps.map(([title, text]) => (
          <li key={title}>
            <strong>{title}</strong>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </aside>
  );
}

function workWords({ budget, review, tests }: Form): string {
  const stops = review ? 'It stops for you at every gate.' : 'It stops for you when it must.';
  const limit = budget === null ? '' : ` It spends ${money(budget)} at most, then asks.`;
  return `Agents write it in sandboxes${tests ? ', with tests that the engine runs itself' : ''}. You watch every step and can steer. ${stops}${limit}`;
}

function resultWords({ deployment, docs, repo }: Form, isNext: boolean): string {
  const what = isNext ? 'A new version in the project’s repository' : repo.trim() === '' ? 'A repository' : 'A branch on your repository';
  return `${what}${docs ? ' with documents' : ''}, checked and scanned.${deployment ? ' You deploy it to staging and on to production, and can go back.' : ''}`;
}
