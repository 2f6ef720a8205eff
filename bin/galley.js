#!/usr/bin/env node
// npm links Node 24 beside this project's tools; a shell that has an older one first on its path starts
// here and is handed over to it, because only that one reads TypeScript as it is.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const [major] = process.versions.node.split('.').map(Number);
if (major >= 24) {
  // From the second time on, a command starts without compiling its sources again.
  module.enableCompileCache();
  await import('./galley.ts');
} else {
  const pinned = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
  if (!existsSync(pinned)) {
    console.error(`Expected Node 24 or newer, or the one that "npm ci" installs, but received Node ${process.versions.node}. Run "npm ci" and try again.`);
    process.exit(1);
  }
  const child = spawnSync(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exit(child.status ?? 1);
}
