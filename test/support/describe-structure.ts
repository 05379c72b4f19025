import type { Excerpt, ParsedDocument } from '../../src/domain/challenge.ts';

const textOf = (excerpt: Excerpt | null): string | null => excerpt?.text ?? null;

/** A structure without its offsets: what must be the same whatever the format of the file. */
export function describeStructure(parsed: ParsedDocument) {
  return {
    header: Object.fromEntries(
      Object.entries(parsed.header).map(([part, excerpt]) => [part, textOf(excerpt)]),
    ),
    challenges: parsed.challenges.map((challenge) => ({
      number: challenge.number,
      title: challenge.title.text,
      questions: challenge.questions.map((question) => question.text),
      references: challenge.references.map(
        ({ text, source, sourceAsWritten, isSourceInherited, pointers }) => ({
          text,
          source,
          sourceAsWritten,
          isSourceInherited,
          pointers,
        }),
      ),
    })),
    strategies: parsed.strategyBlocks.map((block) => ({
      source: block.source,
      intro: block.intro.text,
      objectivesHeading: textOf(block.objectivesHeading),
      objectives: block.objectives.map(({ text }) => text),
      axes: block.axes.map((axis) => ({
        number: axis.number,
        heading: axis.heading.text,
        lines: axis.lines.map(({ number, text }) => ({ number, text })),
      })),
    })),
    sourcesHeading: textOf(parsed.sourcesHeading),
    sources: parsed.sources.map(({ text, name }) => ({ text, name })),
    notices: parsed.notices.map(({ code, challenge, source, codes, counts }) => ({
      code,
      challenge,
      source,
      codes,
      counts,
    })),
    unplaced: parsed.unplaced.map(({ text }) => text),
  };
}
