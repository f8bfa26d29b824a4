import { Alert, Button, FileButton } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { client } from '../../api.js';
import { queryClient } from '../../data/query.js';
import { explain } from '../../ui/error-state.js';

/** Uploads one file after the other; those that were refused are named with the reason. */
export function Upload() {
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<string[]>([]);
  const upload = async (files: File[]) => {
    setBusy(true);
    const refused: string[] = [];
    for (const file of files) {
      await client.uploadArtifact(file).catch((error: unknown) => {
        const { title, detail } = explain(error);
        refused.push(`${file.name}: ${detail || title}`);
      });
    }
    setProblems(refused);
    setBusy(false);
    await queryClient.invalidateQueries({ queryKey: ['artifacts'] });
  };
  return (
    <>
      {problems.length > 0 ? (
        <Alert color="red" p="xs" withCloseButton onClose={() => setProblems([])} role="alert">
          {problems.map((problem) => (
            <div key={problem}>{problem}</div>
          ))}
        </Alert>
      ) : null}
      <FileButton multiple onChange={(files) => void upload(files)}>
        {(props) => (
          <Button {...props} loading={busy} leftSection={<IconUpload size={15} />}>
            Upload
          </Button>
        )}
      </FileButton>
    </>
  );
}
