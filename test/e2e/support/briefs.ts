import { PutObjectCommand } from '@aws-sdk/client-s3';
import { stringify } from 'yaml';
import type { BriefInput } from '../../../core/brief/schema.ts';
import type { EmbeddedGalley } from './embedded-galley.ts';

/** Ana's brief as far as most tests care: a boat on a lake, drawn for as little as a picture costs. */
const boat = {
  owner: 'ana@example.com',
  concept: { subject: 'a wooden rowing boat', action: 'resting on still water', environment: 'a mountain lake at dawn' },
  quality: 'low',
} as const satisfies Partial<BriefInput>;

/** What a test's own brief says beside Ana's, or in its place. */
export type Fields = Partial<Omit<BriefInput, 'title'>>;

/** Hands a brief in, as an upload named after its title. Returns the run that it starts. */
export async function submit(galley: EmbeddedGalley, title: string, fields: Fields = {}): Promise<string> {
  return galley.runOf(await handIn(galley, title, fields));
}

/** As `submit`, without waiting for the run. Returns the address of the upload. */
export async function handIn(galley: EmbeddedGalley, title: string, fields: Fields = {}): Promise<string> {
  return upload(galley, `${title.toLowerCase().replaceAll(' ', '-')}.yaml`, stringify({ title, ...boat, ...fields }));
}

/** Uploads a file to the inbox. Returns its address. */
export async function upload(galley: EmbeddedGalley, name: string, body: string | Buffer): Promise<string> {
  const [Bucket, Key] = [galley.output('BriefsBucketName'), `inbox/${name}`];
  await galley.s3.send(new PutObjectCommand({ Bucket, Key, Body: body }));
  return `s3://${Bucket}/${Key}`;
}

/** Posts a brief to the API as YAML. */
export async function post(galley: EmbeddedGalley, body: string): Promise<Response> {
  return fetch(`${galley.endpoints.api}/api/briefs`, { method: 'POST', headers: { 'content-type': 'application/yaml' }, body });
}
