import { writeUnansweredCsv } from './adapters/spreadsheets/write-unanswered.ts';
import { createReportUnanswered } from './chat/report-unanswered.ts';
import type { UnansweredDependencies } from './http/unanswered-dependencies.ts';

/** Joins the journal's unanswered questions to what the wall and the command line tell of them. */
export function composeUnanswered(
  parts: Parameters<typeof createReportUnanswered>[0],
): UnansweredDependencies {
  const reportUnanswered = createReportUnanswered(parts);
  return {
    reportUnanswered,
    exportUnanswered: async (request, locale) => writeUnansweredCsv(await reportUnanswered(request), locale),
  };
}
