import type { AdviceReport } from '../../core/api.ts';
import { recentMonths } from '../../core/assessment/history.ts';
import { AssetKind, Brief } from '../../core/brief/schema.ts';
import { InvalidInput } from '../../core/errors.ts';
import { adviceOf } from '../../core/judge/advice.ts';
import type { AdviceBook } from '../shared/advice-book.ts';
import type { Clock } from '../shared/clock.ts';
import { json, type Route } from '../shared/http.ts';

export interface AdvicePorts {
  readonly advice: AdviceBook;
  readonly clock: Clock;
}

/** `GET /api/advice`: what became of the judge's choices in twelve months; of one kind, of one team, or of all. */
export function getAdvice({ advice, clock }: AdvicePorts): Route {
  return async (request) => {
    const kind = kindOf(request.query('kind'));
    const team = teamOf(request.query('team'));
    const now = clock.now();
    const months = recentMonths(now);
    const report: AdviceReport = { kind: kind ?? null, team: team ?? null, from: months.at(-1) ?? '', to: months[0] ?? '', ...adviceOf(await advice.of({ kind, team }, now)) };
    return json(200, report);
  };
}

function kindOf(text: string | undefined): AssetKind | undefined {
  const parsed = AssetKind.optional().safeParse(text);
  if (!parsed.success) throw new InvalidInput(`Expected one of ${AssetKind.options.join(', ')} for kind but received something else; leave it out for all of them`);
  return parsed.data;
}

function teamOf(text: string | undefined): string | undefined {
  const parsed = Brief.shape.team.safeParse(text);
  if (!parsed.success) throw new InvalidInput('Expected the name of a team, of lower-case letters, digits and hyphens, for team but received something else; leave it out for all of them');
  return parsed.data;
}
