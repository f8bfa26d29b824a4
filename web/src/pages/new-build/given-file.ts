import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { client } from '../../api.js';
import { setSearch } from '../../app/history.js';
import { useSearch } from '../../app/router.js';
import { explain } from '../../ui/error-state.js';
import { uploadedFile, type Form } from './form.js';

/** An uploaded file that the address brings along: put into the form once, like one that was chosen there. Says why it could not be. */
export function useGivenFile(form: Form, change: (part: Partial<Form>) => void): string | undefined {
  const given = useSearch().get('file');
  const { data, error } = useQuery({
    queryKey: ['artifacts', 'one', given],
    queryFn: ({ signal }) => client.getArtifact(given ?? '', { signal }),
    enabled: given !== null,
  });
  useEffect(() => {
    if (given === null || data?.id !== given) return;
    if (form.files.every(({ id }) => id !== given)) change({ files: [...form.files, uploadedFile(data)] });
    setSearch({ file: null });
  }, [data, given]);
  return error === null ? undefined : `${given}: ${explain(error).detail}`;
}
