import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { CfnStage, HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpApi, HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { AssetWorkflow } from './asset-workflow.ts';
import { GalleyFunction } from './galley-function.ts';
import type { FunctionSettings } from './galley-function.ts';
import { why } from './wildcards.ts';
import type { StatefulStack } from './stateful-stack.ts';

/** The address of everything that people and programs call. Functions learn it before routes reach them. */
export class Api extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new HttpApi(this, 'HttpApi', { description: 'Galley', createDefaultStage: true });
    const accessLog = new LogGroup(this, 'AccessLog', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    const stage = this.api.defaultStage?.node.defaultChild as CfnStage;
    // No query strings and no headers: keys of reviews travel in one, searches in the other.
    stage.accessLogSettings = {
      destinationArn: accessLog.logGroupArn,
      format: JSON.stringify({
        requestId: '$context.requestId',
        time: '$context.requestTimeEpoch',
        method: '$context.httpMethod',
        route: '$context.routeKey',
        status: '$context.status',
        latency: '$context.responseLatency',
        integrationError: '$context.integrationErrorMessage',
      }),
    };
    stage.defaultRouteSettings = { throttlingBurstLimit: 200, throttlingRateLimit: 100 };
  }

  /** The address without a slash at its end. */
  get url(): string {
    return this.api.apiEndpoint;
  }
}

export interface RoutesProps {
  readonly settings: FunctionSettings;
  readonly data: StatefulStack;
  readonly workflow: AssetWorkflow;
  readonly review: GalleyFunction;
  readonly api: HttpApi;
}

/** Which function answers which path, and who may ask. */
export class Routes extends Construct {
  readonly functions: readonly GalleyFunction[];

  constructor(scope: Construct, id: string, { settings, data, workflow, review, api }: RoutesProps) {
    super(scope, id);
    const { briefs, assets, archive, runsTable, archiveTable, ledgerTable } = data;

    const studioApi = new GalleyFunction(this, 'api', settings);
    studioApi.allow(['s3:GetObject', 's3:PutObject'], [briefs.arnForObjects('accepted/*'), assets.arnForObjects('runs/*')], why.keys);
    studioApi.allow(['s3:GetObject', 's3:GetObjectVersion'], [briefs.arnForObjects('brands/*'), briefs.arnForObjects('references/*')], why.brands);
    studioApi.allow(['s3:GetObject'], [briefs.arnForObjects('templates/*')], why.templates);
    studioApi.allow(['s3:GetObject', 's3:PutObject'], [briefs.arnForObjects('labels/*')], why.templates);
    studioApi.allow(['s3:GetObject'], [briefs.arnForObjects('teams/*')], why.teams);
    studioApi.allow(['s3:GetObject'], [archive.arnForObjects('assets/*')], why.keys);
    // A brief that was not handed in before, and a round that is not inspected yet, are missing objects, not denied ones.
    studioApi.allow(['s3:ListBucket'], [briefs.bucketArn, assets.bucketArn]);
    studioApi.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [runsTable.tableArn]);
    studioApi.allow(['dynamodb:Query'], [`${runsTable.tableArn}/index/feed`, `${runsTable.tableArn}/index/source`]);
    studioApi.allow(['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:BatchGetItem'], [archiveTable.tableArn]);
    // The update closes a call with an unknown outcome, for a person who has seen the bill.
    studioApi.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [ledgerTable.tableArn]);
    workflow.grantStart(studioApi);
    workflow.grantFollow(studioApi);

    const site = new GalleyFunction(this, 'site', settings);
    this.functions = [studioApi, site];

    const guarded = new HttpLambdaIntegration('Api', studioApi.lambda);
    for (const [method, path] of [
      [HttpMethod.POST, '/api/briefs'],
      [HttpMethod.POST, '/api/prompts'],
      [HttpMethod.GET, '/api/templates'],
      [HttpMethod.GET, '/api/templates/{name}'],
      [HttpMethod.POST, '/api/templates/{name}/labels'],
      [HttpMethod.POST, '/api/templates/{name}/shares'],
      [HttpMethod.POST, '/api/templates/{name}/rollback'],
      [HttpMethod.POST, '/api/assessments'],
      [HttpMethod.POST, '/api/critiques'],
      [HttpMethod.GET, '/api/advice'],
      [HttpMethod.GET, '/api/runs'],
      [HttpMethod.GET, '/api/runs/{runId}'],
      [HttpMethod.GET, '/api/runs/{runId}/lineage'],
      [HttpMethod.GET, '/api/assets'],
      [HttpMethod.GET, '/api/assets/{assetId}'],
      [HttpMethod.GET, '/api/brands'],
      [HttpMethod.GET, '/api/brands/{name}'],
      [HttpMethod.GET, '/api/agreement'],
      [HttpMethod.GET, '/api/budget'],
      [HttpMethod.POST, '/api/budget/resolve'],
    ] as const) {
      api.addRoutes({ path, methods: [method], integration: guarded, authorizer: new HttpIamAuthorizer() });
    }

    const byKey = new HttpLambdaIntegration('Review', review.lambda);
    // Signed, and yet the review function's: task tokens stay with those who have them.
    api.addRoutes({ path: '/api/runs/{runId}/reopen', methods: [HttpMethod.POST], integration: byKey, authorizer: new HttpIamAuthorizer() });
    this.#open(api, byKey, HttpMethod.GET, '/api/reviews/{reviewId}', 'The key of the review link, checked by the function against its SHA-256, guards this route');
    this.#open(api, byKey, HttpMethod.POST, '/api/reviews/{reviewId}/decision', 'The key of the review link, checked by the function against its SHA-256, guards this route');
    this.#open(api, byKey, HttpMethod.POST, '/api/reviews/{reviewId}/delegate', 'The key of the review link, checked by the function against its SHA-256, guards this route');

    const pages = new HttpLambdaIntegration('Site', site.lambda);
    for (const path of ['/', '/review/{reviewId}', '/assets/{file}', '/schemas/{file}']) {
      for (const method of [HttpMethod.GET, HttpMethod.HEAD]) this.#open(api, pages, method, path, 'Static files without data; a mail client or an editor opens them without credentials');
    }
  }

  #open(api: HttpApi, integration: HttpLambdaIntegration, method: HttpMethod, path: string, reason: string): void {
    const routes: HttpRoute[] = api.addRoutes({ path, methods: [method], integration, authorizer: new HttpNoneAuthorizer() });
    for (const route of routes) Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
  }
}
