import { beforeAll, describe, expect, it } from 'vitest';
import type { CollectionAssistant } from '../../src/compose-collection.ts';
import type { MatchReport, QuestionVerdict } from '../../src/domain/match-report.ts';
import { realAssistant } from '../support/real-assistant.ts';

const STEPS: Readonly<Record<QuestionVerdict, number>> = {
  unknown: 0,
  not_addressed: 0,
  partial: 1,
  covers: 2,
};
let assistant: CollectionAssistant;

beforeAll(async () => {
  assistant = await realAssistant();
});

function judge(idea: string): Promise<MatchReport> {
  return assistant.matchIdea({ idea, locale: 'es', top: 8 });
}

function verdicts(report: MatchReport): Map<string, number> {
  return new Map(
    report.ranking.flatMap(({ questions }) =>
      questions.map(({ passageId, verdict }) => [passageId.replace(/^[^.]+\./, ''), STEPS[verdict]] as const),
    ),
  );
}

describe('answering one of the questions back', () => {
  it.each([
    [
      'Un centro de acopio donde los vecinos de Ovalle llevan sus envases y una cuadrilla los muele para hacer tablas.',
      'Se hará con los residuos que salen de las casas y de las parras, y así queda ganancia social, ambiental y económica: triple impacto.',
      'd3.q2',
    ],
    [
      'Sensores baratos para saber cuánta agua queda en los estanques del comité de agua potable rural.',
      'Los regantes, el comité y los pequeños productores de la cuenca acordarán juntos los turnos y usarán la tecnología para optimizar el agua.',
      'd6.q4',
    ],
    [
      'Los alfareros diaguitas de un pueblo venden en la feria sus piezas con sello de origen.',
      'Se hará dentro de las escuelas, como parte de las clases, para que los niños conozcan la identidad de la región.',
      'd8.q5',
    ],
  ])(
    'raises what it answers and moves nothing unrelated by more than a step: %s',
    async (idea, answer, question) => {
      const before = verdicts(await judge(idea));
      const after = verdicts(await judge(`${idea} ${answer}`));
      expect(after.get(question)).toBeGreaterThan(before.get(question) ?? 0);
      const challenge = question.split('.')[0];
      for (const [id, step] of before) {
        if (id.startsWith(`${challenge}.`)) continue;
        expect(Math.abs((after.get(id) ?? 0) - step), id).toBeLessThanOrEqual(1);
      }
    },
  );

  it('changes no verdict for words that say nothing', async () => {
    const idea =
      'Sensores baratos para saber cuánta agua queda en los estanques del comité de agua potable rural de Punitaqui.';
    const padded = `${idea} Muchas gracias por leer esto. Quedo atenta a sus comentarios, que tengan un buen día.`;
    expect(verdicts(await judge(padded))).toEqual(verdicts(await judge(idea)));
  });
});
