/** A small service in the manner of the ones we deploy: it keeps its data in a file and writes it whole. */
import type { SandboxFile } from '../../activities/sandbox/port.js';

export interface ServiceOptions {
  version: string;
  /** Answers 500 on /health: always, or only when there is data (healthy as a candidate, not on real data). */
  unhealthy?: 'always' | 'with-data';
  /** Overwrites the data at its start, like a bad migration. */
  spoilsData?: boolean;
}

function server(options: ServiceOptions): string {
  return `
import http.server, json, os, signal, socket, sys, time
DATA = os.path.join(os.environ['DATA_DIR'], 'items.json')
UNHEALTHY = ${JSON.stringify(options.unhealthy ?? '')}
def load():
    try:
        with open(DATA) as f: return json.load(f)
    except FileNotFoundError: return []
if ${options.spoilsData ? 'True' : 'False'} and load():
    with open(DATA, 'w') as f: json.dump(['spoiled'], f)
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status); self.send_header('Content-Length', str(len(body))); self.end_headers(); self.wfile.write(body)
    def do_GET(self):
        if self.path == '/health':
            bad = UNHEALTHY == 'always' or (UNHEALTHY == 'with-data' and load())
            return self.answer(500 if bad else 200, {'ok': not bad})
        if self.path == '/version': return self.answer(200, ${JSON.stringify(options.version)})
        if self.path == '/headers': return self.answer(200, dict(self.headers))
        if self.path == '/crash': os._exit(3)
        if self.path == '/cut':
            self.send_response(200); self.send_header('Content-Length', '1000'); self.end_headers()
            self.wfile.write(b'half'); self.wfile.flush(); self.connection.shutdown(socket.SHUT_RDWR); self.close_connection = True; return
        if self.path.startswith('/raw/'):
            import urllib.parse
            self.wfile.write(urllib.parse.unquote(self.path[5:]).encode('latin1')); self.close_connection = True; return
        if self.path == '/slow': time.sleep(1); return self.answer(200, 'slow')
        self.answer(200, load())
    def do_POST(self):
        items = load() + [json.loads(self.rfile.read(int(self.headers['Content-Length'])))]
        with open(DATA + '.new', 'w') as f: json.dump(items, f)
        os.replace(DATA + '.new', DATA)
        self.answer(201, items)
    def log_message(self, *args): pass
print('version ${options.version} listens', flush=True)
http.server.ThreadingHTTPServer((os.environ['HOST'], int(os.environ['PORT'])), Handler).serve_forever()
`;
}

const TESTS = `
import os, unittest
class Deployed(unittest.TestCase):
    def test_the_code_is_here(self): self.assertTrue(os.path.exists('server.py'))
    def test_it_may_write(self):
        with open('scratch', 'w') as f: f.write('x')
`;

export function serviceFiles(options: ServiceOptions): SandboxFile[] {
  return [
    { path: 'server.py', content: Buffer.from(server(options)) },
    { path: 'tests/test_server.py', content: Buffer.from(TESTS) },
    // Content like any other: neither may steer the engine's own build.
    { path: 'Dockerfile', content: Buffer.from('FROM scratch\nRUN exit 1\n') },
    { path: '.dockerignore', content: Buffer.from('*\n') },
    { path: 'bin/run.sh', content: Buffer.from('#!/bin/sh\n'), executable: true },
  ];
}
