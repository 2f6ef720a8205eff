import { App, Validations } from 'aws-cdk-lib';
import type { AppProps } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks } from 'cdk-nag';
import type { CpuArchitecture } from './sharp-layer.ts';
import { StatefulStack } from './stateful-stack.ts';
import { StatelessStack } from './stateless-stack.ts';

/** Exports and imports between the stacks: every CloudFormation there is understands them. */
const flags = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' };

/**
 * Composes the whole of Galley from the bundles in `buildDir` (see `lib/bundle.ts`).
 * Context `architecture`: `arm64` (default) or `x64`, the processor that functions run on.
 * @throws Error naming the context value when it is neither
 */
export function galleyApp(projectDir: string, buildDir: string, props: AppProps = {}): App {
  // The flags that a new project gets today; in code, so that every way to synthesize has the same.
  const app = new App({ analyticsReporting: false, ...props, context: { ...recommendedFlags, ...flags, ...props.context } });
  const data = new StatefulStack(app, 'GalleyStateful', { description: 'Galley: what outlives deployments' });
  new StatelessStack(app, 'GalleyStateless', { description: 'Galley: functions, workflow, API', projectDir, buildDir, architecture: architectureOf(app), data });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

function architectureOf(app: App): CpuArchitecture {
  const value: unknown = app.node.tryGetContext('architecture') ?? 'arm64';
  if (value === 'arm64' || value === 'x64') return value;
  throw new Error(`Expected arm64 or x64 for the context value architecture but received ${JSON.stringify(value)}`);
}
