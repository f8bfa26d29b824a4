import { ensureLocalUser } from '../../db/local-user.js';
import { removeHome, temporaryHome } from '../embedded/workshop.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';
import { Api, TOKEN } from './stack.js';

/** An API with a database of its own and nothing else: no Temporal, and no work beside requests, so that what is promised waits. */
export async function apiAlone(): Promise<{ database: TestDatabase; api: Api; close: () => Promise<void> }> {
  const database = await freshDatabase();
  await ensureLocalUser(database.url, TOKEN);
  const home = temporaryHome();
  // Nothing listens there.
  const api = await Api.start({ urls: database, address: '127.0.0.1:1', home }, { background: false });
  const close = async () => {
    await api.stop();
    await database.drop();
    removeHome(home);
  };
  return { database, api, close };
}
