import { beforeAll, describe, expect, test } from 'vitest';
import { functions } from '../../lib/functions.ts';
import type { FunctionName } from '../../lib/functions.ts';
import { assetFunctions } from '../../statemachines/asset.placeholders.ts';
import { grantsOf, grantsOfFunction, synthesizeStacks } from './support/stacks.ts';
import type { Grant, SynthesizedTemplate } from './support/stacks.ts';

let stateless: SynthesizedTemplate;
beforeAll(() => {
  ({ stateless } = synthesizeStacks());
});

const names = Object.keys(functions) as FunctionName[];
const holdersOf = (has: (grant: Grant) => boolean): string[] => names.filter((name) => grantsOfFunction(stateless, name).some(has)).sort();
const touching = (resource: string) => (grant: Grant) => grant.resources.some((each) => each.startsWith(resource));
const doing = (action: string) => (grant: Grant) => grant.actions.includes(action);

/** `s3:PutObject <Briefs.Arn>/inbox/*`, one line for each pair. */
function permissionsOf(name: FunctionName, service: string): string[] {
  return grantsOfFunction(stateless, name)
    .flatMap(({ actions, resources }) => actions.flatMap((action) => resources.map((resource) => `${action} ${resource}`)))
    .filter((line) => line.startsWith(`${service}:`))
    .sort();
}

describe('no role may do more than its work', () => {
  test('no action is a wildcard', () => {
    for (const [role, grants] of grantsOf(stateless)) expect(grants.flatMap(({ actions }) => actions.filter((action) => action.includes('*'))), role).toEqual([]);
  });

  test('a resource with a wildcard is a key prefix, an identity of mail, or an execution of this workflow', () => {
    const known = [/^<Assets\.Arn>\/runs\/\*\/outcome\.json$/, /^<(Briefs|Assets|Archive)\.Arn>\/(inbox|accepted|rejected|brands|references|templates|labels|teams|runs|runs\/\*\/annotations|assets)\/\*$/, /:ses:.*:identity\/\*$/, /:states:.*:execution:<AssetWorkflowStateMachine\w+\.Name>:\*$/];
    for (const [role, grants] of grantsOf(stateless)) {
      const others = grants.flatMap(({ resources }) => resources).filter((resource) => resource.includes('*') && !known.some((pattern) => pattern.test(resource)));
      // Delivery of logs and X-Ray segments takes no other resource.
      expect(others, role).toEqual(role === 'AssetWorkflowStateMachineRoleDefaultPolicy' ? ['*'] : []);
    }
  });

  test('no role comes with a policy that AWS keeps', () => {
    for (const { id, Properties } of stateless.ofType('AWS::IAM::Role')) expect(Properties['ManagedPolicyArns'], id).toBeUndefined();
  });

  test('nobody scans a table or deletes a record', () => {
    expect(holdersOf(({ actions }) => actions.some((action) => /^dynamodb:(Scan|Delete|PartiQL)/.test(action)))).toEqual([]);
  });
});

