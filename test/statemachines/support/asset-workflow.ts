import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ImageRef, ObjectRef } from '../../../core/references.ts';
import type { AskSpending, AssessOutput, AwaitTurn, CandidatesDecision, GoAheadDecision,
  JudgeOutput, Naming, Outcome, RecordOutcomeOutput, ReopenDecision, SpendingDecision, Ticket } from '../../../core/workflow.ts';
import {
  ArchiveInput, AssessInput, BuildPromptInput, FinishInput, GenerateInput, InspectInput, JudgeInput, RecordOutcomeInput, RequestReviewInput,
} from '../../../core/workflow.ts';
import { automaticCheck } from '../../../core/judge/straight-on.ts';
import { TaskFailure } from '../../../local/states/engine.ts';
import type { RunTask } from '../../../local/states/engine.ts';
import type { JsonObject, JsonValue } from '../../../local/types.ts';
import { assetFunctions } from '../../../statemachines/asset.placeholders.ts';
import { Bench } from '../../local/states/support/machine.ts';

/**
 * Runs `asset.asl.json` on the interpreter with functions that answer as a test says. Every input is parsed
 * with the schema that the real function parses it with.
 */

type FunctionName = (typeof assetFunctions)[keyof typeof assetFunctions];

const StateEntered = z.object({ name: z.string() });

export const runId = '0123456789abcdef01234567';
const hex = (digit: number): string => String(digit).repeat(64);
export const document = (name: string, round = 0): ObjectRef => ({ bucket: 'assets', key: `${name}-${String(round)}.json`, sha256: hex(round), bytes: 1 });

/** The candidate that round n makes. */
export function candidate(round: number): ImageRef {
  return { bucket: 'assets', key: `${String(round)}.png`, sha256: hex(round), bytes: 1, width: 1536, height: 1024, mediaType: 'image/png' };
}

export const timeOut = Symbol('nobody answers');

type Review = z.infer<typeof CandidatesDecision> | typeof timeOut;

/** What a reviewer decides about round n. */
export function decisionOn(round: number, decision: z.infer<typeof CandidatesDecision>['decision'], note = '', more: Partial<CandidatesDecision> = {}): Review {
  const named = decision === 'approve' || decision === 'changes';
  return { decision, candidate: named ? candidate(round) : null, focus: null, tags: [], notes: [], annotations: [], approvals: [], note, reviewId: `review-${String(round)}`, decidedBy: 'rui@example.com', decidedAt: '2026-11-24T10:00:00.000Z', ...more };
}

/** What the check decides about round n in people's place. */
export function ownDecision(round: number): CandidatesDecision {
  return { decision: 'approve', candidate: candidate(round), focus: null, tags: [], notes: [], annotations: [], approvals: [], note: '', reviewId: `judgement-${String(round)}`, decidedBy: automaticCheck, decidedAt: '2026-11-24T10:00:00.000Z' };
}

/** A function's error, as Step Functions gets it from Lambda. */
export function failing(error: string): TaskFailure {
  return new TaskFailure(error, JSON.stringify({ errorType: error, errorMessage: `${error} happened`, trace: [] }));
}

interface Plan {
  readonly assess?: Pick<AssessOutput, 'verdict' | 'reasons'>;
  readonly roundLimit?: number;
  readonly goAhead?: 'proceed' | 'decline' | typeof timeOut;
  readonly judge?: readonly (Pick<JudgeOutput, 'verdict'> & Partial<Pick<JudgeOutput, 'decision'>>)[];
  readonly review?: readonly Review[];
  /** Errors that a function throws, one for each of its first calls. */
  readonly failures?: Readonly<Partial<Record<FunctionName, readonly TaskFailure[]>>>;
  /** How often a function has to wait its turn first, for as many seconds as it is the n-th time. */
  readonly turns?: Readonly<Partial<Record<'generate' | 'inspect', number>>>;
  /** What the owner answers, one for each call that a cap refuses. */
  readonly spending?: readonly (SpendingDecision['decision'] | typeof timeOut)[];
  /** What the owner answers to each review that expired, with the seconds that the next one may wait, or the people whom it asks. */
  readonly reopen?: readonly (ReopenDecision['decision'] | number | Naming | typeof timeOut)[];
  readonly publishFails?: boolean;
  /** The prompt that the generate function finds for the candidate that an edit goes on from; the given one when absent. */
  readonly conceptOf?: (reference: ImageRef) => ObjectRef;
}

