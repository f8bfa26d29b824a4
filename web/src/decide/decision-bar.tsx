import { Button, CopyButton, Tooltip, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCopy, IconFingerprint } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '../ui/confirm-button.js';
import { ErrorState } from '../ui/error-state.js';
import classes from './decide.module.css';
import { Notice } from './notice.js';
import { TextDialog } from './text-dialog.js';
import { isStale, type Decide } from './use-decide.js';
import { useKeys } from './use-keys.js';

interface Words {
  /** On the button: a verb. */
  label: string;
  title: string;
  explanation: ReactNode;
  /** What it does, in one line, before it is pressed. */
  hint?: string;
}

interface Props {
  decide: Decide;
  digest: string;
  /** What the digest is of, where that is not all that is shown. */
  boundTo?: string | undefined;
  /** `quiet`: something else on the page is what one would most likely do. `asks`: a click asks once more, too. */
  approve?: Words & { onApprove: () => Promise<boolean>; disabled?: boolean; quiet?: boolean; asks?: boolean };
  reject?: Words & { onReject: (reason: string) => Promise<boolean> };
  changes?: Words & { onAsk: (text: string) => Promise<boolean> };
  /** More buttons, between those that refuse and the one that approves: what takes another's place there is as harmless. */
  children?: ReactNode;
}

/** What may be decided, bound to the digest of what is shown above. Keys: `a` asks once more and then approves, `r` rejects, `c` asks for changes. */
export function DecisionBar({ decide, digest, boundTo, approve, reject, changes, children }: Props) {
  const [asking, askApprove] = useDisclosure(false);
  const [rejecting, askReject] = useDisclosure(false);
  const [changing, askChanges] = useDisclosure(false);
  const open = (dialog: { open: () => void }) => () => {
    decide.clear();
    dialog.open();
  };
  const mayApprove = approve && !approve.disabled && decide.busy === null;
  useKeys({ a: mayApprove ? open(askApprove) : undefined, r: reject && open(askReject), c: changes && open(askChanges) });
  const inDialog = asking || rejecting || changing;
  return (
    <>
      {decide.error && !inDialog ? <Refused error={decide.error} /> : null}
      <div className={classes.bar} role="group" aria-label="Decide">
        <Bound digest={digest} boundTo={boundTo} />
        <div className={classes.buttons}>
          {reject ? <Ask label={reject.label} hint={reject.hint ?? 'The build ends here, with your reason.'} name="r" onClick={open(askReject)} /> : null}
          {changes ? (
            <Ask
              label={changes.label}
              hint={changes.hint ?? 'It is made anew and waits for you again.'}
              name="c"
              className={classes.first}
              onClick={open(askChanges)}
            />
          ) : null}
          {children}
          {approve ? (
            <Button
              variant={approve.quiet ? 'default' : 'filled'}
              loading={decide.busy === 'approve'}
              disabled={approve.disabled}
              onClick={approve.asks ? open(askApprove) : () => void approve.onApprove()}
            >
              {approve.label}
              <Key name="a" />
            </Button>
          ) : null}
        </div>
      </div>
      {approve ? (
        <ConfirmDialog
          {...{ opened: asking, onClose: askApprove.close, title: approve.title, explanation: approve.explanation, confirm: approve.label }}
          onConfirm={async () => {
            await approve.onApprove();
          }}
        />
      ) : null}
      {reject ? <RejectDialog {...{ decide, reject, opened: rejecting, onClose: askReject.close }} /> : null}
      {changes ? <ChangesDialog {...{ decide, changes, opened: changing, onClose: askChanges.close }} /> : null}
    </>
  );
}

/** A button that opens a question. */
function Ask({ label, hint, name, className, onClick }: { label: string; hint: string; name: string; className?: string | undefined; onClick: () => void }) {
  return (
    <Tooltip label={hint}>
      <Button variant="default" className={className} onClick={onClick}>
        {label}
        <Key name={name} />
      </Button>
    </Tooltip>
  );
}

interface DialogProps {
  decide: Decide;
  opened: boolean;
  onClose: () => void;
}

function RejectDialog({ decide, reject, opened, onClose }: DialogProps & { reject: NonNullable<Props['reject']> }) {
  return (
    <TextDialog
      {...{ opened, onClose, title: reject.title, explanation: reject.explanation, confirm: reject.label }}
      label="Reason"
      placeholder="What should be different?"
      dangerous
      busy={decide.busy === 'reject'}
      error={decide.error}
      onConfirm={(text) => void reject.onReject(text).then((done) => done && onClose())}
    />
  );
}

function ChangesDialog({ decide, changes, opened, onClose }: DialogProps & { changes: NonNullable<Props['changes']> }) {
  return (
    <TextDialog
      {...{ opened, onClose, title: changes.title, explanation: changes.explanation, confirm: changes.label }}
      label="What should be different"
      busy={decide.busy === 'changes'}
      error={decide.error}
      onConfirm={(text) => void changes.onAsk(text).then((done) => done && onClose())}
    />
  );
}

function Refused({ error }: { error: unknown }) {
  if (!isStale(error)) return <ErrorState error={error} />;
  return (
    <Notice title="This is not what waits any more, so nothing was decided">
      Somebody decided or changed it while it was on your screen. What waits now is shown above; look at it, then decide on that.
    </Notice>
  );
}

/** The digest a decision is bound to: nothing else can be approved with it. */
function Bound({ digest, boundTo }: { digest: string; boundTo: string | undefined }) {
  return (
    <div className={classes.bound}>
      <IconFingerprint size={15} stroke={1.6} aria-hidden />
      <span className="mantine-visible-from-sm">{boundTo ?? 'Your decision counts for exactly what is shown:'}</span>
      <span className="mantine-hidden-from-sm">{boundTo ?? 'Counts for exactly this:'}</span>
      <CopyButton value={digest}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy the whole digest'}>
            <UnstyledButton onClick={copy} className={classes.digest} aria-label={`Digest ${digest.slice(0, 8)}, copy`}>
              {digest.slice(0, 8)} <IconCopy size={12} stroke={1.6} aria-hidden style={{ verticalAlign: -1 }} />
            </UnstyledButton>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}

function Key({ name }: { name: string }) {
  return (
    <kbd className={classes.key} aria-hidden>
      {name}
    </kbd>
  );
}
