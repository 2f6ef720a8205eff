import type { Target } from './target.ts';

/** Shell exports for the AWS CLI and SDKs, one a line. */
export function environmentLines(target: Target): readonly string[] {
  const variables: Readonly<Record<string, string | undefined>> = {
    AWS_ENDPOINT_URL: target.awsEndpoint,
    AWS_REGION: target.region,
    AWS_DEFAULT_REGION: target.region,
    AWS_ACCESS_KEY_ID: target.credentials?.accessKeyId,
    AWS_SECRET_ACCESS_KEY: target.credentials?.secretAccessKey,
    GALLEY_API_URL: target.apiUrl,
    GALLEY_BRIEFS_BUCKET: target.briefsBucket,
  };
  return Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [`export ${name}='${value}'`]));
}
