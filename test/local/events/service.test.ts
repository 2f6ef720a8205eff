import { expect, test } from 'vitest';

import { readRules } from '../../../local/events/rules.ts';
import { createEventsService } from '../../../local/events/service.ts';
import { ServiceError } from '../../../local/types.ts';
import { ACCOUNT, REGION, deploymentOf, resource } from '../support/deployment.ts';
import { jsonOf, serviceRequest } from '../support/requests.ts';

const deployment = deploymentOf([resource('AWS::Events::Rule', 'OnBrief', { EventPattern: { source: ['aws.s3'] }, Targets: [] })], '/');
const published: [string, unknown][] = [];
const service = createEventsService({
  deployment,
  rules: readRules(deployment),
  publish(bus, event) {
    if (bus === 'nowhere') return Promise.reject(new ServiceError('ResourceNotFoundException', 'Event bus nowhere does not exist.'));
    published.push([bus, event]);
    return Promise.resolve();
  },
});
const call = (operation: string, body: unknown) => serviceRequest('POST', '/', { 'x-amz-target': `AWSEvents.${operation}` }, body);
const entry = { Source: 'galley', DetailType: 'Run Ended', Detail: '{"runId":"1"}', EventBusName: 'Galley' };

test('PutEvents publishes each entry and answers with its id', async () => {
  const answer = jsonOf(await service.handle(call('PutEvents', { Entries: [entry] }))) as { FailedEntryCount: number; Entries: { EventId: string }[] };
  expect(answer.FailedEntryCount).toBe(0);
  expect(published).toMatchObject([['Galley', { id: answer.Entries[0]?.EventId, source: 'galley', 'detail-type': 'Run Ended', detail: { runId: '1' } }]]);
});

test.each([
  ['a detail that is no object', { ...entry, Detail: '[1]' }, 'MalformedDetail'],
  ['no source', { ...entry, Source: '' }, 'InvalidArgument'],
  ['a source of AWS', { ...entry, Source: 'aws.s3' }, 'NotAuthorizedForSourceException'],
])('an entry with %s fails by itself', async (_, bad, code) => {
  const answer = jsonOf(await service.handle(call('PutEvents', { Entries: [bad, entry] })));
  expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode: code }, { EventId: expect.any(String) as string }] });
});

test('PutEvents needs permission on the bus of every entry', () => {
  expect(service.checks(call('PutEvents', { Entries: [entry, { ...entry, EventBusName: undefined }] })).map(({ action, resource: arn }) => [action, arn])).toEqual([
    ['events:PutEvents', `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/Galley`],
    ['events:PutEvents', `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default`],
  ]);
});

test.each([
  ['eleven entries', call('PutEvents', { Entries: Array.from({ length: 11 }, () => entry) }), 'ValidationException'],
  ['more than 256 KB', call('PutEvents', { Entries: [{ ...entry, Detail: JSON.stringify({ x: 'x'.repeat(256 * 1024) }) }] }), 'ValidationException'],
  ['an unknown bus', call('PutEvents', { Entries: [{ ...entry, EventBusName: 'nowhere' }] }), 'ResourceNotFoundException'],
  ['an operation that is not embedded', call('PutRule', {}), 'UnknownOperationException'],
])('%s is refused', async (_, request, code) => {
  await expect(service.handle(request)).rejects.toMatchObject({ code });
});

test('rules can be listed and described', async () => {
  const expected = { Name: 'OnBrief', EventBusName: 'default', State: 'ENABLED', EventPattern: '{"source":["aws.s3"]}' };
  expect(jsonOf(await service.handle(call('ListRules', {})))).toMatchObject({ Rules: [expected] });
  expect(jsonOf(await service.handle(call('DescribeRule', { Name: 'OnBrief' })))).toMatchObject(expected);
});