interface Finished {
  readonly runId: string;
  readonly states: readonly string[];
  /** How long it took, on the virtual clock. */
  readonly seconds: number;
  readonly status: string;
  readonly error: string | null;
  readonly output: JsonValue | undefined;
  /** As recorded; undefined when recording never succeeded. */
  readonly outcome: Outcome | undefined;
  readonly reasons: readonly string[];
  readonly failure: RecordOutcomeInput['failure'];
  readonly published: readonly JsonObject[];
  inputsOf(name: FunctionName): readonly Readonly<Record<string, unknown>>[];
}

const schemas = {
  assess: AssessInput,
  'build-prompt': BuildPromptInput,
  generate: GenerateInput,
  inspect: InspectInput,
  judge: JudgeInput,
  'request-review': RequestReviewInput,
  finish: FinishInput,
  archive: ArchiveInput,
  'record-outcome': RecordOutcomeInput,
} as const satisfies Readonly<Record<FunctionName, z.ZodType>>;

/** Runs the workflow to its end. */
export async function runAssetWorkflow(plan: Plan): Promise<Finished> {
  const inputs = new Map<FunctionName, Readonly<Record<string, unknown>>[]>();
  const published: JsonObject[] = [];
  const recorded: RecordOutcomeInput[] = [];
  const answered = { reviews: 0, judgements: 0, refusals: 0, spending: 0, reopen: 0 };
  /** A wait, as long as the plan has one left. */
  const turnOf = (name: 'generate' | 'inspect', ticket: Ticket | null): AwaitTurn | null => {
    const waited = ticket?.refusals ?? 0;
    return waited < (plan.turns?.[name] ?? 0) ? { turn: { seconds: waited + 1, ticket: { readyAt: 17, refusals: waited + 1 } } } : null;
  };

  const answers: Readonly<Record<FunctionName, (input: unknown, taskToken: string) => unknown>> = {
    assess: () => ({ verdict: 'generate', reasons: [], ...plan.assess, assessment: document('assessment'), roundLimit: plan.roundLimit ?? 3, reviewSeconds: 259_200 }) satisfies AssessOutput,
    'build-prompt': (input) => ({ prompt: document('prompt', BuildPromptInput.parse(input).round) }),
    generate: (input) => {
      const { round, ticket, prompt, reference } = GenerateInput.parse(input);
      if (answered.refusals < (plan.spending?.length ?? 0)) {
        answered.refusals += 1;
        return { refusal: { kind: 'brief', name: runId, capMicroUsd: 2_000_000, committedMicroUsd: 1_900_000, amountMicroUsd: 150_000, candidates: 3, fewer: 2 } } satisfies AskSpending;
      }
      return turnOf('generate', ticket) ?? { prompt: reference === null ? prompt : (plan.conceptOf?.(reference) ?? prompt), generation: document('generation', round), candidates: [candidate(round)] };
    },
    inspect: (input) => {
      const { round, ticket } = InspectInput.parse(input);
      return turnOf('inspect', ticket) ?? { inspection: document('inspection', round), contactSheet: { ...candidate(round), mediaType: 'image/jpeg' } };
    },
    judge: (input) => {
      const { round } = JudgeInput.parse(input);
      const { verdict, decision = null } = plan.judge?.[answered.judgements++] ?? { verdict: 'review' };
      const direction = verdict === 'review' || verdict === 'approve' ? null : ({ kind: verdict === 'iterate' ? 'changes' : 'startOver', note: 'mend it', by: 'judge' } as const);
      return { verdict, reasons: [], judgement: document('judgement', round), direction, reference: verdict === 'iterate' ? candidate(round) : null, decision } satisfies JudgeOutput;
    },
    'request-review': (input, taskToken) => {
      const question = RequestReviewInput.parse(input);
      const decision = question.question === 'reopen' ? reopenAnswer(plan.reopen?.[answered.reopen++] ?? timeOut) : question.question === 'go-ahead' ? goAhead(plan) : question.question === 'budget' ? spendingAnswer(plan.spending?.[answered.spending++] ?? 'stop') : (plan.review?.[answered.reviews++] ?? decisionOn(question.round, 'approve'));
      if (decision !== timeOut) setImmediate(() => bench.engine.sendTaskSuccess(taskToken, JSON.stringify(decision)));
      return { reviewId: 'review' };
    },
    finish: (input) => ({ master: FinishInput.parse(input).candidate, report: document('report') }),
    archive: () => ({ assetId: runId, companion: document('companion') }),
    'record-outcome': (input) => {
      const outcome = RecordOutcomeInput.parse(input);
      recorded.push(outcome);
      return {
        detailType: outcome.outcome === 'completed' ? 'Asset Published' : 'Run Ended',
        detail: { runId, outcome: outcome.outcome, title: 'Test', assetId: outcome.assetId, reasons: outcome.reasons, endedAt: '2026-11-24T10:00:00.000Z' },
      } satisfies RecordOutcomeOutput;
    },
  };

  const runTask: RunTask = (call) => {
    const args = call.arguments as { FunctionName?: string; Payload?: JsonValue; Entries?: JsonObject[] };
    if (call.resource.includes('events:putEvents')) {
      if (plan.publishFails) return Promise.reject(new TaskFailure('EventBridge.InternalException', 'no bus'));
      published.push(...(args.Entries ?? []));
      return Promise.resolve({ FailedEntryCount: 0, Entries: [] });
    }
    const name = args.FunctionName as FunctionName;
    const input = schemas[name].parse(args.Payload) as Readonly<Record<string, unknown>>;
    const before = inputs.get(name) ?? [];
    inputs.set(name, [...before, input]);
    const failure = plan.failures?.[name]?.[before.length];
    if (failure) return Promise.reject(failure);
    return Promise.resolve({ StatusCode: 200, ExecutedVersion: '$LATEST', Payload: answers[name](input, call.taskToken ?? '') as JsonValue });
  };

  await using bench = new Bench({ runTask });
  const ending = await bench.finish(bench.start(definition(), { runId, brief: document('brief'), source: document('source') }));
  const outcome = recorded.at(-1);
  return {
    runId,
    states: ending.events.flatMap((event) => (event.type.endsWith('StateEntered') ? [StateEntered.parse(event.stateEnteredEventDetails).name] : [])),
    seconds: ending.seconds,
    status: ending.status,
    error: ending.error,
    output: ending.output,
    outcome: outcome?.outcome,
    reasons: outcome?.reasons ?? [],
    failure: outcome?.failure ?? null,
    published,
    inputsOf: (name) => inputs.get(name) ?? [],
  };
}

