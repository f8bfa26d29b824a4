import { useState } from 'react';
import type { ChatReply } from '../../../../client/index.js';
import { client } from '../../api.js';
import { queryClient } from '../../data/query.js';

export interface GivenFile {
  id: string;
  name: string;
  bytes: number;
}

/** What is about to be said. */
export interface Draft {
  text: string;
  files: readonly GivenFile[];
  repo: string;
  /** What was said last, to be said again. */
  last: string;
  uploading: boolean;
  sending: boolean;
  error: unknown;
  /** New whenever the field should have the focus. */
  focusedAt: number;
  setText: (text: string) => void;
  setRepo: (repo: string) => void;
  attach: (files: readonly File[]) => Promise<void>;
  detach: (id: string) => void;
  send: () => void;
  /** Says a suggestion; one that is only a beginning goes into the field. */
  suggest: (text: string) => void;
}

/** `post` says it: in this conversation, or in a new one. */
export function useDraft(post: (said: { text: string; artifact_ids?: string[]; repo?: string }) => Promise<ChatReply>, begin = ''): Draft {
  const [text, setText] = useState(begin);
  const [files, setFiles] = useState<GivenFile[]>([]);
  const [repo, setRepo] = useState('');
  const [last, setLast] = useState('');
  const [busy, setBusy] = useState({ uploading: false, sending: false });
  const [error, setError] = useState<unknown>(null);
  const [focusedAt, setFocusedAt] = useState(0);
  const say = async (said: string) => {
    if (said.trim() === '' || busy.sending) return;
    setBusy((before) => ({ ...before, sending: true }));
    setError(null);
    try {
      await post({
        text: said,
        ...(files.length > 0 ? { artifact_ids: files.map(({ id }) => id) } : {}),
        ...(repo.trim() === '' ? {} : { repo: repo.trim() }),
      });
      setLast(said);
      setText('');
      setFiles([]);
      void queryClient.invalidateQueries({ queryKey: ['chats'] });
    } catch (problem) {
      // Nothing typed is lost.
      setText(said);
      setError(problem);
    } finally {
      setBusy((before) => ({ ...before, sending: false }));
      setFocusedAt(Date.now());
    }
  };
  const attach = async (chosen: readonly File[]) => {
    setBusy((before) => ({ ...before, uploading: true }));
    setError(null);
    for (const file of chosen) {
      try {
        const { id, name, bytes } = await client.uploadArtifact(file);
        setFiles((before) => [...before, { id, name, bytes }]);
      } catch (problem) {
        setError(problem);
      }
    }
    setBusy((before) => ({ ...before, uploading: false }));
  };
  const suggest = (said: string) => {
    if (!/[\s:]$/.test(said)) return void say(said);
    setText(said);
    setFocusedAt(Date.now());
  };
  const detach = (id: string) => setFiles((before) => before.filter((file) => file.id !== id));
  return { text, files, repo, last, ...busy, error, focusedAt, setText, setRepo, attach, detach, send: () => void say(text), suggest };
}
