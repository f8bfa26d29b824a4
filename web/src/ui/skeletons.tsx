import { Skeleton, VisuallyHidden } from '@mantine/core';
import classes from './page.module.css';

/** Rows as tall as those that come, so that nothing jumps. */
export function RowSkeletons({ rows = 5, height = 44 }: { rows?: number; height?: number }) {
  return (
    <div aria-busy="true">
      <VisuallyHidden>Loading</VisuallyHidden>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} style={{ height, display: 'flex', alignItems: 'center' }}>
          <Skeleton height={14} width={`${88 - ((index * 17) % 40)}%`} radius="sm" />
        </div>
      ))}
    </div>
  );
}

export function PageSkeleton() {
  return (
    <div className={classes.page}>
      <Skeleton height={22} width={220} radius="sm" mb={28} mt={3} />
      <RowSkeletons rows={6} />
    </div>
  );
}
