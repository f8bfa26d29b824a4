import { eq, sql } from 'drizzle-orm';
import { addMessage, insertChatSession } from '../../../db/queries/chat.js';
import { builds, deployments, notifications, tokens, users, webhooks, webSessions } from '../../../db/schema/index.js';
import type { Api } from '../../api/stack.js';
import type { Marker } from './marker.js';

const USER = 'local';
const TITLE_CHARS_MAX = 200;

/** A conversation about a build, with every payload as an answer of a model and as a person's words. Answers its id. */
export async function fillChat(api: Api, marker: Marker, buildId: string): Promise<string> {
  const session = { id: 'chat-hostile', userId: USER, title: marker.line('chattitle'), buildId, repo: null, llmPreference: 'balanced', budgetUsd: 1 };
  const { orm } = api.database;
  await insertChatSession(orm, session);
  const said = marker.packs('chatsaid', 8).map((text) => ({ role: 'user' as const, text }));
  const answers = marker.each('chatanswer').map((text) => ({ role: 'assistant' as const, text }));
  await orm.transaction(async (tx) => {
    for (const [number, message] of [...said, ...answers].entries()) await addMessage(tx, session, { id: `msg-${number}`, state: 'done', ...message });
    await addMessage(tx, session, {
      id: 'msg-with-all',
      role: 'assistant',
      state: 'done',
      text: 'x',
      answeredBy: marker.line('chatmodel'),
      attachments: marker.packs('attachment', 4).map((name, index) => ({ id: `a${index}`, name, media_type: 'x/y', bytes: 1, sha256: 'x', excerpt: null })),
      citations: marker
        .each('citation')
        .map((label, number) => ({ label, href: marker.bare('citationhref', number), page: marker.bare('citationpage', number) })),
      suggestions: [marker.hidden('suggestion')],
    });
    const failure = { code: 'INTERNAL' as const, title: 'x', detail: marker.all('chatfailure') };
    await addMessage(tx, session, { id: 'msg-failed', role: 'assistant', state: 'failed', text: 'x', failure });
    await addMessage(
      tx,
      session,
      { id: 'msg-card', role: 'assistant', state: 'done', text: 'x', suggestions: marker.packs('lastsuggestion', 4) },
      { card: cardOf(marker) },
    );
  });
  return session.id;
}

function cardOf(marker: Marker) {
  const params = { reason: marker.all('cardparam'), [marker.line('cardparamname')]: 1 };
  const expiresAt = new Date(Date.now() + 600_000);
  return { id: 'card-hostile', action: 'stop' as const, buildId: null, params, subject: marker.all('cardsubject'), digest: 'd', expiresAt };
}

/** What a person was told, where else it is sent, what they are called and by which browsers. */
export async function fillPerson({ database: { orm } }: Api, marker: Marker): Promise<void> {
  const titles = marker.packs('noticetitle', 8);
  const texts = marker.packs('noticetext', 8);
  await orm.insert(notifications).values(titles.map((title, index) => ({ userId: USER, kind: 'input_needed' as const, title, text: texts[index] ?? '' })));
  const reasons = marker.packs('webhookreason', 4);
  const off = { userId: USER, sealedSecret: 'x', disabledAt: new Date(), lastDeliveryAt: new Date() };
  const urls = marker.packs('webhookurl', 4);
  const errors = marker.packs('webhookerror', 4);
  const rows = urls.map((url, index) => ({ id: `wh-${index}`, url, events: [marker.line('webhookevent')], lastError: errors[index] ?? '' }));
  await orm.insert(webhooks).values(rows.map((row, index) => ({ ...off, ...row, disabledReason: reasons[index] ?? '' })));
  await orm
    .update(users)
    .set({ name: marker.line('username') })
    .where(eq(users.id, USER));
  const [token] = await orm.select({ id: tokens.id }).from(tokens).where(eq(tokens.userId, USER));
  const browser = { tokenId: token?.id ?? '', expiresAt: new Date(Date.now() + 86_400_000) };
  const agents = marker.packs('browser', 6);
  await orm.insert(webSessions).values(agents.map((userAgent, index) => ({ ...browser, id: `ws-${index}`, sha256: `x${index}`, userAgent })));
}

/** A build a payload, named by it: ended with a retrospective, deployed. The last one failed; answers its id. */
export async function fillEnded(api: Api, marker: Marker): Promise<string> {
  const { orm } = api.database;
  const titles = marker.each('title').map((title) => title.slice(0, TITLE_CHARS_MAX));
  const ids = await Promise.all(titles.map((title) => api.create({ description: 'x', title })));
  const [words, wells, betters, domains, details] = ['summary', 'wentwell', 'toimprove', 'domain', 'overviewdetail'].map((field) => marker.each(field));
  for (const [number, id] of ids.entries()) {
    const retrospective = { summary: words?.[number], went_well: [wells?.[number]], to_improve: [betters?.[number]] };
    const ended = { status: 'completed' as const, phase: 'complete' as const, endedAt: new Date(), domain: domains?.[number] ?? '' };
    const [build] = await orm
      .update(builds)
      .set({ ...ended, retrospective })
      .where(eq(builds.id, id))
      .returning({ projectId: builds.projectId });
    const place = { buildId: id, projectId: build?.projectId ?? '', environment: 'staging', generation: 1 };
    await orm.insert(deployments).values({ ...place, id: `${id}-failed`, status: 'failed', detail: details?.[number] ?? '' });
    const url = marker.bare('overviewurl', number);
    if (marker.addresses.includes(number)) await orm.insert(deployments).values({ ...place, id: `${id}-live`, status: 'live', url });
  }
  const last = ids.at(-1) ?? '';
  const failure = { code: marker.line('failurecode'), title: marker.line('failuretitle'), detail: marker.all('failuredetail') };
  await orm
    .update(builds)
    .set({ status: 'failed', failure: sql`${JSON.stringify(failure)}::jsonb` })
    .where(eq(builds.id, last));
  return last;
}
