import type { BatchExportFormat, BatchReport } from '../../ports/idea-table.ts';
import { writeCsvReport } from './write-csv.ts';
import { writeHtmlReport } from './write-html.ts';
import { writeWorkbookReport } from './write-workbook.ts';

/** Writes a batch as a file of the format asked for; the same report gives the same content. */
export async function writeBatchReport(report: BatchReport, format: BatchExportFormat): Promise<Uint8Array> {
  switch (format) {
    case 'xlsx':
      return await writeWorkbookReport(report);
    case 'csv':
      return new TextEncoder().encode(writeCsvReport(report));
    case 'html':
      return new TextEncoder().encode(writeHtmlReport(report));
  }
}
