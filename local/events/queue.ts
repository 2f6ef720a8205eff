/** Puts messages into the deployment's queues, through the SQS service that serves everyone else. */
import { ServiceError } from '../types.ts';
import type { Deployment, Principal, Service } from '../types.ts';
import type { QueueMessage } from './delivery.ts';

/** A sender over the service behind the endpoint; `principal` is who the service sees, it evaluates no permission. */
export function createQueueSender(
  sqs: Service,
  deployment: Deployment,
  principal: Principal,
): (queueArn: string, message: QueueMessage) => Promise<void> {
  return async (queueArn, message) => {
    const queue = deployment.byArn(queueArn);
    if (queue === undefined) throw new ServiceError('ResourceNotFoundException', `Expected a queue of these stacks but received ${queueArn}`);
    const attributes = Object.entries(message.attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value || '-' }] as const);
    const body = Buffer.from(
      JSON.stringify({
        QueueUrl: queue.physicalId,
        MessageBody: message.body,
        ...(attributes.length === 0 ? {} : { MessageAttributes: Object.fromEntries(attributes) }),
        ...(queueArn.endsWith('.fifo') ? { MessageGroupId: message.groupId ?? 'default', MessageDeduplicationId: message.deduplicationId } : {}),
      }),
    );
    const response = await sqs.handle({
      principal,
      region: deployment.region,
      method: 'POST',
      rawUrl: '/',
      url: new URL('http://127.0.0.1/'),
      headers: {
        host: '127.0.0.1',
        'content-type': 'application/x-amz-json-1.0',
        'content-length': String(body.length),
        'x-amz-target': 'AmazonSQS.SendMessage',
      },
      body,
    });
    if (response.status >= 300) throw new ServiceError('SendFailed', `Expected SQS to take a message for ${queueArn} but received ${String(response.status)}`);
  };
}
