import type { z } from 'zod';
import { Brief, type Reference } from '../../core/brief/schema.ts';
import { briefScope, microUsd, monthScope, scopesOf, spendingRefusal } from '../../core/budget.ts';
import { AnnotationsDocument, GenerationDocument, PromptDocument, type NotSent } from '../../core/documents.ts';
import { BudgetExceeded, ImageApiUnavailable, InvalidInput, OutcomeUnknown, RateLimited } from '../../core/errors.ts';
import { pictureFacts } from '../../core/imaging/picture-facts.ts';
import { pngSize } from '../../core/imaging/png-size.ts';
import { runKeys } from '../../core/keys.ts';
import { costMicroUsd, estimateMicroUsd, estimateUsage, modelOf, tokensOf } from '../../core/models/models.ts';
import { editInstruction } from '../../core/prompt/edit.ts';
import { besideReferences, referencesOf } from '../../core/prompt/references.ts';
import type { ImageRef, ObjectRef } from '../../core/references.ts';
import { renderMarkup, renderMask } from '../../core/review/drawing.ts';
import { marksOf, noMarks, type Marks } from '../../core/review/marks.ts';
import { unite } from '../../core/review/united.ts';
import { GenerateInput, type AskSpending, type AwaitTurn, type Direction, type GenerateOutput, type Turn } from '../../core/workflow.ts';
import * as wired from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { requireEnv, requireNumber } from '../shared/environment.ts';
import { sha256 } from '../shared/hash.ts';
import { editParameters, type ImageAnswer, type ImageModel, type InputPicture } from '../shared/images.ts';
import type { Ledger, Reservation } from '../shared/ledger.ts';
import type { Objects } from '../shared/objects.ts';
import type { RateGate } from '../shared/rate-gate.ts';
import { conceptOf } from '../shared/rounds.ts';
import type { Runs } from '../shared/runs.ts';

interface Ports {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly ledger: Ledger;
  readonly rateGate: RateGate;
  readonly images: ImageModel;
  readonly clock: Clock;
  readonly assetsBucket: string;
  /** US dollars. */
  readonly monthlyCapUsd: number;
}

/** How often a call may be answered 429 before the run fails: each time it waited as long as it was asked to. */
const mostRefusals = 10;

/**
 * One paid call to the image model, once the account's rate limits have room for it. What an earlier attempt at this round has stored is the answer; what it
 * has spent without storing stays on the books.
 */
