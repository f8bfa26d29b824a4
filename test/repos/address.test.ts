import { describe, expect, it } from '@jest/globals';
import { isPrivateAddress } from '../../schemas/repo-address.js';
import { readRepo, type RepoInput } from '../../schemas/repo.js';

const read = (input: RepoInput, allow: string[] = []) => {
  const answer = readRepo(input, allow);
  return 'problem' in answer ? answer.problem : answer;
};

describe('the address of a repository', () => {
  it('is a public https URL, with a branch, tag or commit at its end', () => {
    const url = 'https://example.org/shop.git';
    expect(read(url)).toMatchObject({ scheme: 'https', host: 'example.org', port: 443, ref: null, commit: null, named: false, url });
    expect(read(`${url}#feature/a+b`)).toMatchObject({ ref: 'feature/a+b', url });
    expect(read(`${url}#${'a'.repeat(40)}`)).toMatchObject({ commit: 'a'.repeat(40), ref: null });
    expect(read({ url, branch: 'v1.0', commit: 'b'.repeat(40) })).toMatchObject({ ref: 'v1.0', commit: 'b'.repeat(40) });
    expect(read('https://93.184.216.34/x')).toMatchObject({ host: '93.184.216.34' });
    expect(read('https://[2606:2800:220:1::1]/x')).toMatchObject({ host: '2606:2800:220:1::1' });
  });

  it('never holds credentials, and what it held is not repeated', () => {
    for (const url of ['https://token@example.org/x', 'https://user:hunter2@example.org/x', 'https://:hunter2@example.org/x'])
      expect(read(url)).toMatch(/^it must not hold a user name(?!.*hunter2)/);
    expect(read('https://example.org/x?access_token=hunter2')).toMatch(/query/);
  });

  it.each([
    'http://example.org/x',
    'git://example.org/x',
    'ssh://git@example.org/x',
    'ssh://-oProxyCommand=x/x',
    'git@example.org:x/y.git',
    'example.org/x',
    'ftp://example.org/x',
    'ext::sh -c touch% /tmp/x',
    'EXT::x',
    'fd::17',
    'transport::https://example.org/x',
    '-u',
    '--upload-pack=touch /tmp/x',
    'file:///etc',
    'file://example.org/x',
    '/etc/passwd',
    '../x',
    'https://',
    'https://example.org',
    'https://example.org/',
    'https://localhost/x',
    'https://LOCALHOST./x',
    'https://a.localhost/x',
    'https://intranet/x',
    'https://git.internal/x',
    'https://nas.local/x',
    'https://router.lan/x',
    'https://metadata.google.internal/x',
    'https://127.0.0.1/x',
    'https://127.1/x',
    'https://127.0.1/x',
    'https://0/x',
    'https://0x7f.1/x',
    'https://0x7f000001/x',
    'https://2130706433/x',
    'https://017700000001/x',
    'https://0177.0.0.1/x',
    'https://10.0.0.8/x',
    'https://172.16.0.1/x',
    'https://172.31.255.255/x',
    'https://192.168.1.1/x',
    'https://169.254.169.254/x',
    'https://100.64.0.1/x',
    'https://198.18.0.1/x',
    'https://224.0.0.1/x',
    'https://255.255.255.255/x',
    'https://[::1]/x',
    'https://[::]/x',
    'https://[::ffff:127.0.0.1]/x',
    'https://[::ffff:7f00:1]/x',
    'https://[::127.0.0.1]/x',
    'https://[64:ff9b::7f00:1]/x',
    // The local prefix of translators: what it leads to does not stand at the end, and is nobody else's.
    'https://[64:ff9b:1:7f00:0:100:808:808]/x',
    'https://[2002:7f00:1::]/x',
    'https://[fe80::1]/x',
    'https://[fc00::1]/x',
    'https://[fd12:3456::1]/x',
    'https://[ff02::1]/x',
    'https://[2001:db8::1]/x',
    'https://[2001::1]/x',
    'https://１２７.0.0.1/x',
    'https://ⓛocalhost/x',
    'https://example.org:22/x',
    'https://example.org:5432/x',
    'https://example.org/x y',
    'https://example.org/x\ty',
    'https://example.org\\@127.0.0.1/x',
    'https://example.org/x\u0000',
    'https://example.org/x#-b',
    'https://example.org/x#a..b',
    'https://example.org/x#a b',
    'https://example.org/x#a@{1}',
    'https://example.org/x#a.lock',
    'https://example.org/x#',
    'https://example.org/x#$(touch /tmp/x)',
    'https://example.org/x#a;b',
    'https://example.org/x#/a',
    'https://example.org/x#a/',
  ])('is refused: %j', (url) => {
    expect(typeof read(url)).toBe('string');
  });

  it('may be private where the operator names it, and only there', () => {
    const allow = ['git.internal', '127.0.0.1:8080', '[::1]:8080', '/srv/git', '/srv/one/'];
    expect(read('http://git.internal/x', allow)).toMatchObject({ scheme: 'http', port: 80, named: true });
    expect(read('https://git.internal:8443/x', allow)).toMatchObject({ named: true });
    expect(read('http://127.1:8080/x', allow)).toMatchObject({ host: '127.0.0.1', named: true });
    expect(read('http://[::1]:8080/x', allow)).toMatchObject({ named: true });
    expect(read('file:///srv/git/a%20b.git#main', allow)).toMatchObject({ scheme: 'file', path: '/srv/git/a b.git', ref: 'main' });
    expect(read('file:///srv/one', allow)).toMatchObject({ path: '/srv/one' });
    for (const url of [
      'http://127.0.0.1/x',
      'http://127.0.0.1:8081/x',
      'https://sub.git.internal/x',
      'file:///srv/gitx',
      'file:///srv',
      'file:///srv/git/../x',
      'file:///srv/git/%2e%2e/x',
      'file:///srv/git/a%2f..%2f..%2fx',
      'file:///srv/git/%',
    ])
      expect(typeof read(url, allow)).toBe('string');
  });

  it('counts as private whatever is not plain public unicast', () => {
    for (const text of ['', 'x', '1.2.3', '1.2.3.4.5', '256.1.1.1', '::g', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9'])
      expect(isPrivateAddress(text)).toBe(true);
    for (const text of ['1.1.1.1', '100.128.0.1', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001:80b::200e', '::ffff:1.1.1.1'])
      expect(isPrivateAddress(text)).toBe(false);
  });
});
