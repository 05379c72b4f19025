import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AssistantError } from '../../domain/errors.ts';

const labelledMessageSchema = z.object({
  text: z.string().min(1).max(4000),
  kind: z.string().min(1),
  hand: z.string().default('unknown'),
});

/** A message and the kind it is, to teach what visitors want. */
export type LabelledMessage = z.infer<typeof labelledMessageSchema>;

/** @throws {AssistantError} `invalid-input` naming the line that cannot be used. */
export async function readLabelledMessages(path: string): Promise<readonly LabelledMessage[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [readLine(line, index + 1)]));
}

function readLine(line: string, number: number): LabelledMessage {
  try {
    return labelledMessageSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new AssistantError('invalid-input', `Labelled messages: line ${number} cannot be used`, { cause });
  }
}
