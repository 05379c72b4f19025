/** Why an answer did not help. The words are stored as they stand here, whatever language the page speaks. */
export const feedbackReasons = [
  'incorrecta',
  'no era lo que pregunté',
  'incompleta',
  'confusa',
  'otra',
] as const;
export type FeedbackReason = (typeof feedbackReasons)[number];

/** What the server takes of a comment. */
const maximumCharacters = 2000;

/** The form in which reasons and comment are sent as one text: "Motivos: incorrecta, confusa. Comentario: …". */
export function writeFeedbackComment(reasons: readonly FeedbackReason[], comment: string): string {
  const chosen = feedbackReasons.filter((reason) => reasons.includes(reason));
  const said = comment.trim();
  return [
    chosen.length === 0 ? '' : `Motivos: ${chosen.join(', ')}.`,
    said === '' ? '' : `Comentario: ${said}`,
  ]
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, maximumCharacters);
}
