import { destination, pino } from 'pino';
import type { Logger } from '../../ports/logger.ts';

/** JSON lines on standard error, so that standard output stays free for results and protocols. */
export function createPinoLogger(level: string): Logger {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination({ dest: 2, sync: true }),
  );
  return {
    info: (event, fields = {}) => logger.info(fields, event),
    warn: (event, fields = {}) => logger.warn(fields, event),
    error: (event, fields = {}) => logger.error(fields, event),
  };
}
