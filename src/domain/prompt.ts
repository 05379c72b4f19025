/** Prompts by name, with the placeholders that each must hold and that the code fills; nothing else may stand in `{{ }}`. */
export const PROMPT_PLACEHOLDERS = {
  answer: ['title', 'mark', 'passages', 'talk', 'question', 'maximumSentences'],
  'assess-fit': ['title', 'mark', 'challenges', 'idea'],
  'expected-questions': ['title', 'mark', 'passage', 'count'],
} as const;

export type PromptName = keyof typeof PROMPT_PLACEHOLDERS;
export type PromptValues<Name extends PromptName> = Readonly<
  Record<(typeof PROMPT_PLACEHOLDERS)[Name][number], string | number>
>;

/** A prompt as read at start. `hash` is of its text: a result names it, so that one can tell what was asked. */
export type Prompt<Name extends PromptName = PromptName> = {
  readonly name: Name;
  readonly system: string;
  readonly message: string;
  readonly hash: string;
};

export type Prompts = { readonly [Name in PromptName]: Prompt<Name> };

const PLACEHOLDER = /\{\{\s*([A-Za-z]+)\s*\}\}/g;

export function placeholdersOf(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''));
}

/** Fills in one pass: `{{ }}` inside a value stays what it is, text. */
export function fillPrompt<Name extends PromptName>(
  prompt: Prompt<Name>,
  values: PromptValues<Name>,
): { readonly system: string; readonly message: string } {
  const known = new Map<string, string | number>(Object.entries(values));
  const fill = (text: string) =>
    text.replace(PLACEHOLDER, (_, name: string) => String(known.get(name) ?? ''));
  return { system: fill(prompt.system), message: fill(prompt.message) };
}
