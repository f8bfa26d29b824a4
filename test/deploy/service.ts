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
import http.server, json, os, signal, socket, sys, threading, time, urllib.parse
DATA = os.path.join(os.environ['DATA_DIR'], 'items.json')
UNHEALTHY = ${JSON.stringify(options.unhealthy ?? '')}
def load():
    try:
        with open(DATA) as f: return json.load(f)
    except FileNotFoundError: return []
if ${options.spoilsData ? 'True' : 'False'} and load():
    with open(DATA, 'w') as f: json.dump(['spoiled'], f)
def count(first, last, pause_ms):
    for number in range(first, last + 1):
        os.write(1, b'count %d\\n' % number); time.sleep(pause_ms / 1000)
def flood(megabytes):
    block = b''.join(b'flood %032d\\n' % number for number in range(20000))
    for _ in range(megabytes * 1000000 // len(block)):
        rest = block
        while rest: rest = rest[os.write(1, rest):]
    os.write(1, b'the flood is over\\n')
def long(letters): os.write(1, b'x' * letters + b'\\n')
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
            self.wfile.write(urllib.parse.unquote(self.path[5:]).encode('latin1')); self.close_connection = True; return
        words = urllib.parse.unquote_to_bytes(self.path).split(b'/')
        if words[1] in (b'say', b'warn'):
            os.write(1 if words[1] == b'say' else 2, b'/'.join(words[2:])); return self.answer(200, 'said')
        if words[1] in (b'count', b'flood', b'long'):
            threading.Thread(target=globals()[words[1].decode()], args=[int(word) for word in words[2:]]).start(); return self.answer(200, 'begun')
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
