import { Suspense } from 'react';
import { RowSkeletons } from './skeletons.js';
import { lazily } from './lazily.js';

const Files = lazily(async () => (await import('./diff/diff-files.js')).DiffFiles);

/** A unified diff as git writes it, file by file. Its code is fetched when one is first shown. */
export function DiffView({ text }: { text: string }) {
  return (
    <Suspense fallback={<RowSkeletons rows={8} height={24} />}>
      <Files text={text} />
    </Suspense>
  );
}