export function createHandler(ports: Ports): Handle<GenerateOutput | AwaitTurn | AskSpending> {
  const { objects, runs, ledger, rateGate, clock, assetsBucket, monthlyCapUsd } = ports;

  const book = async (runId: string, reservationId: string, spentMicroUsd: number): Promise<void> => {
    await ledger.settle(briefScope(runId), reservationId, spentMicroUsd);
    await runs.setCost(runId, await ledger.committed(briefScope(runId)), clock.now().toISOString());
  };

  return async (event, note = silent) => {
    const input = GenerateInput.parse(event);
    const { runId, round, reference, directions, ticket, spending } = input;
    await runs.enter(runId, 'Generate', clock.now().toISOString(), round);

    const earlier = await objects.findJson(assetsBucket, runKeys.generation(runId, round), GenerationDocument);
    if (earlier !== null) {
      await book(runId, earlier.value.reservationId, earlier.value.costMicroUsd);
      return { prompt: (await promptFor(earlier.value.reference)).ref, generation: earlier.ref, candidates: earlier.value.candidates };
    }

    const direction = directions.at(-1);
    const editing = reference !== null && direction !== undefined;
    const [brief, { ref: promptRef, value: prompt }] = await Promise.all([objects.readJson(input.brief, Brief), promptFor(editing ? reference : null)]);
    const model = modelOf(prompt.model.name);
    const { sent, notSent: left } = referencesOf(brief, model, editing ? 1 : 0);
    const marks = editing ? await marksFor(objects, direction, reference, model) : noMarks;
    const { text, notSent } = editing ? editOf(editInstruction({ prompt, brief, direction, marks }), sent.length, left) : prompt;
    const operation = editing ? 'edit' : 'generate';
    const n = Math.min(prompt.parameters.n, spending?.candidates ?? prompt.parameters.n);
    const parameters = { ...prompt.parameters, n };
    const { size, quality } = parameters;
    // Before the reservation: an amount reserved for a call that cannot be made would stay on the campaign's books.
    const picture = editing ? { reference: await objects.read(reference) } : {};
    const references = await readReferences(ports, runId, sent);
    const drawing = editing && marks.send !== null ? await draw(ports, runId, round, marks.send, reference) : null;

    const planned = { size, quality, n, promptChars: text.length, operation, references: references.length + (drawing === null ? 0 : 1) } as const;
    const rated = { kind: 'image', model: model.name, cost: { images: n, tokens: tokensOf(estimateUsage(planned)) } } as const;
    const wait = (turn: Turn): AwaitTurn => {
      note({ waitSeconds: turn.seconds, refusals: turn.ticket.refusals });
      return { turn };
    };
    const turn = await rateGate.enter(rated, ticket);
    if (turn !== null) return wait(turn);

    const estimate = estimateMicroUsd(planned, model);
    if (spending?.decision === 'raise' && spending.capUsd !== null) {
      const { decidedBy, decidedAt, reviewId } = spending;
      await ledger.raise(briefScope(runId), { capMicroUsd: microUsd(spending.capUsd), decidedBy, decidedAt, reviewId });
    }
    let reservation: Reservation;
    try {
      reservation = await ledger.reserve(scopesOf(brief, runId, monthScope(clock.now(), monthlyCapUsd)), `generate-${String(round)}`, estimate);
    } catch (error) {
      if (!(error instanceof BudgetExceeded) || error.refusal === undefined) throw error;
      note({ refusedBy: error.refusal.scope });
      return { refusal: spendingRefusal(error.refusal, planned, model) };
    }
    const startedAt = clock.now().toISOString();
    let answer: ImageAnswer;
    try {
      answer = await callOnce(ports, reservation, { model: prompt.model.snapshot, prompt: text, parameters, ...picture, references, ...(drawing === null ? {} : { drawing }) });
    } catch (error) {
      if (!(error instanceof RateLimited) || (ticket?.refusals ?? 0) >= mostRefusals) throw error;
      return wait(await rateGate.refused(rated, ticket, error.retryAfter));
    }
    const finishedAt = clock.now().toISOString();

    const candidates = await Promise.all(answer.pictures.map((bytes) => keep(ports, runId, round, bytes, size)));
    const cost = costMicroUsd(answer.usage, model);
    const generation = await objects.writeJson(assetsBucket, runKeys.generation(runId, round), {
      runId,
      round,
      operation,
      text,
      model: prompt.model,
      parameters: editing || references.length > 0 ? editParameters(parameters) : parameters,
      notSent,
      reference: editing ? reference : null,
      direction: direction ?? null,
      markup: drawing?.kind === 'markup' ? drawing.kept : null,
      mask: drawing?.kind === 'mask' ? drawing.kept : null,
      references: references.map(({ kept }) => kept),
      candidates,
      usage: answer.usage,
      costMicroUsd: cost,
      reservationId: reservation.id,
      requestId: answer.requestId,
      startedAt,
      finishedAt,
    } satisfies GenerationDocument);
    await book(runId, reservation.id, cost);
    note({ operation, references: references.length, drawing: drawing?.kind ?? 'none', candidates: candidates.length, costMicroUsd: cost, requestId: answer.requestId });
    return { prompt: promptRef, generation, candidates };

    /** Whose words the candidates are held to: an edit of a candidate of an earlier concept goes back to that concept. */
    async function promptFor(edited: ImageRef | null): Promise<{ readonly ref: ObjectRef; readonly value: PromptDocument }> {
      const concept = edited === null ? null : await conceptOf(objects, assetsBucket, runId, edited);
      return concept ?? { ref: input.prompt, value: await objects.readJson(input.prompt, PromptDocument) };
    }
  };
}

interface KeptDrawing {
  readonly kind: 'mask' | 'markup';
  readonly bytes: Buffer;
  readonly kept: ImageRef;
}

