import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './copy-line.module.css';

/** A line to paste into a terminal, whole and with a button that copies it. `label`: what it does. */
export function CopyLine({ line, label }: { line: string; label: string }) {
  return (
    <div className={classes.line}>
      <code className="mw-mono" role="group" tabIndex={0} aria-label={label}>
        {line}
      </code>
      <CopyButton value={line}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'}>
            <ActionIcon variant="subtle" color="gray" onClick={copy} aria-label={copied ? 'Copied' : `Copy: ${label}`}>
              {copied ? <IconCheck size={15} stroke={2} aria-hidden /> : <IconCopy size={15} stroke={1.6} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
