/**
 * Intents: what is about to happen to an object of a bucket that tells EventBridge. An intent is on disk before the
 * object changes and goes when its event is accepted, so a process killed in between owes the event at its next start.
 */
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/** What identifies one state of an object. */
export interface ObjectState {
  readonly etag: string;
  readonly size: number;
  /** Milliseconds since the epoch; S3 tells whole seconds. */
  readonly lastModified: number;
}

export interface Intent {
  /** Also the id of the event, so that receivers recognise a repetition. */
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly kind: 'created' | 'deleted';
  /** The operation, `PutObject`. */
  readonly reason: string;
  readonly sequencer: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The object before, if there was one. */
  readonly before: ObjectState | undefined;
}

interface Row {
  readonly intent: string;
}

export class Intents {
  readonly #database: DatabaseSync;
  #lastSequence: bigint;

  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS intents (id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, intent TEXT NOT NULL);
    `);
    this.#lastSequence = 0n;
  }

  /** Writes an intent down; it survives the process when this returns. */
  open(intent: Omit<Intent, 'id' | 'sequencer' | 'at'>): Intent {
    const opened: Intent = { ...intent, id: randomUUID(), sequencer: this.#nextSequencer(), at: Date.now() };
    this.#database
      .prepare('INSERT INTO intents (id, bucket, key, at, intent) VALUES (?, ?, ?, ?, ?)')
      .run(opened.id, opened.bucket, opened.key, opened.at, JSON.stringify(opened));
    return opened;
  }

  /** Takes an intent away: its event is accepted, or nothing happened. */
  close({ id }: Intent): void {
    this.#database.prepare('DELETE FROM intents WHERE id = ?').run(id);
  }

  /** Intents that a killed process left, oldest first. */
  left(): Intent[] {
    return (this.#database.prepare('SELECT intent FROM intents ORDER BY at, rowid').all() as unknown as Row[]).map(({ intent }) => JSON.parse(intent) as Intent);
  }

  end(): void {
    this.#database.close();
  }

  /** Hexadecimal, of one length, growing: later changes of a key have the greater one. Microseconds outrun any restart. */
  #nextSequencer(): string {
    const now = BigInt(Date.now()) * 1_000n;
    this.#lastSequence = now > this.#lastSequence ? now : this.#lastSequence + 1n;
    return this.#lastSequence.toString(16).toUpperCase().padStart(18, '0');
  }
}
