import { listJournal } from '../../db/queries/build-lists.js';
import { journalSchema } from '../../schemas/responses.js';
import { defineBuildList } from '../list-route.js';
import { journalEntry } from '../present.js';

export const journalList = defineBuildList({
  name: 'journal',
  operation: 'listJournal',
  summary: 'Notes, questions, errors and deliverables of a build',
  schema: journalSchema,
  read: listJournal,
  present: journalEntry,
});
