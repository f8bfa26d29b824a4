import { describe, expect, it } from '@jest/globals';
import { intentOf } from '../../api/chat/new-build.js';
import { parseMessage } from '../../api/chat/parse.js';
import { CHAT_TEXT_CHARS_MAX } from '../../contracts/chat.js';

/** As long as a message may be. */
const long = (head: string, pump: string, tail: string) =>
  head + pump.repeat(Math.floor((CHAT_TEXT_CHARS_MAX - head.length - tail.length) / pump.length)) + tail;

// Each of these kept the whole API busy for seconds to years: words are read in the process that answers everybody.
describe('a message made to be hard to read', () => {
  it('of blanks before what is to be said is guidance', () => {
    expect(parseMessage(long('tell', ' ', 'it\nto use sqlite'))).toMatchObject({ kind: 'wish', action: 'guidance' });
    expect(parseMessage(long('answer', ' ', 'yes\nof course'))).toMatchObject({ kind: 'wish', action: 'answer', params: { answer: 'yes\nof course' } });
    expect(parseMessage(long('request changes', ' ', 'more\ntests'))).toMatchObject({ action: 'request_changes', params: { text: 'more\ntests' } });
  });

  it('of marks is nothing in particular', () => {
    expect(parseMessage(long('', '…', 'x'))).toMatchObject({ kind: 'open' });
    expect(parseMessage(long('', '.', 'x'))).toMatchObject({ kind: 'open' });
    expect(parseMessage(`an API ${'\ufdfa'.repeat(19_000)}`)).toMatchObject({ kind: 'open' });
    expect(parseMessage(long('add https://example.org/', ')', 'x'))).toMatchObject({ kind: 'create' });
  });

  it('of words of wishes without end is no plain wish', () => {
    expect(parseMessage(long('deploy staging production ', 'to-', '1'))).toMatchObject({ kind: 'open' });
    expect(parseMessage(long('deploy staging ', 'ne ', 'x'))).toMatchObject({ kind: 'open' });
    expect(parseMessage(long('raise ', 'budget', 'x'))).toMatchObject({ kind: 'open' });
  });

  it('about money is read as it is meant', () => {
    expect(intentOf({ description: long('an API for', ' ', 'x'), repo: null }, [])).not.toHaveProperty('budget_usd');
    expect(intentOf({ description: 'an API for   $ 12.50', repo: null }, [])).toMatchObject({ budget_usd: 12.5 });
  });
});

describe('words of several lines', () => {
  it('reach those they are meant for as they stand', () => {
    expect(parseMessage('tell int-code-7k2m9q to\nuse sqlite\nand keep it small')).toMatchObject({
      kind: 'wish',
      action: 'guidance',
      refs: ['int-code-7k2m9q'],
      params: { text: 'use sqlite\nand keep it small' },
    });
  });
});
