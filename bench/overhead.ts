/**
 * What the road itself costs: wall time and state transitions of a brief, without the time that the image
 * model takes. The peer is the same work in one script: the same core functions on the same pictures,
 * without a workflow, events, storage, permissions or mail.
 */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import OpenAI from 'openai';
import { z } from 'zod';
import { assess } from '../core/assessment/assess.ts';
import { parseBrief } from '../core/brief/parse.ts';
import { finish, useCores } from '../core/imaging/finish.ts';
import { resolveDeliverables } from '../core/imaging/presets.ts';
import { contactSheet } from '../core/inspection/contact-sheet.ts';
import { inspectTechnically } from '../core/inspection/inspect.ts';
import { previewOf } from '../core/inspection/preview.ts';
import { modelOf } from '../core/models/models.ts';
import { buildPrompt } from '../core/prompt/build.ts';
import { templateFor } from '../core/prompt/templates.ts';
import { EmbeddedGalley } from '../test/e2e/support/embedded-galley.ts';
import { Mailbox } from '../test/e2e/support/mailbox.ts';
import { approval, decide, openReview } from '../test/e2e/support/review.ts';

const runs = 5;
const briefFor = (title: string): string => `title: ${title}
owner: ana@example.com
concept: { subject: a golden retriever, action: catching a red frisbee mid-air, environment: a sunlit urban park }
lighting: soft morning light
candidates: 3
quality: low
deliverables: [hero-16x9, instagram-square, open-graph]
review: { approvers: [rui@example.com] }
`;

const Calls = z.object({ calls: z.array(z.object({ milliseconds: z.number().nullable() })) });

interface Figures {
  /** Milliseconds, the model's time and the person's not counted. */
  readonly road: number;
  readonly script: number;
  readonly transitions: number;
}

async function modelMilliseconds(galley: EmbeddedGalley): Promise<number> {
  const { calls } = Calls.parse(await (await fetch(new URL('/control/calls', galley.endpoints.openai ?? ''))).json());
  return calls.reduce((sum, call) => sum + (call.milliseconds ?? 0), 0);
}

async function transitionsOf(galley: EmbeddedGalley, runId: string): Promise<number> {
  const executionArn = `${galley.output('StateMachineArn').replace(':stateMachine:', ':execution:')}:${runId}`;
  const { events = [] } = await galley.sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
  return events.filter((event) => event.type?.endsWith('StateEntered')).length;
}

async function road(galley: EmbeddedGalley, title: string): Promise<Pick<Figures, 'road' | 'transitions'>> {
  const Bucket = galley.output('BriefsBucketName');
  const Key = `inbox/${title}.yaml`;
  const modelBefore = await modelMilliseconds(galley);

  const uploaded = performance.now();
  await galley.s3.send(new PutObjectCommand({ Bucket, Key, Body: briefFor(title) }));
  const link = Mailbox.reviewLink(await galley.mailbox.message('rui@example.com', title));
  const asked = performance.now() - uploaded;

  const runId = await galley.runOf(`s3://${Bucket}/${Key}`);
  const view = await openReview(link);
  const decided = performance.now();
  await decide(link, approval(view));
  await galley.runWhen(runId, 'the end of the run', (run) => run.state === 'completed');
  const finished = performance.now() - decided;

  const model = (await modelMilliseconds(galley)) - modelBefore;
  return { road: asked + finished - model, transitions: await transitionsOf(galley, runId) };
}

async function script(galley: EmbeddedGalley, title: string): Promise<number> {
  const started = performance.now();
  const runId = '0'.repeat(24);
  const brief = parseBrief(briefFor(title), 'yaml');
  const model = modelOf(brief.model);
  assess(brief, { model });
  const prompt = buildPrompt({ runId, round: 1, brief, directions: [], template: templateFor(brief.kind), model });

  const asked = performance.now();
  const client = new OpenAI({ apiKey: 'bench', baseURL: galley.endpoints.openai ?? '' });
  const { data = [] } = await client.images.generate({ model: prompt.model.snapshot, prompt: prompt.text, ...prompt.parameters });
  const waited = performance.now() - asked;

  const pictures = data.map((picture) => Buffer.from(picture.b64_json ?? '', 'base64'));
  const [width = 0, height = 0] = prompt.parameters.size.split('x').map(Number);
  await inspectTechnically({ candidates: pictures.map((bytes, index) => ({ sha256: String(index), bytes })), expected: { width, height, format: 'png' }, palette: [] });
  for (const bytes of pictures) await previewOf(bytes);
  await contactSheet({ candidates: pictures.map((bytes) => ({ bytes })), caption: brief.title });
  const original = pictures[0];
  if (!original) throw new Error('Expected a picture from the stand-in but received none');
  await finish(
    {
      original,
      grade: brief.grade,
      encoding: brief.encoding,
      deliverables: resolveDeliverables(brief.deliverables),
      facts: {
        assetId: runId,
        runId,
        round: 1,
        candidate: '0'.repeat(64),
        title,
        keywords: [],
        creators: [],
        sourceType: 'generated',
        system: { name: prompt.model.name, version: prompt.model.snapshot },
        prompt: { text: prompt.text, template: prompt.template },
        parameters: { sent: prompt.parameters, notSent: prompt.notSent },
      },
    },
    { lanes: useCores(2) },
  );
  return performance.now() - started - waited;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const galley = await EmbeddedGalley.start();
try {
  // One of each that does not count: cold functions, first pages of the libraries.
  await road(galley, 'Warm-up');
  await script(galley, 'Warm-up');
  const figures: Figures[] = [];
  for (let index = 1; index <= runs; index += 1) {
    const title = `Brief ${String(index)}`;
    figures.push({ ...(await road(galley, title)), script: await script(galley, title) });
  }
  const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
  const roads = median(figures.map((each) => each.road));
  const scripts = median(figures.map((each) => each.script));
  for (const each of figures) print(`road ${seconds(each.road)}  script ${seconds(each.script)}  ratio ${(each.road / each.script).toFixed(2)}  ${String(each.transitions)} transitions`);
  print(`Median of ${String(runs)}: road ${seconds(roads)}, the same work as a script ${seconds(scripts)}, ratio ${(roads / scripts).toFixed(2)}, overhead ${seconds(roads - scripts)}, ${String(figures[0]?.transitions ?? 0)} state transitions.`);
} finally {
  await galley.dispose();
}
