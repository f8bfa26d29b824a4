// A name is shown in lists and becomes the name of a file on people's disks.
const NAME_BYTES_MAX = 120;
// What is looked at of a longer one: its end, for the extension.
const GIVEN_CHARS_MAX = 1_000;
// Names that mean devices on one system or another.
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A harmless file name from what a sender calls it: the last component only, without control, format and path characters, never empty,
 * never hidden, at most 120 bytes, its extension kept.
 */
export function safeFileName(given: string): string {
  const last = given.slice(-GIVEN_CHARS_MAX).toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\ufffd]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const named = clean === '' ? 'upload' : RESERVED.test(clean) || clean.toLowerCase() === 'git' ? `_${clean}` : clean;
  return shortened(named);
}

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= NAME_BYTES_MAX) return name;
  const dot = name.lastIndexOf('.');
  // An extension longer than this is none.
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  let stem = name.slice(0, name.length - extension.length);
  while (Buffer.byteLength(stem + extension) > NAME_BYTES_MAX) stem = Array.from(stem).slice(0, -1).join('');
  return stem + extension;
}
