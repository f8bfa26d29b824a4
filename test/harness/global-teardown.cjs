const { rmSync } = require('node:fs');

module.exports = async function tearDown() {
  const { folder, started, server } = globalThis.sharedTestEngines;
  await new Promise((resolve) => server.close(resolve));
  const running = await started?.catch(() => null);
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
};
