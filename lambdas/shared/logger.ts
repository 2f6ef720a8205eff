import { Logger } from '@aws-lambda-powertools/logger';

export type LogField = string | number | boolean | null | readonly string[];
/** Without the names that every line has of its own: Powertools drops such a field. */
export type LogFields = Readonly<Record<string, LogField | undefined>> & { readonly [Name in 'level' | 'message' | 'sampling_rate' | 'service' | 'timestamp']?: never };

/** What the edge of a function needs of a logger; Powertools' Logger is one. */
export interface Log {
  info(message: string, fields: LogFields): void;
  error(message: string, fields: LogFields): void;
}

/** The service's name and level come from POWERTOOLS_SERVICE_NAME and POWERTOOLS_LOG_LEVEL. */
export function powertoolsLog(): Log {
  const logger = new Logger();
  return {
    info: (message, fields) => {
      logger.info(message, { ...fields });
    },
    error: (message, fields) => {
      logger.error(message, { ...fields });
    },
  };
}
