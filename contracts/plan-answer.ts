/** A question of a plan with a person's answer, as the plan is made again from it. */
export function planAnswer(question: string, answer: string): string {
  return `${question}\nAnswer: ${answer}`;
}
