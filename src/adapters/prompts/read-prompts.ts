import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AssistantError } from '../../domain/errors.ts';
import {
  PROMPT_PLACEHOLDERS,
  type Prompt,
  type PromptName,
  type Prompts,
  placeholdersOf,
} from '../../domain/prompt.ts';

const HASH_LETTERS = 12;
const PARTS = /^# Sistema\s*$([\s\S]*?)^# Mensaje\s*$([\s\S]*)/m;

/**
 * Reads every prompt of a folder, once.
 * @throws {AssistantError} `invalid-environment` naming the file and what is wrong: missing, without its two parts, a placeholder too few or too many.
 */
export async function readPrompts(folder: string): Promise<Prompts> {
  const [answer, assessFit, expectedQuestions] = await Promise.all([
    readPrompt(folder, 'answer'),
    readPrompt(folder, 'assess-fit'),
    readPrompt(folder, 'expected-questions'),
  ]);
  return { answer, 'assess-fit': assessFit, 'expected-questions': expectedQuestions };
}

async function readPrompt<Name extends PromptName>(folder: string, name: Name): Promise<Prompt<Name>> {
  const file = join(folder, `${name}.md`);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AssistantError('invalid-environment', `The prompt ${file} cannot be read`, { cause });
  });
  const [, system, message] = PARTS.exec(text.replaceAll('\r\n', '\n')) ?? [];
  if (system === undefined || message === undefined) {
    throw new AssistantError('invalid-environment', `${file} needs the parts "# Sistema" and "# Mensaje"`);
  }
  requirePlaceholders(file, name, placeholdersOf(`${system}${message}`));
  return { name, system: system.trim(), message: message.trim(), hash: hashOf(`${system}\n${message}`) };
}

function requirePlaceholders(file: string, name: PromptName, found: ReadonlySet<string>): void {
  const wanted: readonly string[] = PROMPT_PLACEHOLDERS[name];
  const missing = wanted.filter((placeholder) => !found.has(placeholder));
  const unknown = [...found].filter((placeholder) => !wanted.includes(placeholder));
  const list = (names: readonly string[]) => names.map((one) => `{{${one}}}`).join(', ');
  if (missing.length > 0) throw new AssistantError('invalid-environment', `${file} lacks ${list(missing)}`);
  if (unknown.length > 0) {
    throw new AssistantError('invalid-environment', `${file} holds ${list(unknown)}, which nothing fills`);
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LETTERS);
}
