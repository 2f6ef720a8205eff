import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWeb, bundleFunctions } from '../lib/bundle.ts';
import { galleyApp } from '../lib/galley-app.ts';

/** What the CDK command line runs, as cdk.json says. GALLEY_BUILD_DIR moves the bundles out of `.build`. */
const projectDir = fileURLToPath(new URL('..', import.meta.url));
const buildDir = process.env.GALLEY_BUILD_DIR ?? join(projectDir, '.build');
await buildWeb(projectDir, buildDir);
await bundleFunctions(projectDir, buildDir);
galleyApp(projectDir, buildDir).synth();
