import { Pagination } from '@mantine/core';
import { setSearch } from '../app/history.js';

/** The pages of a list; which one is shown stands in the address. Nothing when there is one. */
export function Pager({ page, total, rows }: { page: number; total: number; rows: number }) {
  if (total <= rows) return null;
  return (
    <Pagination
      mt="md"
      size="sm"
      aria-label="Pages"
      getControlProps={(control) => ({ 'aria-label': control === 'previous' ? 'The page before' : 'The next page' })}
      value={page}
      total={Math.ceil(total / rows)}
      onChange={(next) => setSearch({ page: next === 1 ? null : String(next) })}
    />
  );
}
