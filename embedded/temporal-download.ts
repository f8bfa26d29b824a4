/** A program: `node temporal-download.js <folder>` lets the SDK fetch its dev server into that folder. */
import { TestWorkflowEnvironment } from '@temporalio/testing';

const folder = process.argv[2];
if (!folder) throw new Error('usage: temporal-download.js <folder>');
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir: folder } },
});
// Starting it was only the proof that the file works.
await environment.teardown();
