/** Errors in the shape of each AWS protocol. */
import type { Service, ServiceError, ServiceResponse } from './types.ts';

/** The answer that tells a client of an error. */
export function errorResponse(error: ServiceError, protocol: Service['protocol'], signingName: string | undefined, requestId: string): ServiceResponse {
  const { code, message, status } = error;
  switch (protocol) {
    case 'json-1.0':
    case 'json-1.1':
      return {
        status,
        headers: { 'content-type': `application/x-amz-${protocol}`, 'x-amzn-requestid': requestId },
        // SDKs read either spelling; Amazon's own services differ in it.
        body: JSON.stringify({ __type: code, message, Message: message }),
      };
    case 'rest-json':
      return {
        status,
        headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, 'x-amzn-errortype': code },
        body: JSON.stringify({ message }),
      };
    case 'rest-xml':
      return { status, headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId, 'x-amzn-requestid': requestId }, body: xml(error, signingName, requestId) };
  }
}

function xml({ code, message }: ServiceError, signingName: string | undefined, requestId: string): string {
  const facts = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  // S3 has errors of its own shape; services of the query protocol wrap them.
  return signingName === undefined || signingName === 's3'
    ? `${declaration}<Error>${facts}<RequestId>${requestId}</RequestId></Error>`
    : `${declaration}<ErrorResponse><Error><Type>Sender</Type>${facts}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

export function unescapeXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, digits: string) => String.fromCodePoint(Number.parseInt(digits, hex === '' ? 10 : 16)))
    .replaceAll('&amp;', '&');
}
