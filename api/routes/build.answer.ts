import type { AnswerMessage } from '../../contracts/messages.js';
import { answerBody } from '../../schemas/requests.js';
import { bindDecision, decide, decisionIdOf } from '../decide.js';
import { defineDecision } from '../decision-route.js';

export const answerBuild = defineDecision({
  action: 'answer',
  operation: 'answerBuild',
  summary: 'Answer the question the build waits with',
  access: 'developer',
  body: answerBody,
  done: 'Answered; the build goes on',
  failures: ['NOTHING_TO_APPROVE', 'APPROVAL_STALE'],
  async decide({ deps, user, build, body }) {
    const bound = await bindDecision(deps, build, 'answer', body.subject_digest);
    if ('repeated' in bound) return bound.repeated;
    const { digest } = bound.subject;
    const message: AnswerMessage = {
      decisionId: decisionIdOf(build, 'answer', bound.subject, null),
      userId: user.id,
      subjectDigest: digest,
      answer: body.answer,
    };
    return decide(deps, build, 'answer', message, digest);
  },
});
