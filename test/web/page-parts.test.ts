import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Conversation, emptyConversation } from '../../src/web/conversation-state.ts';
import { messages } from '../../src/web/messages.ts';
import { createAgreedMemory } from '../../src/web/page/agreed-memory.ts';
import { feedbackReasons, writeFeedbackComment } from '../../src/web/page/feedback-comment.ts';
import { writePlainAnswer } from '../../src/web/page/plain-answer.ts';
import { aMatchReport } from '../support/fake-app-dependencies.ts';
import { aCitation } from '../support/sample-collection.ts';

function aConversation(question = '¿agua?'): Conversation {
  const reply = {
    ...({ phase: 'complete', messageId: 'm1', kind: 'answer', completeness: 'complete' } as const),
    ...{
      text: 'Lo dice el **desafío 1**:\n\n- «La niebla…» [1]\n- otra cosa',
      suggestions: [],
      failure: null,
    },
    ...{ citations: [aCitation('d1.q1')], match: null, notices: ['Un número se repite.'], rating: null },
  };
  return { conversationId: 'c1', exchanges: [{ id: 1, question, reply }] };
}

describe('an answer as plain text', () => {
  const context = {
    words: messages.es,
    placeOf: () => 'Desafío 1, pregunta guía 1',
    addressOf: (id: string) => `https://elqui.test/pasaje/${id}`,
  };

  it('holds the question, the words without markup, the notices and every source with its quotation', () => {
    const [exchange] = aConversation().exchanges;
    if (exchange === undefined) throw new Error('there is one');
    const { quote, passageId } = aCitation('d1.q1');
    expect(writePlainAnswer(exchange, context)).toBe(
      [
        '¿agua?',
        'Lo dice el desafío 1:',
        '- «La niebla…» [1]\n- otra cosa',
        'Ten en cuenta:\n- Un número se repite.',
        `Pasajes citados:\n[1] Desafío 1, pregunta guía 1: «${quote}»\n    https://elqui.test/pasaje/${passageId}\n`,
      ].join('\n\n'),
    );
  });

  it('tells which challenges an idea fits, and how well', () => {
    const [exchange] = aConversation().exchanges;
    if (exchange === undefined) throw new Error('there is one');
    const matched = { ...exchange, reply: { ...exchange.reply, text: '', match: aMatchReport() } };
    expect(writePlainAnswer(matched, context)).toContain(
      'Tu idea responde a un desafío\n- Desafío 1 (Ajuste 86 de 100): MEJORAR EL ACCESO AL AGUA',
    );
  });
});

describe('reasons and comment as one text', () => {
  it.each([
    [
      ['incompleta', 'incorrecta'],
      ' falta la página ',
      'Motivos: incorrecta, incompleta. Comentario: falta la página',
    ],
    [['no era lo que pregunté'], '', 'Motivos: no era lo que pregunté.'],
    [[], 'solo esto', 'Comentario: solo esto'],
    [[], '  ', ''],
  ] as const)('%j and «%s»', (reasons, comment, expected) => {
    expect(writeFeedbackComment(reasons, comment)).toBe(expected);
  });

  it('never passes what the server takes', () => {
    fc.assert(
      fc.property(fc.subarray([...feedbackReasons]), fc.string({ maxLength: 3000 }), (reasons, comment) => {
        expect(writeFeedbackComment(reasons, comment).length).toBeLessThanOrEqual(2000);
      }),
      { seed: 7, numRuns: 100 },
    );
  });
});

describe('a conversation kept in the browser', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
  let now = 0;
  const memory = createAgreedMemory(
    () => storage,
    () => now,
  );
  beforeEach(() => {
    kept.clear();
    now = Date.parse('2031-04-27T12:00:00Z');
  });

  it('is nothing until its visitor agrees', () => {
    memory.update(aConversation());
    expect(kept.size).toBe(0);
    expect([memory.isAgreed(), memory.read()]).toEqual([false, null]);
  });

  it('is what it was last, for seven days', () => {
    expect(memory.agree(emptyConversation)).toBe(true);
    memory.update(aConversation());
    now += 6.9 * 86_400_000;
    expect(memory.read()).toEqual(aConversation());
    now += 0.2 * 86_400_000;
    expect([memory.read(), memory.isAgreed(), kept.size]).toEqual([null, false, 0]);
  });

  it('is erased at once', () => {
    memory.agree(aConversation());
    memory.erase();
    memory.update(aConversation('otra'));
    expect(kept.size).toBe(0);
  });

  it('is nothing where the browser refuses storage, or holds what is no conversation', () => {
    const refusing = createAgreedMemory(
      () => {
        throw new Error('denied');
      },
      () => now,
    );
    expect([refusing.agree(aConversation()), refusing.isAgreed(), refusing.read()]).toEqual([
      false,
      false,
      null,
    ]);
    for (const broken of ['{', '[]', '"x"', '{"expiresAt":1e15,"conversation":{"exchanges":7}}']) {
      kept.set(memory.key, broken);
      expect(memory.read()).toBeNull();
    }
  });
});
