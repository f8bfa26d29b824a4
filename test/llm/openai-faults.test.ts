import { describe, expect, it } from '@jest/globals';
import { createOpenAiProvider } from '../../activities/llm/openai.js';
import { MillwrightError } from '../../contracts/failures.js';
import { completion, delta, failureOf, HELLO, KEY, provider, sendJson, sendStream, withEndpoint, type Handler } from './endpoint.js';

const fail = (
  handler: Handler,
  limits: { firstByteTimeoutMs?: number; idleTimeoutMs?: number; apiKey?: string } = {},
): Promise<Record<string, unknown> & Error> =>
  withEndpoint(handler, async (endpoint) => {
    const failure = await failureOf(provider(endpoint.baseUrl, limits).complete(HELLO));
    expect(failure).toBeInstanceOf(MillwrightError);
    expect(endpoint.asked).toHaveLength(1);
    return failure;
  });

const error = (message: string): object => ({ error: { message, type: 'x', code: null } });

describe('a status of the endpoint', () => {
  it.each([
    [400, 'LLM_REQUEST_REFUSED'],
    [404, 'LLM_REQUEST_REFUSED'],
    [422, 'LLM_REQUEST_REFUSED'],
    [402, 'LLM_REQUEST_REFUSED'],
    [401, 'LLM_AUTH'],
    [403, 'LLM_AUTH'],
    [500, 'LLM_UNAVAILABLE'],
    [502, 'LLM_UNAVAILABLE'],
    [503, 'LLM_UNAVAILABLE'],
    [529, 'LLM_UNAVAILABLE'],
    [408, 'LLM_UNAVAILABLE'],
    [429, 'LLM_RATE_LIMITED'],
  ])("%i is %s, in the endpoint's own words, asked once", async (status, code) => {
    expect(await fail((response) => sendJson(response, status, error('these very words')))).toMatchObject({
      code,
      detail: expect.stringContaining('these very words'),
    });
  });

  it.each([
    ['{"detail":"from FastAPI"}', 'from FastAPI'],
    ['[{"error":{"message":"from a list"}}]', 'from a list'],
    ['{"error":"just text"}', 'just text'],
    ['<html>gateway</html>', '<html>gateway</html>'],
    ['', 'no further words'],
  ])('says %s in plain words', async (body, words) => {
    expect((await fail((response) => sendJson(response, 502, body)))['detail']).toContain(words);
  });

  it('reads no more of an endless refusal than a person would, and takes no part of a word for a parameter', async () => {
    const failure = await fail((response) => {
      response.writeHead(500);
      const more = (): void => void (!response.destroyed && response.write('no! '.repeat(20_000), () => setImmediate(more)));
      more();
    });
    expect(failure['detail']).toContain('no! no!');
    expect(await fail((response) => sendJson(response, 400, error('the upstream said no')))).toMatchObject({ code: 'LLM_REQUEST_REFUSED' });
  });

  it('cuts long words and follows no redirect', async () => {
    expect(String((await fail((response) => sendJson(response, 500, 'w'.repeat(1_000_000))))['detail']).length).toBeLessThan(1_000);
    await withEndpoint(
      (response) => sendJson(response, 200, completion({ content: 'stolen' })),
      async (thief) => {
        expect(await fail((response) => sendJson(response, 307, '', { location: `${thief.baseUrl}/chat/completions` }))).toMatchObject({
          code: 'LLM_REQUEST_REFUSED',
        });
        expect(thief.asked).toHaveLength(0);
      },
    );
  });

  it('never shows the key, in whatever form the endpoint sends it back', async () => {
    for (const form of [KEY, encodeURIComponent(KEY), Buffer.from(KEY).toString('base64'), `Bearer ${KEY}`]) {
      const failure = await fail((response) => sendJson(response, 400, error(`Incorrect: ${form}`)));
      expect(JSON.stringify([failure.message, failure, failure.cause])).not.toContain(form.replace('Bearer ', ''));
    }
  });

  it('never shows what is left of a key where long words are cut', async () => {
    const apiKey = 'canary-of-another-vendor';
    for (const before of [470, 480, 485, 490]) {
      const failure = await fail((response) => sendJson(response, 400, error(`${'x'.repeat(before)} ${apiKey}`)), { apiKey });
      expect(failure.message).not.toContain(apiKey.slice(0, 10));
    }
  });
});

