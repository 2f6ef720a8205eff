import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Conditions } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Architecture, ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledge.ts';
import type { WildcardGrant } from './acknowledge.ts';
import { bundleFolder } from './bundle.ts';
import { allocatorEnvironment, functions } from './functions.ts';
import type { EnvironmentName, FunctionName, FunctionSpec } from './functions.ts';

/** What functions may ask for, by name; each gets only what its row in `functions.ts` lists. */
export type EnvironmentValues = Readonly<Partial<Record<EnvironmentName, string>>>;

export interface FunctionSettings {
  readonly projectDir: string;
  /** Where the bundles lie. */
  readonly buildDir: string;
  readonly architecture: Architecture;
  readonly sharpLayer: ILayerVersion;
  readonly environment: EnvironmentValues;
}

/** One function of Galley: its bundle, its own role and log group, and what its row in `functions.ts` says. */
export class GalleyFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly #wildcards: WildcardGrant[] = [];

  /** @param deadLetters where events go that an asynchronously invoked function fails on, retries and all */
  constructor(scope: Construct, name: FunctionName, settings: FunctionSettings, deadLetters?: Queue) {
    super(scope, pascalCase(name));
    const spec: FunctionSpec = functions[name];
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description: spec.description });
    role.addToPolicy(
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
    );
    this.lambda = new LambdaFunction(this, 'Function', {
      description: spec.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: settings.architecture,
      handler: 'index.handler',
      code: Code.fromAsset(bundleFolder(settings.buildDir, name)),
      layers: spec.sharp ? [settings.sharpLayer] : [],
      memorySize: spec.memory,
      timeout: Duration.seconds(spec.timeout),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      ...(deadLetters === undefined ? {} : { deadLetterQueue: deadLetters }),
      environment: {
        ...Object.fromEntries(spec.environment.map((variable) => [variable, valueOf(variable, name, settings)])),
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_LOG_LEVEL: 'INFO',
        ...(spec.sharp ? allocatorEnvironment : {}),
      },
    });
    acknowledgeWildcards(this, () => this.#wildcards);
  }

  /**
   * Allows exactly these actions on exactly these resources. A resource that ends in a wildcard is a key
   * prefix, or a name that is only known at run time, and `why` says so.
   */
  allow(actions: readonly string[], resources: readonly string[], why?: string, conditions?: Conditions): void {
    this.lambda.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources], ...(conditions === undefined ? {} : { conditions }) }));
    if (why !== undefined) for (const resource of resources) this.#wildcards.push({ resource, why });
  }
}

/** `request-review` becomes `RequestReview`. */
export function pascalCase(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}

function valueOf(variable: EnvironmentName, name: FunctionName, { environment }: FunctionSettings): string {
  const value = environment[variable];
  if (value === undefined) throw new Error(`Expected a value of ${variable} for the function ${name} but its stack gives none`);
  return value;
}
