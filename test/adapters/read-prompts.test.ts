import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPrompts } from '../../src/adapters/prompts/read-prompts.ts';
import { fillPrompt } from '../../src/domain/prompt.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'elqui-prompts-'));
  cpSync(fileURLToPath(new URL('../../prompts/', import.meta.url)), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function change(edit: (text: string) => string): void {
  const file = join(folder, 'answer.md');
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
}

describe('prompts', () => {
  it('change their hash with their text', async () => {
    const before = await readPrompts(folder);
    change((text) => text.replace('naturalidad', 'soltura'));
    const after = await readPrompts(folder);
    expect(after.answer.hash).not.toBe(before.answer.hash);
    expect(after['assess-fit'].hash).toBe(before['assess-fit'].hash);
  });

  it('stop the start when a placeholder is missing, unknown, or the file is', async () => {
    change((text) => text.replace('{{passages}}', ''));
    await expect(readPrompts(folder)).rejects.toThrow(/answer\.md lacks \{\{passages\}\}/);
    change((text) => `${text}{{passages}} {{secret}}`);
    await expect(readPrompts(folder)).rejects.toThrow(/holds \{\{secret\}\}, which nothing fills/);
    change((text) => text.replace('# Mensaje', 'Mensaje'));
    await expect(readPrompts(folder)).rejects.toThrow(/needs the parts/);
    rmSync(join(folder, 'answer.md'));
    await expect(readPrompts(folder)).rejects.toThrow(/cannot be read/);
  });

  it('take placeholders in a value for text', async () => {
    const { answer } = await readPrompts(folder);
    const values = { title: 't', mark: 'M', passages: '{{question}}', talk: '{{mark}}', maximumSentences: 3 };
    const { message } = fillPrompt(answer, { ...values, question: '$& {{title}}' });
    expect(message).toContain('{{question}}');
    expect(message).toContain('$& {{title}}');
  });
});
