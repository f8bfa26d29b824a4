import { Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Fork } from '../../../client/index.js';
import { client } from '../api.js';
import { navigate } from '../app/history.js';
import { queryClient } from '../data/query.js';
import { ConfirmDialog } from '../ui/confirm-button.js';
import type { Subject } from './subject.js';

interface Props {
  build: Subject;
  opened: boolean;
  onClose: () => void;
  /** A step by its name, to begin right before it. */
  step?: string;
}
type Phase = NonNullable<NonNullable<Fork['at']>['phase']>;

const POINTS: { value: Phase; label: string; description: string }[] = [
  { value: 'plan', label: 'The plan', description: 'The same plan waits for approval again, to be edited or approved.' },
  { value: 'code', label: 'The code', description: 'The plan is taken over; every task is done anew.' },
  { value: 'test', label: 'The tests', description: 'The merged code is taken over and verified anew.' },
  { value: 'document', label: 'The documents', description: 'Code and tests are taken over.' },
];

/** A second build that takes over what this one did up to a point, at no cost, and goes on differently. */
export function ForkDialog({ build, opened, onClose, step }: Props) {
  const [phase, setPhase] = useState<Phase>('plan');
  const [title, setTitle] = useState('');
  const [hint, setHint] = useState('');
  const fork = async () => {
    const created = await client.forkBuild(build.id, {
      at: step === undefined ? { phase } : { step },
      ...(title.trim() ? { title: title.trim() } : {}),
      ...(hint.trim() ? { hint: hint.trim() } : {}),
    });
    void queryClient.invalidateQueries({ queryKey: ['builds'] });
    navigate(`/builds/${created.id}`);
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Fork “${build.title}”`}
      explanation={
        <Stack gap="sm">
          {step === undefined ? (
            <Radio.Group label="Begin anew at" value={phase} onChange={(value) => setPhase(value as Phase)}>
              <Stack gap={6} mt={6}>
                {POINTS.map((point) => (
                  <Radio key={point.value} value={point.value} label={point.label} description={point.description} size="sm" />
                ))}
              </Stack>
            </Radio.Group>
          ) : (
            <span>
              It takes over everything before step <code>{step}</code>, at no cost, and does that step anew.
            </span>
          )}
          <TextInput label="Title" placeholder={build.title} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
          <Textarea
            label="What to do differently"
            description="The agents read this first."
            autosize
            minRows={2}
            value={hint}
            onChange={(event) => setHint(event.currentTarget.value)}
          />
        </Stack>
      }
      confirm="Make the fork"
      onConfirm={fork}
    />
  );
}
