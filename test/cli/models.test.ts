import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import { renderModels, renderTest } from '../../cli/view/models.js';
import { parseConfig } from '../../config.js';
import { reportModels } from '../../embedded/models.js';

const rendered = (env: Record<string, string>) => renderModels(reportModels(parseConfig(env))).join('\n');

describe('mw models', () => {
  it('shows who is asked for what, at which price, and what the others need; never a key', () => {
    const text = rendered({ GROQ_API_KEY: 'gsk-secret', OLLAMA_BASE_URL: 'http://me:word@127.0.0.1:11434' });
    expect(text).toContain('simple   groq/openai/gpt-oss-20b, ollama/qwen3-coder:30b');
    expect(text).toMatch(/groq\/openai\/gpt-oss-120b +131k +66k {2}0\.15 \/ 0\.075 \/ 0\.6/);
    expect(text).toMatch(/openai +not usable: set OPENAI_API_KEY/);
    expect(text).toMatch(/groq +GROQ_API_KEY is set, https:/);
    expect(text).not.toMatch(/gsk-secret|me:word/);
  });

  it('says that the template answers, or one endpoint alone, and that a price is unknown', () => {
    expect(rendered({})).toContain('The built-in template model answers');
    const lone = rendered({ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1', OPENAI_MODEL: 'nobody-knows-it' });
    expect(lone).toContain('One endpoint answers everything');
    expect(lone).toContain('unknown: counted as $0, no budget binds it');
  });

  it('tells how each test went', () => {
    const colors = pc.createColors(false);
    expect(renderTest({ name: 'a/b', ok: true, ms: 1_234, detail: 'ok' }, colors)).toBe('ok    a/b: "ok" in 1.2 s');
    expect(renderTest({ name: 'a/b', ok: false, ms: 5, detail: 'refused' }, colors)).toBe('FAIL  a/b: refused');
  });
});