function spendingAnswer(decision: SpendingDecision['decision'] | typeof timeOut): SpendingDecision | typeof timeOut {
  if (decision === timeOut) return timeOut;
  return { decision, capUsd: decision === 'raise' ? 3 : null, candidates: decision === 'fewer' ? 2 : null, note: '', reviewId: 'review-9', decidedBy: 'ana@example.com', decidedAt: '2026-11-24T10:00:00.000Z' };
}

const reopened = { reviewId: 'review-8', decidedBy: 'ana@example.com', decidedAt: '2026-11-28T10:00:00.000Z' } as const;

function reopenAnswer(answer: NonNullable<Plan['reopen']>[number]): ReopenDecision | typeof timeOut {
  if (answer === timeOut) return timeOut;
  if (typeof answer === 'object') return { ...reopened, decision: 'reopen', reviewSeconds: null, naming: answer, note: '' };
  const [decision, reviewSeconds] = typeof answer === 'number' ? (['reopen', answer] as const) : ([answer, null] as const);
  return { ...reopened, decision, reviewSeconds, note: decision === 'end' ? 'the campaign is over' : '' };
}

function goAhead(plan: Plan): z.infer<typeof GoAheadDecision> | typeof timeOut {
  if (plan.goAhead === timeOut) return timeOut;
  return { decision: plan.goAhead ?? 'proceed', note: '', reviewId: 'review-0', decidedBy: 'ana@example.com', decidedAt: '2026-11-24T10:00:00.000Z' };
}

/** The state machine with each placeholder replaced by the name of what it stands for. */
function definition(): JsonObject {
  const text = readFileSync(new URL('../../../statemachines/asset.asl.json', import.meta.url), 'utf8');
  const values: Readonly<Record<string, string>> = { ...assetFunctions, EventBusName: 'galley' };
  return JSON.parse(text.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? '')) as JsonObject;
}
