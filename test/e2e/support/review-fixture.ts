import { createHash } from 'node:crypto';
import type { Page, Request } from 'playwright-core';
import { ReviewView } from '../../../core/api.ts';
import { parseBrief } from '../../../core/brief/parse.ts';
import { checklistOf } from '../../../core/review/checklist.ts';
import { photographOf, readPhotograph } from '../../fixtures/photographs.ts';
import type { Photograph } from '../../fixtures/photographs.ts';

/** A review with everything that a page can show, on real photographs. */
export interface ReviewFixture {
  readonly view: ReviewView;
  /** Pictures by the path that the view names. */
  readonly pictures: ReadonlyMap<string, Buffer>;
}

export const fixtureId = 'f'.repeat(24);
export const fixtureKey = 'k'.repeat(43);

const brief = parseBrief(
  `title: Otoño en el río — señales de una nutria
owner: ana@example.com
objective: Open the autumn campaign of the river park on its start page and in the metro
message: The river is alive again
audience: Families of the city who have never been to the river
concept: { subject: a wet river otter, action: resting on a bank, environment: "a slow river with reeds, a second otter swimming behind" }
lighting: low autumn light from the left
style: honest wildlife photography
camera: long lens at eye level
mood: calm curiosity
exclude: [lettering, people, plastic]
brand: { name: Parque del Río, colours: ['#2f5d50', '#c9a227', '#f4efe4'], do: [room for a headline at the top], dont: [cartoon animals] }
review: { approvers: [rui@example.com, li@example.com] }
`,
  'yaml',
);

type Candidate = ReviewView['candidates'][number];

const advice: Candidate['answers'] = [
  { question: 'concept', answer: 'pass', confidence: 0.93, evidence: 'An otter rests on a bank, another swims behind it.', region: null, suggestion: null },
  { question: 'structure', answer: 'fail', confidence: 0.81, evidence: 'The left fore paw has six toes.', region: { x: 0.38, y: 0.55, width: 0.14, height: 0.2 }, suggestion: { slot: 'subject', text: 'a wet river otter with natural paws' } },
  { question: 'lighting', answer: 'pass', confidence: 0.77, evidence: 'All shadows fall to the right.', region: null, suggestion: null },
  { question: 'style', answer: 'unsure', confidence: 0.4, evidence: 'The rules of the brand do not speak of wildlife.', region: null, suggestion: null },
  { question: 'emotion', answer: 'pass', confidence: 0.68, evidence: 'The animal looks at ease.', region: null, suggestion: null },
];

const measures = ReviewView.shape.candidates.element.shape.measures.parse([
  { id: 'size', value: 1, unit: 'pixels', limit: '= 768x432', passed: true, gate: true, message: 'The size is 768x432 as asked' },
  { id: 'blur', value: 2.4, unit: 'pixels', limit: '<= 1.8', passed: false, gate: false, message: 'The right edge is soft', region: { x: 0.78, y: 0.1, width: 0.2, height: 0.7 }, limitFrom: 'brand' },
  { id: 'blank', value: 61, unit: 'levels', limit: '>= 3', passed: true, gate: true, message: 'The picture is not blank' },
]);

/**
 * @param names of the photographs in this round, as `photographOf` takes them
 * @param changes to the view
 */
export async function reviewFixture(names: readonly string[], changes: Partial<ReviewView> = {}): Promise<ReviewFixture> {
  const pictures = new Map<string, Buffer>();
  const candidate = async (photograph: Photograph, at: number): Promise<Candidate> => {
    const bytes = await readPhotograph(photograph);
    const path = `/fixture/${photograph.file.replace('/', '-')}`;
    pictures.set(path, bytes);
    const flawed = at % 2 === 1;
    return {
      sha256: createHash('sha256').update(bytes).digest('hex'),
      url: `http://galley.test${path}`,
      previewUrl: `http://galley.test${path}?preview`,
      width: photograph.width,
      height: photograph.height,
      score: Math.round((0.91 - at * 0.06) * 100) / 100,
      passedGates: at < 5,
      measures: flawed ? measures : measures.filter(({ passed }) => passed),
      answers: flawed ? advice : advice.map((answer) => (answer.answer === 'fail' ? { ...answer, answer: 'pass', region: null, suggestion: null, evidence: 'Paws and faces are built as they should be.' } : answer)),
      subject: photograph.subject,
    };
  };
  const [candidates, first] = await Promise.all([Promise.all(names.map((name, at) => candidate(photographOf(name), at))), candidate(photographOf('labelled/giraffe'), 1)]);
  const second = await candidate(photographOf('labelled/osprey'), 2);
  const changesAsked = { kind: 'changes' as const, note: 'Calm the background: fewer objects, more empty space. Keep the otter’s gaze.', candidate: first.sha256, by: 'reviewer' as const };
  const view = ReviewView.parse({
    reviewId: fixtureId,
    question: 'candidates',
    state: 'open',
    title: brief.title,
    approver: 'rui@example.com',
    dueAt: new Date(Date.now() + 40 * 3_600_000).toISOString(),
    round: 2,
    roundLimit: 3,
    lastRound: false,
    brief,
    decided: null,
    checklist: checklistOf(brief),
    candidates,
    prompt: null,
    judgement: null,
    assessment: null,
    directions: [changesAsked],
    spending: null,
    earlierRounds: [{ round: 1, operation: 'generate', parent: null, direction: null, costMicroUsd: 159_000, candidates: [first, second] }],
    ...changes,
  });
  return { view, pictures };
}

