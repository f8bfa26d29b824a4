import { Button, Group } from '@mantine/core';
import { usePermission } from './browser.js';
import classes from './notifications.module.css';

/** Offers notifications of the browser, once and with a way to say no. */
export function PermissionAsk() {
  const { state, quiet, ask, beQuiet } = usePermission();
  if (state !== 'default' || quiet) return null;
  return (
    <div className={classes.ask}>
      <span>Let this browser tell you while you are in another window?</span>
      <Group gap={6}>
        <Button size="compact-sm" onClick={ask}>
          Allow
        </Button>
        <Button size="compact-sm" variant="default" onClick={beQuiet}>
          Not now
        </Button>
      </Group>
    </div>
  );
}
