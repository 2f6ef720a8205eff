import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { CfnParameter } from 'aws-cdk-lib';
import type { GalleyFunction } from './galley-function.ts';

/** The address that Galley mails from, which SES has verified as such or by its domain. */
export class MailSender {
  readonly address: string;
  readonly #identities: string;

  constructor(parameter: CfnParameter) {
    this.address = parameter.valueAsString;
    this.#identities = Stack.of(parameter).formatArn({ service: 'ses', resource: 'identity', resourceName: '*', arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  }

  /** Lets a function send mail, and only from this address. */
  grantSend(grantee: GalleyFunction): void {
    grantee.allow(
      ['ses:SendEmail', 'ses:SendRawEmail'],
      [this.#identities],
      'SES names an identity by its address or by its domain; the condition on the sender limits the grant to one address',
      { StringEquals: { 'ses:FromAddress': this.address } },
    );
  }
}
