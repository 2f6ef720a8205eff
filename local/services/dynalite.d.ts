/** Types of the parts of `dynalite` that are used; the package has none. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    /** Folder of the store. */
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }

  /** An HTTP server; closing it closes the store. */
  export default function dynalite(options?: DynaliteOptions): Server;
}