/** What the edit takes of everybody's pins and drawings; without any there is nothing to unite. */
async function marksFor(objects: Objects, direction: Direction, { sha256: candidate, width, height }: ImageRef, model: Parameters<typeof marksOf>[1]): Promise<Marks> {
  const documents = await Promise.all((direction.annotations ?? []).map((ref) => objects.readJson(ref, AnnotationsDocument)));
  return documents.length === 0 ? noMarks : marksOf(unite(direction, documents, candidate), model, width / height);
}

/** Renders what the reviewers drew on the candidate in its size, and keeps it as it is sent. */
async function draw({ objects, assetsBucket }: Ports, runId: string, round: number, { kind, lines }: NonNullable<Marks['send']>, { width, height }: ImageRef): Promise<KeptDrawing> {
  const bytes = await (kind === 'mask' ? renderMask : renderMarkup)(lines, { width, height });
  const kept = await objects.writeImage(assetsBucket, runKeys.drawing(runId, round, kind, sha256(bytes)), bytes, { width, height, mediaType: 'image/png' });
  return { kind, bytes, kept };
}

/** The instruction, with which picture is which, and what this call leaves behind. */
function editOf({ text, notSent }: ReturnType<typeof editInstruction>, references: number, left: readonly Left[]): { readonly text: string; readonly notSent: Left[] } {
  return { text: besideReferences(text, references), notSent: [...notSent.filter(({ parameter }) => parameter !== 'references'), ...left] };
}

type Left = z.infer<typeof NotSent>;

interface KeptReference extends InputPicture {
  readonly kept: GenerationDocument['references'][number];
}

/** The pictures that were kept when the brief was accepted, one after the other; each is checked against the bytes that the brief pins. */
async function readReferences({ objects, assetsBucket }: Ports, runId: string, references: readonly Reference[]): Promise<KeptReference[]> {
  const read: KeptReference[] = [];
  for (const { file, use, note, sha256: pinned } of references) {
    if (pinned === undefined) throw new InvalidInput(`Expected the SHA-256 of ${file} in the accepted brief of run ${runId} but received none`);
    const place = { bucket: assetsBucket, key: runKeys.reference(runId, pinned), sha256: pinned };
    const bytes = await objects.read(place);
    const facts = pictureFacts(bytes);
    if (facts === null) throw new InvalidInput(`Expected a PNG, JPEG or WebP picture in ${file} but received other bytes`);
    read.push({ bytes, mediaType: facts.mediaType, kept: { ...place, bytes: bytes.byteLength, ...facts, file, use, ...(note === undefined ? {} : { note }) } });
  }
  return read;
}

/** Marks the reservation, calls, and gives the amount back where the call was certainly not carried out. */
async function callOnce({ ledger, images }: Ports, reservation: Reservation, request: Parameters<ImageModel['create']>[0]): Promise<ImageAnswer> {
  if (!(await ledger.beginCall(reservation))) {
    throw new ImageApiUnavailable(`Expected to make the call of ${reservation.id} but another attempt is making it; nothing was spent by this one`);
  }
  try {
    return await images.create(request);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) await ledger.release(reservation.scope, reservation.id);
    throw error;
  }
}

/** Stores a picture as it came, named by its bytes. One that is no PNG is kept too; the inspection rules it out. */
async function keep({ objects, assetsBucket }: Ports, runId: string, round: number, bytes: Buffer, askedSize: string): Promise<ImageRef> {
  const [width = 1, height = 1] = askedSize.split('x').map(Number);
  const key = runKeys.candidate(runId, round, sha256(bytes), 'png');
  return objects.writeImage(assetsBucket, key, bytes, { ...(pngSize(bytes) ?? { width, height }), mediaType: 'image/png' });
}

export const handler = lambdaHandler(() =>
  createHandler({
    objects: wired.objects(),
    runs: wired.runs(),
    ledger: wired.ledger(),
    rateGate: wired.rateGate(),
    images: wired.images(),
    clock: wired.clock(),
    assetsBucket: requireEnv('ASSETS_BUCKET'),
    monthlyCapUsd: requireNumber('MONTHLY_CAP_USD'),
  }),
);