describe('who may do what', () => {
  test('reviews, with their task tokens, are known to three functions', () => {
    expect(holdersOf(touching('<Reviews.Arn>'))).toEqual(['remind', 'request-review', 'review']);
  });

  test('two functions answer waiting tasks', () => {
    expect(holdersOf(({ actions }) => actions.some((action) => action.startsWith('states:SendTask')))).toEqual(['remind', 'review']);
  });

  test('two functions read the OpenAI key, and they keep the books; the API shows them, and closes lost calls', () => {
    expect(holdersOf(doing('secretsmanager:GetSecretValue'))).toEqual(['generate', 'inspect']);
    expect(holdersOf(touching('<Ledger.Arn>'))).toEqual(['api', 'generate', 'inspect']);
    expect(permissionsOf('api', 'dynamodb').filter((line) => line.includes('<Ledger.Arn>'))).toEqual(['dynamodb:GetItem <Ledger.Arn>', 'dynamodb:UpdateItem <Ledger.Arn>']);
  });

  test('two functions start runs', () => {
    expect(holdersOf(doing('states:StartExecution'))).toEqual(['api', 'intake']);
  });

  test('only intake deletes, and only uploads', () => {
    expect(holdersOf(doing('s3:DeleteObject'))).toEqual(['intake']);
    expect(permissionsOf('intake', 's3').filter((line) => line.startsWith('s3:Delete'))).toEqual(['s3:DeleteObject <Briefs.Arn>/inbox/*']);
  });

  test('templates are read where prompts are made and briefs are taken, and only the API moves their labels', () => {
    expect(holdersOf(touching('<Briefs.Arn>/templates/'))).toEqual(['api', 'build-prompt', 'intake']);
    expect(permissionsOf('api', 's3').filter((line) => /PutObject <Briefs\.Arn>\/(?:templates|labels)/.test(line))).toEqual(['s3:PutObject <Briefs.Arn>/labels/*']);
    expect(permissionsOf('build-prompt', 's3')).toEqual([
      's3:GetObject <Assets.Arn>/runs/*',
      's3:GetObject <Briefs.Arn>/labels/*',
      's3:GetObject <Briefs.Arn>/templates/*',
      's3:ListBucket <Assets.Arn>',
      's3:ListBucket <Briefs.Arn>',
      's3:PutObject <Assets.Arn>/runs/*',
    ]);
  });

  test('only the archive function writes to the archive', () => {
    expect(holdersOf(({ actions, resources }) => actions.includes('s3:PutObject') && resources.some((each) => each.startsWith('<Archive.Arn>')))).toEqual(['archive']);
    expect(holdersOf(({ actions, resources }) => actions.some((action) => /^dynamodb:(Put|Update|BatchWrite)/.test(action)) && resources.includes('<ArchiveIndex.Arn>'))).toEqual(['archive']);
  });

  test('inspection looks the archive up, and does no more there', () => {
    expect(permissionsOf('inspect', 'dynamodb').filter((line) => line.includes('<ArchiveIndex.Arn>'))).toEqual(['dynamodb:Query <ArchiveIndex.Arn>']);
    expect(holdersOf(touching('<ArchiveIndex.Arn>'))).toEqual(['api', 'archive', 'inspect']);
  });

  test('the pages know nothing: their function has no right but to log', () => {
    expect(grantsOfFunction(stateless, 'site').flatMap(({ actions }) => actions)).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
  });

  test('mail goes out from the sender address and from no other', () => {
    const mailing = names.flatMap((name) => grantsOfFunction(stateless, name).filter(({ actions }) => actions.some((action) => action.startsWith('ses:'))));
    expect(holdersOf(doing('ses:SendEmail'))).toEqual(['intake', 'notify', 'remind', 'request-review', 'review']);
    for (const { condition } of mailing) expect(condition).toEqual({ StringEquals: { 'ses:FromAddress': { Ref: 'SenderAddress' } } });
  });

  test('the workflow calls the functions of its placeholders, and puts events on Galley’s bus', () => {
    const grants = grantsOf(stateless).get('AssetWorkflowStateMachineRoleDefaultPolicy')!;
    const invoked = grants.find(doing('lambda:InvokeFunction'))!.resources;
    expect(invoked).toHaveLength(new Set(Object.values(assetFunctions)).size);
    expect(grants.find(doing('events:PutEvents'))?.resources).toEqual([expect.stringMatching(/^<Bus\w+\.Arn>$/)]);
  });

  test('an assessment reads figures of teams and no brief, and writes under runs only', () => {
    expect(permissionsOf('assess', 's3')).toEqual(['s3:GetObject <Assets.Arn>/runs/*', 's3:GetObject <Briefs.Arn>/teams/*', 's3:ListBucket <Assets.Arn>', 's3:ListBucket <Briefs.Arn>', 's3:PutObject <Assets.Arn>/runs/*']);
    expect(permissionsOf('assess', 'dynamodb')).toEqual(['dynamodb:GetItem <Runs.Arn>', 'dynamodb:UpdateItem <Runs.Arn>']);
    expect(holdersOf(touching('<Briefs.Arn>/teams/'))).toEqual(['api', 'assess', 'judge']);
  });

  test('who hands decisions over writes their outcome, and what reviewers pin and draw, and no other file', () => {
    const [outcome, annotations] = ['s3:PutObject <Assets.Arn>/runs/*/outcome.json', 's3:PutObject <Assets.Arn>/runs/*/annotations/*'];
    const puts = (name: 'review' | 'remind'): string[] => permissionsOf(name, 's3').filter((line) => !line.startsWith('s3:GetObject '));
    expect([puts('review'), puts('remind')]).toEqual([[annotations, outcome], [outcome]]);
  });

  test('a review reads working files and its own review, and stores the link of whoever is asked next', () => {
    expect(permissionsOf('review', 's3')).toContain('s3:GetObject <Assets.Arn>/runs/*');
    expect(permissionsOf('review', 'dynamodb')).toEqual(['dynamodb:GetItem <Reviews.Arn>', 'dynamodb:GetItem <Runs.Arn>', 'dynamodb:PutItem <Reviews.Arn>', 'dynamodb:Query <Runs.Arn>/index/feed', 'dynamodb:UpdateItem <Reviews.Arn>', 'dynamodb:UpdateItem <Runs.Arn>']);
  });
});
