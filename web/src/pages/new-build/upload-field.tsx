import { ActionIcon, Button, FileButton, Input, SegmentedControl } from '@mantine/core';
import { IconUpload, IconX } from '@tabler/icons-react';
import { useRef, useState, type DragEvent } from 'react';
import { client } from '../../api.js';
import { explain } from '../../ui/error-state.js';
import { bytes } from '../../ui/format.js';
import { uploadedFile, type UploadedFile } from './form.js';
import classes from './new-build.module.css';

interface Props {
  files: readonly UploadedFile[];
  onChange: (files: UploadedFile[]) => void;
  problem: string | undefined;
}

/** Uploads files one after the other; those that were refused are named with the reason. */
function useUploads(files: readonly UploadedFile[], onChange: Props['onChange']) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string[]>([]);
  // What is in the list when an upload ends, not when it began.
  const latest = useRef(files);
  latest.current = files;
  const upload = async (chosen: readonly File[]) => {
    setRefused([]);
    setBusy(true);
    for (const file of chosen) {
      try {
        const uploaded = uploadedFile(await client.uploadArtifact(file));
        onChange([...latest.current, uploaded]);
      } catch (error) {
        const { title, detail } = explain(error);
        setRefused((before) => [...before, `${file.name}: ${detail || title}`]);
      }
    }
    setBusy(false);
  };
  return { busy, refused, upload };
}

/** Files given along: chosen or dropped, kept on the server at once, each as a document or as data. */
export function UploadField({ files, onChange, problem }: Props) {
  const { busy, refused, upload } = useUploads(files, onChange);
  return (
    <div data-field="files">
      <Input.Label component="div">Files</Input.Label>
      <DropZone busy={busy} onFiles={(chosen) => void upload(chosen)} />
      {files.length > 0 ? (
        <ul className={`mw-card ${classes.files}`}>
          {files.map((file) => (
            <FileRow
              key={file.id}
              file={file}
              onUse={(use) => onChange(files.map((each) => (each.id === file.id ? { ...each, use } : each)))}
              onRemove={() => onChange(files.filter(({ id }) => id !== file.id))}
            />
          ))}
        </ul>
      ) : null}
      <div role="status">
        {[...(problem ? [problem] : []), ...refused].map((text) => (
          <div key={text} className={classes.bad}>
            {text}
          </div>
        ))}
      </div>
    </div>
  );
}

function DropZone({ busy, onFiles }: { busy: boolean; onFiles: (files: File[]) => void }) {
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <div className={classes.drop} data-over={isOver} onDragOver={over} onDragLeave={() => setOver(false)} onDrop={drop}>
      <FileButton multiple onChange={onFiles}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconUpload size={15} stroke={1.6} />} loading={busy}>
            Choose files
          </Button>
        )}
      </FileButton>
      <div className={classes.hint}>or drop them here: specifications, examples, data; a ZIP becomes a folder</div>
    </div>
  );
}

function FileRow({ file, onUse, onRemove }: { file: UploadedFile; onUse: (use: UploadedFile['use']) => void; onRemove: () => void }) {
  return (
    <li className={classes.file}>
      <span className="mw-cut">
        {file.name} <span className="mw-muted">{bytes(file.bytes)}</span>
      </span>
      <SegmentedControl
        size="xs"
        aria-label={`What ${file.name} is for`}
        value={file.use}
        onChange={(use) => onUse(use as UploadedFile['use'])}
        data={[
          { value: 'document', label: 'To read' },
          { value: 'data', label: 'Data' },
        ]}
      />
      <ActionIcon variant="subtle" color="gray" onClick={onRemove} aria-label={`Take ${file.name} out`}>
        <IconX size={16} stroke={1.6} />
      </ActionIcon>
    </li>
  );
}
