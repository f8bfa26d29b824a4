// Old repositories have these harmless flaws: refusing them would refuse half of the world's history.
export const FORGIVEN: readonly string[] = ['zeroPaddedFilemode', 'missingSpaceBeforeDate', 'badTimezone', 'badDateOverflow'];

/** Options of every git command of a fetch: one transport, objects checked on the way in, nothing run on the side. */
export const GIT_OPTIONS: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.askPass=/bin/false',
  'credential.helper=',
  'gc.auto=0',
  'maintenance.auto=false',
  'fetch.fsckObjects=true',
  'transfer.fsckObjects=true',
  'transfer.bundleURI=false',
  'submodule.recurse=false',
  'http.followRedirects=initial',
  'http.lowSpeedLimit=1000',
  'http.lowSpeedTime=60',
  'safe.directory=*',
  ...FORGIVEN.map((flaw) => `fetch.fsck.${flaw}=ignore`),
];
