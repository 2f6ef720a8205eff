/** What the interpreter keeps on disk: executions, their events, where each branch is, tokens, news to deliver. */
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';

import type { Branch } from './branch.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** One row of `executions`; times are epoch milliseconds, input and output JSON texts. */
export interface ExecutionRow {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly roleArn: string;
  readonly definition: string;
  readonly status: ExecutionStatus;
  readonly startedAt: number;
  readonly stoppedAt: number | null;
  readonly input: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
}

export interface MachineRow {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly definition: string;
  readonly type: string;
  readonly createdAt: number;
}

export interface StoredEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly timestamp: number;
  /** JSON object. */
  readonly details: string;
}

export interface TokenRow {
  readonly token: string;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly dueAt: number;
  /** Length of one heartbeat in milliseconds, and when the next is due. */
  readonly heartbeat: number | null;
  readonly heartbeatDueAt: number | null;
  /** JSON of the TokenOutcome, once somebody answered. */
  readonly outcome: string | null;
  readonly closed: 0 | 1;
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 5000;
  CREATE TABLE IF NOT EXISTS machines (arn TEXT PRIMARY KEY, name TEXT, roleArn TEXT, definition TEXT, type TEXT, createdAt INTEGER) STRICT;
  CREATE TABLE IF NOT EXISTS definitions (id INTEGER PRIMARY KEY, definition TEXT UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS executions (
    serial INTEGER PRIMARY KEY, arn TEXT UNIQUE, name TEXT, stateMachineArn TEXT, stateMachineName TEXT, roleArn TEXT,
    definitionId INTEGER REFERENCES definitions (id), status TEXT, startedAt INTEGER, stoppedAt INTEGER, input TEXT, output TEXT, error TEXT, cause TEXT) STRICT;
  CREATE INDEX IF NOT EXISTS executionsByMachine ON executions (stateMachineArn, serial);
  CREATE INDEX IF NOT EXISTS executionsByStatus ON executions (status);
  CREATE TABLE IF NOT EXISTS events (executionArn TEXT, id INTEGER, previousEventId INTEGER, type TEXT, timestamp INTEGER, details TEXT,
    PRIMARY KEY (executionArn, id)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS branches (executionArn TEXT, path TEXT, branch TEXT, PRIMARY KEY (executionArn, path)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, executionArn TEXT, stateMachineArn TEXT, dueAt INTEGER, heartbeat INTEGER, heartbeatDueAt INTEGER,
    outcome TEXT, closed INTEGER DEFAULT 0) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS tokensByExecution ON tokens (executionArn);
  CREATE TABLE IF NOT EXISTS news (serial INTEGER PRIMARY KEY AUTOINCREMENT, detail TEXT) STRICT;
`;

const EXECUTION = 'SELECT e.*, d.definition FROM executions e JOIN definitions d ON d.id = e.definitionId';

/** The database. Every method is one statement; `transaction` makes several of them one. */
export class Store {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** @param path of the SQLite file, created when missing */
  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(SCHEMA);
  }

  close(): void {
    this.#database.close();
  }

  /** Everything that `work` writes is on disk when this returns, or nothing of it is. */
  transaction<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  putMachine({ arn, name, roleArn, definition, type, createdAt }: MachineRow): void {
    this.#run(
      `INSERT INTO machines VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET name = excluded.name, roleArn = excluded.roleArn, definition = excluded.definition, type = excluded.type`,
      arn, name, roleArn, definition, type, createdAt,
    );
  }

  machine(arn: string): MachineRow | undefined {
    return this.#get<MachineRow>('SELECT * FROM machines WHERE arn = ?', arn);
  }

  insertExecution(row: ExecutionRow): void {
    this.#run('INSERT INTO definitions (definition) VALUES (?) ON CONFLICT DO NOTHING', row.definition);
    this.#run(
      `INSERT INTO executions (arn, name, stateMachineArn, stateMachineName, roleArn, definitionId, status, startedAt, input)
       VALUES (?, ?, ?, ?, ?, (SELECT id FROM definitions WHERE definition = ?), ?, ?, ?)`,
      row.arn, row.name, row.stateMachineArn, row.stateMachineName, row.roleArn, row.definition, row.status, row.startedAt, row.input,
    );
  }

  endExecution(arn: string, end: Pick<ExecutionRow, 'status' | 'stoppedAt' | 'output' | 'error' | 'cause'>): void {
    this.#run('UPDATE executions SET status = ?, stoppedAt = ?, output = ?, error = ?, cause = ? WHERE arn = ?', end.status, end.stoppedAt, end.output, end.error, end.cause, arn);
    this.#run('DELETE FROM branches WHERE executionArn = ?', arn);
    this.#run('UPDATE tokens SET closed = 1 WHERE executionArn = ?', arn);
  }

  execution(arn: string): ExecutionRow | undefined {
    return this.#get<ExecutionRow>(`${EXECUTION} WHERE arn = ?`, arn);
  }

  running(): ExecutionRow[] {
    return this.#all<ExecutionRow>(`${EXECUTION} WHERE status = 'RUNNING' ORDER BY serial`);
  }

  /** Newest first. @param before serial of the last row of the page before */
  executions(stateMachineArn: string, status: string | undefined, before: number, limit: number): (ExecutionRow & { readonly serial: number })[] {
    return this.#all(
      `${EXECUTION} WHERE stateMachineArn = ? AND serial < ? AND (? IS NULL OR status = ?) ORDER BY serial DESC LIMIT ?`,
      stateMachineArn, before, status ?? null, status ?? null, limit,
    );
  }

  appendEvent(executionArn: string, event: StoredEvent): void {
    this.#run('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)', executionArn, event.id, event.previousEventId, event.type, event.timestamp, event.details);
  }

  lastEventId(executionArn: string): number {
    return this.#get<{ id: number | null }>('SELECT max(id) AS id FROM events WHERE executionArn = ?', executionArn)?.id ?? 0;
  }

  /** @param after id of the last event of the page before */
  events(executionArn: string, after: number, limit: number, newestFirst: boolean): StoredEvent[] {
    const order = newestFirst ? 'id < ? ORDER BY id DESC' : 'id > ? ORDER BY id';
    return this.#all<StoredEvent>(`SELECT * FROM events WHERE executionArn = ? AND ${order} LIMIT ?`, executionArn, after, limit);
  }

  putBranch(executionArn: string, branch: Branch): void {
    this.#run('INSERT INTO branches VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET branch = excluded.branch', executionArn, branch.path, JSON.stringify(branch));
  }

  /** Removes the branches below this path. */
  dropBranchesBelow(executionArn: string, path: string): void {
    this.#run('DELETE FROM branches WHERE executionArn = ? AND substr(path, 1, ?) = ?', executionArn, path.length + 1, `${path}/`);
  }

  branches(executionArn: string): Branch[] {
    return this.#all<{ branch: string }>('SELECT branch FROM branches WHERE executionArn = ?', executionArn).map(({ branch }) => JSON.parse(branch) as Branch);
  }

  insertToken(row: TokenRow): void {
    this.#run('INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?)', row.token, row.executionArn, row.stateMachineArn, row.dueAt, row.heartbeat, row.heartbeatDueAt, row.outcome, row.closed);
  }

  token(token: string): TokenRow | undefined {
    return this.#get<TokenRow>('SELECT * FROM tokens WHERE token = ?', token);
  }

  tokensOf(executionArn: string): string[] {
    return this.#all<{ token: string }>('SELECT token FROM tokens WHERE executionArn = ?', executionArn).map(({ token }) => token);
  }

  settleToken(token: string, outcome: string): void {
    this.#run('UPDATE tokens SET outcome = ? WHERE token = ?', outcome, token);
  }

  closeToken(token: string): void {
    this.#run('UPDATE tokens SET closed = 1 WHERE token = ?', token);
  }

  postponeHeartbeat(token: string, heartbeatDueAt: number): void {
    this.#run('UPDATE tokens SET heartbeatDueAt = ? WHERE token = ?', heartbeatDueAt, token);
  }

  addNews(detail: string): void {
    this.#run('INSERT INTO news (detail) VALUES (?)', detail);
  }

  oldestNews(): { readonly serial: number; readonly detail: string } | undefined {
    return this.#get('SELECT serial, detail FROM news ORDER BY serial LIMIT 1');
  }

  removeNews(serial: number): void {
    this.#run('DELETE FROM news WHERE serial = ?', serial);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #run(sql: string, ...values: (string | number | null)[]): void {
    this.#statement(sql).run(...values);
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the row that its statement selects
  #get<T>(sql: string, ...values: (string | number | null)[]): T | undefined {
    return this.#statement(sql).get(...values) as T | undefined;
  }

  #all<T>(sql: string, ...values: (string | number | null)[]): T[] {
    return this.#statement(sql).all(...values) as T[];
  }
}
