import { agreementReport } from '../../core/agreement/report.ts';
import { monthOf, recentMonths } from '../../core/assessment/history.ts';
import { InvalidInput } from '../../core/errors.ts';
import type { Agreement } from '../shared/agreement.ts';
import type { Clock } from '../shared/clock.ts';
import { json, type Route } from '../shared/http.ts';

export interface AgreementPorts {
  readonly agreement: Agreement;
  readonly clock: Clock;
}

/** `GET /api/agreement`: the last twelve months, which is what trust rests on; with `month`, that one of them. */
export function getAgreement({ agreement, clock }: AgreementPorts): Route {
  return async (request) => {
    const now = clock.now();
    const months = recentMonths(now);
    const month = request.query('month');
    if (month !== undefined && !months.includes(month)) throw new InvalidInput(`Expected one of the last twelve months, as ${monthOf(now.toISOString())}, for month but received ${JSON.stringify(month)}`);
    const [to = '', from = to] = [months[0], months.at(-1)];
    return json(200, agreementReport(await agreement.counts(now), month === undefined ? { from, to } : { from: month, to: month }));
  };
}