export const standing: NonNullable<ReviewView['standing']> = {
  rule: 'Two of three approve the same candidate.',
  votes: [{ by: 'li@example.com', role: 'legal', decision: 'approve', candidate: null, note: 'Nothing of ours speaks against it.', tags: [], at: '2026-11-28T09:12:00.000Z' }],
  waitingFor: ['rui@example.com', 'bo@example.com'],
  closedForYou: null,
};

export const contradiction: ReviewView['contradictions'][number] = {
  about: 'light',
  sides: [
    { by: 'ana@example.com', words: 'Brighter: it looks like dusk.' },
    { by: 'bo@example.com', words: 'Darker, the evening is what makes it.' },
  ],
};

/** What two people asked for after the first round of a fixture, in words and drawn on its first candidate. */
export function askedBy({ view }: ReviewFixture): Partial<ReviewView> {
  const [direction] = view.directions;
  const [parent] = view.earlierRounds[0]?.candidates ?? [];
  if (direction === undefined || parent === undefined) throw new Error('Expected a fixture with an earlier round but received none');
  const said = (by: string, note: string) => ({ by, decision: 'changes', note, tags: ['too-dark' as const], at: '2026-11-27T14:02:00.000Z' });
  const asked = { ...direction, notes: contradiction.sides.map(({ by, words }) => said(by, words)) };
  const drawing = { runId: '0123456789abcdef01234567', round: 1, candidate: parent.sha256, by: 'ana@example.com', at: '2026-11-27T14:02:00.000Z', tags: [], pins: [{ x: 0.3, y: 0.4, text: 'a blue rim' }], markup: [{ points: [[0.6, 0.2], [0.7, 0.3], [0.65, 0.45]] as [number, number][], width: 0.01 }], brush: [{ points: [[0.2, 0.3], [0.35, 0.35]] as [number, number][], width: 0.12 }] };
  return { directions: [asked], thisRound: { round: view.round, operation: 'edit', parent: parent.sha256, direction: asked, drawings: [drawing], costMicroUsd: 81_000 } };
}

/** Answers the page's questions from a fixture: the pages themselves are the site function's, with its policy. `decided` collects the bodies of decisions. */
export async function serveFixture(page: Page, origin: string, { view, pictures }: ReviewFixture, answer?: (request: Request) => { status: number; body: unknown } | 'unreachable'): Promise<unknown[]> {
  const decided: unknown[] = [];
  const here = JSON.parse(JSON.stringify(view).replaceAll('http://galley.test', origin)) as ReviewView;
  await page.route('**/fixture/**', async (route) => {
    const bytes = pictures.get(new URL(route.request().url()).pathname);
    await route.fulfill(bytes ? { body: bytes, contentType: 'image/jpeg' } : { status: 404 });
  });
  await page.route(`**/api/reviews/${view.reviewId}`, (route) => route.fulfill({ json: here }));
  await page.route(`**/api/reviews/${view.reviewId}/decision`, async (route) => {
    const body = route.request().postDataJSON() as { decision: string };
    const told = answer?.(route.request()) ?? { status: 200, body: { decision: body.decision, by: view.approver, at: new Date().toISOString() } };
    if (told === 'unreachable') return route.abort('connectionfailed');
    decided.push(body);
    return route.fulfill({ status: told.status, json: told.body });
  });
  return decided;
}

export function fixtureAddress(origin: string): string {
  return `${origin}/review/${fixtureId}#${fixtureKey}`;
}
