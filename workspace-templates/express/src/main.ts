import { createApp } from './app.ts';

const port = Number(process.env['PORT'] ?? 3000);
const server = createApp().listen(port, () => console.log(`listening on port ${port}`));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => server.close());