describe('Retry-After', () => {
  it.each([
    ['1', 1],
    ['2.2', 3],
    ['0', 1],
    ['99999', 300],
    [new Date(Date.now() + 3_600_000).toUTCString(), 300],
    [new Date(Date.now() - 60_000).toUTCString(), 1],
  ])('%s means %i seconds', async (header, seconds) => {
    const failure = await fail((response) => sendJson(response, 429, error('slow down'), header === undefined ? {} : { 'retry-after': header }));
    expect(failure).toMatchObject({ code: 'LLM_RATE_LIMITED', options: { retryAfterSeconds: seconds } });
  });

  it.each(['soon', '-4', undefined])("%s says nothing: how long to wait is the router's to decide", async (header) => {
    const failure = await fail((response) => sendJson(response, 429, error('slow down'), header === undefined ? {} : { 'retry-after': header }));
    expect(failure).toMatchObject({ code: 'LLM_RATE_LIMITED', options: { unbilled: true } });
    expect(failure).not.toHaveProperty('options.retryAfterSeconds');
  });

  it('is no wait when the account has no credit left: a person must hear of it', async () => {
    const broke = { error: { message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' } };
    const failure = await fail((response) => sendJson(response, 429, broke, { 'retry-after': '5' }));
    expect(failure).toMatchObject({ code: 'LLM_REQUEST_REFUSED', message: expect.stringContaining('no credit left') });
  });

  it('says so when it asks for more than we wait', async () => {
    expect((await fail((response) => sendJson(response, 429, error('slow down'), { 'retry-after': '7200' }))).message).toContain(
      'asks us to wait 7200 s, and is asked again after 300 s',
    );
  });

  it('is passed on with a 503 as well', async () => {
    expect(await fail((response) => sendJson(response, 503, error('busy'), { 'retry-after': '7' }))).toMatchObject({
      code: 'LLM_UNAVAILABLE',
      options: { retryAfterSeconds: 7 },
    });
  });
});

describe('an answer that is none', () => {
  const unavailable = (words: string): object => ({ code: 'LLM_UNAVAILABLE', detail: expect.stringContaining(words) });

  it('a stream cut before its end is never used as whole', async () => {
    expect(await fail((response) => sendStream(response, [delta({ content: 'half of' }), delta({ content: ' it' })]))).toMatchObject(
      unavailable('cut after 10 characters'),
    );
    expect(await fail((response) => sendStream(response, [delta({ content: 'half' }), 'data: {"choices":[{"delta":{"con']))).toMatchObject(
      unavailable('cut after 4'),
    );
    expect(
      await fail((response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(delta({ content: 'half' }), () => response.destroy());
      }),
    ).toMatchObject(unavailable('broke off'));
  });

  it('a JSON body cut before its end is never used as whole', async () => {
    expect(await fail((response) => sendJson(response, 200, JSON.stringify(completion({ content: 'x' })).slice(0, 60)))).toMatchObject(unavailable('cut'));
  });

  it('a connection lost after the end of the answer loses nothing', async () => {
    const answer = await withEndpoint(
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(delta({ content: 'all of it' }, 'stop'), () => setTimeout(() => response.destroy(), 50));
      },
      (endpoint) => provider(endpoint.baseUrl).complete(HELLO),
    );
    expect(answer).toMatchObject({ content: 'all of it', usage: null });
  });

  it('a 200 with an error in it is a failure, in a body and in a stream', async () => {
    expect(await fail((response) => sendJson(response, 200, error('upstream is busy')))).toMatchObject(unavailable('upstream is busy'));
    expect(await fail((response) => sendStream(response, [delta({ content: 'x' }), `data: ${JSON.stringify(error('lost it'))}\n\n`]))).toMatchObject(
      unavailable('lost it'),
    );
    expect(await fail((response) => sendStream(response, [delta({ content: 'x' }, 'error')]))).toMatchObject(unavailable('with an error'));
  });

  it.each([
    '<html>Welcome</html>',
    '',
    '{}',
    '[]',
    'null',
    '{"choices":[]}',
    '{"choices":"none"}',
    'data: nonsense\n\n',
    'data: [1]\n\ndata: x\n\ndata: [2]\n\n',
  ])('a 200 with %s is a failure', async (body) => {
    expect(await fail((response) => sendJson(response, 200, body))).toMatchObject({ code: 'LLM_UNAVAILABLE' });
  });

  it('an endpoint that is not there, has no name or speaks no TLS is unavailable', async () => {
    const gone = await withEndpoint(
      () => undefined,
      async (endpoint) => endpoint.baseUrl,
    );
    for (const url of [gone, 'http://nowhere.invalid/v1', gone.replace('http:', 'https:')])
      expect(await failureOf(provider(url).complete(HELLO))).toMatchObject(unavailable('could not be reached'));
    await withEndpoint(
      () => undefined,
      async (endpoint) => {
        expect(await failureOf(provider(endpoint.baseUrl.replace('http:', 'https:')).complete(HELLO))).toMatchObject(unavailable('could not be reached'));
      },
    );
    const withPassword = createOpenAiProvider({ baseUrl: 'http://me:hunter22@127.0.0.1:9/v1', model: 'm', firstByteTimeoutMs: 500, idleTimeoutMs: 500 });
    expect((await failureOf(withPassword.complete(HELLO))).message).not.toContain('hunter22');
  });
});

describe('patience', () => {
  it('ends when no first byte comes, before or after the headers', async () => {
    expect(await fail(() => undefined, { firstByteTimeoutMs: 100 })).toMatchObject({
      code: 'LLM_UNAVAILABLE',
      detail: expect.stringContaining('sent nothing for 0.1 s'),
    });
    expect(
      await fail((response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders(), { firstByteTimeoutMs: 100 }),
    ).toMatchObject({ detail: expect.stringContaining('sent nothing') });
  });

  it('ends when the stream falls silent, and not while it drips', async () => {
    expect(await fail((response) => void response.writeHead(200).write(delta({ content: 'x' })), { idleTimeoutMs: 100 })).toMatchObject({
      code: 'LLM_UNAVAILABLE',
      detail: expect.stringContaining('fell silent for 0.1 s'),
    });
    const answer = await withEndpoint(
      (response) => {
        const whole = delta({ content: 'drop by drop' }, 'stop');
        response.writeHead(200);
        const drip = (at: number): void => {
          if (at >= whole.length) return void response.end();
          response.write(whole.slice(at, at + 10));
          setTimeout(() => drip(at + 10), 40);
        };
        drip(0);
      },
      (endpoint) => provider(endpoint.baseUrl, { firstByteTimeoutMs: 300, idleTimeoutMs: 300 }).complete(HELLO),
    );
    expect(answer.content).toBe('drop by drop');
  });

  it.each(['before the headers', 'within the answer'])("obeys the caller's signal %s with its own reason", async (when) => {
    await withEndpoint(
      (response) => {
        if (when === 'within the answer') response.writeHead(200).write(delta({ content: 'x' }));
      },
      async (endpoint) => {
        const controller = new AbortController();
        const reason = new Error('the build was stopped');
        setTimeout(() => controller.abort(reason), 100);
        await expect(provider(endpoint.baseUrl).complete(HELLO, { signal: controller.signal })).rejects.toBe(reason);
      },
    );
  });

  it('asks nothing for a signal that is aborted already', async () => {
    await withEndpoint(
      (response) => sendJson(response, 200, completion({ content: 'x' })),
      async (endpoint) => {
        await failureOf(provider(endpoint.baseUrl).complete(HELLO, { signal: AbortSignal.abort(new Error('too late')) }));
        expect(endpoint.asked).toHaveLength(0);
      },
    );
  });
});
