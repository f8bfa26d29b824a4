import { it } from '@jest/globals';
import { Api, Engines } from './stack.js';
import { sealAudit } from '../../db/queries/audit.js';
it('x', async () => {
  const engines = await Engines.start({ temporal: false });
  const api = await Api.start(engines, { background: false });
  await api.create();
  try { console.log(await sealAudit(api.database.orm)); } catch (e) { console.log(e, (e as Error).cause); }
  const { verifyAudit } = await import('../../db/queries/audit.js'); try { console.log(await api.app.deps.sealer.readAnchor()); await api.app.deps.sealer.seal(); console.log(await api.app.deps.sealer.readAnchor(), await verifyAudit(api.database.orm, null)); } catch (e) { console.log(e, (e as Error).cause); }
  await api.stop(); await engines.stop();
});
