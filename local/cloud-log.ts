/** The cloud's own log: one JSON line per message in a file; warnings and errors are also shown to the person. */
import { join } from 'node:path';

import { LogFile } from './lambda/log-file.ts';
import type { CloudLog, JsonObject } from './types.ts';

/** A log in `logs/cloud.log` of the state's folder. */
export function createCloudLog(stateDir: string, show: (line: string) => void): CloudLog {
  const file = new LogFile(join(stateDir, 'logs', 'cloud.log'));
  const write = (level: string, message: string, fields: JsonObject = {}): void => {
    file.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
  };
  return {
    info: (message, fields) => write('info', message, fields),
    warn(message, fields) {
      write('warn', message, fields);
      show(message);
    },
    error(message, fields) {
      write('error', message, fields);
      show(`${message}${typeof fields?.['error'] === 'string' ? `: ${fields['error']}` : ''}`);
    },
  };
}
