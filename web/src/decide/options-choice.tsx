import { Button, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BuildStatus, WaitingFor } from '../../../client/index.js';
import { client } from '../api.js';
import { Link } from '../app/link.js';
import { Loaded } from '../ui/loaded.js';
import { DecisionBar } from './decision-bar.js';
import { Notice } from './notice.js';
import { optionsOf, type UxOption } from './options.js';
import classes from './options.module.css';
import { SandboxFrame } from './sandbox-frame.js';
import { useDecide } from './use-decide.js';
import { useKeys } from './use-keys.js';
import { SubjectChanged } from './what-changed.js';

const WIDTHS = { desktop: 1280, tablet: 820, phone: 390 } as const;
type Width = keyof typeof WIDTHS;

interface Props {
  build: BuildStatus;
  waiting: WaitingFor;
  /** Shows them as tall as the window. */
  large?: boolean;
  onChosen?: () => void;
}

/** Three designs side by side, as live pages, to choose one from. Keys 1 to 3 choose. */
export function OptionsChoice({ build, waiting, large = false, onChosen }: Props) {
  const gates = useQuery({ queryKey: ['build', build.id, 'gates'], queryFn: ({ signal }) => client.listGates(build.id, { limit: 200 }, { signal }) });
  return (
    <>
      <SubjectChanged buildId={build.id} kind="ux_choice" digest={waiting.subject_digest} what="The designs" />
      <Loaded query={gates}>
        {({ items }) => {
          const { options, note } = optionsOf(items, waiting.subject_digest);
          return (
            <>
              {note ? <Notice title="Without pictures">{note}</Notice> : null}
              <Choice key={waiting.subject_digest} {...{ build, waiting, options, large, onChosen }} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function Choice({ build, waiting, options, large = false, onChosen }: Props & { options: UxOption[] }) {
  const decide = useDecide(build.id);
  const isNarrow = useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false });
  const [asked, setWidth] = useState<Width | null>(null);
  const width = asked ?? (isNarrow ? 'phone' : large ? 'desktop' : 'tablet');
  const [chosen, setChosen] = useState<number | null>(null);
  const digest = waiting.subject_digest;
  useKeys(Object.fromEntries(options.map(({ number }) => [String(number), () => setChosen(number)])));
  const option = options.find(({ number }) => number === chosen);
  const approve = async () => {
    const send = () => client.approveBuild(build.id, { subject_digest: digest, choice: option?.number ?? 1 });
    const done = await decide.run('approve', send, `Design ${option?.number} is built.`);
    if (done) onChosen?.();
    return done;
  };
  return (
    <>
      <Tools width={width} onWidth={setWidth} largeAt={large ? null : `/builds/${build.id}/options`} />
      <div className={classes.grid} role="radiogroup" aria-label="Designs">
        {options.map((each) => (
          <Option
            key={each.number}
            option={each}
            width={WIDTHS[width]}
            large={large}
            isChosen={each.number === chosen}
            onChoose={() => setChosen(each.number)}
          />
        ))}
      </div>
      <DecisionBar
        decide={decide}
        digest={digest}
        approve={{
          label: option ? `Build design ${option.number}` : 'Choose a design',
          title: option ? `Build “${option.title}”?` : 'Choose a design first',
          explanation: 'The page will follow this design; the other ones stay among the artifacts.',
          disabled: !option,
          onApprove: approve,
        }}
        reject={{
          label: 'Reject all',
          title: 'Reject all designs and end the build?',
          explanation: 'The build ends here. What was made so far is kept.',
          onReject: (reason) => decide.run('reject', () => client.rejectBuild(build.id, { reason, subject_digest: digest }), 'Rejected. The build has ended.'),
        }}
      />
    </>
  );
}

function Tools({ width, onWidth, largeAt }: { width: Width; onWidth: (width: Width) => void; largeAt: string | null }) {
  return (
    <div className={classes.tools}>
      <SegmentedControl
        size="xs"
        aria-label="Width of the previews"
        value={width}
        onChange={(value) => onWidth(value as Width)}
        data={[
          { value: 'desktop', label: 'Desktop' },
          { value: 'tablet', label: 'Tablet' },
          { value: 'phone', label: 'Phone' },
        ]}
      />
      {largeAt ? (
        <Button component={Link} to={largeAt} variant="subtle">
          Open large
        </Button>
      ) : null}
    </div>
  );
}

function Option({ option, width, large, isChosen, onChoose }: { option: UxOption; width: number; large: boolean; isChosen: boolean; onChoose: () => void }) {
  const { number, title, page } = option;
  return (
    <article className={`mw-card ${classes.option}`} data-chosen={isChosen} aria-label={`Design ${number}: ${title}`}>
      {page ? <SandboxFrame artifactId={page} title={`Design ${number}: ${title}`} width={width} large={large} /> : <div className={classes.view} />}
      <div className={classes.about}>
        <h2 className={classes.title}>
          {number}. {title}
        </h2>
      </div>
      <div className={classes.foot}>
        <Button variant={isChosen ? 'filled' : 'default'} role="radio" aria-checked={isChosen} onClick={onChoose} fullWidth>
          {isChosen ? 'Chosen' : 'Choose'}
        </Button>
      </div>
    </article>
  );
}
