import { BudgetResolution, type BudgetAccount, type BudgetReport } from '../../core/api.ts';
import { briefScope, microUsd, monthScope, partsOf } from '../../core/budget.ts';
import { InvalidInput } from '../../core/errors.ts';
import type { Clock } from '../shared/clock.ts';
import { HttpProblem, json, jsonBody, type Route } from '../shared/http.ts';
import { outcomeKnown, type Account, type Ledger } from '../shared/ledger.ts';
import { isRunId } from '../shared/runs.ts';

export interface BudgetPorts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** US dollars. */
  readonly monthlyCapUsd: number;
}

/** `GET /api/budget`: this month and the campaigns that spent in it; with `run` or `campaign`, that one account. */
export function getBudget({ ledger, clock, monthlyCapUsd }: BudgetPorts): Route {
  return async (request) => {
    const [run, campaign] = [request.query('run'), request.query('campaign')];
    if (run !== undefined && !isRunId(run)) throw new InvalidInput(`Expected the id of a run for run but received ${JSON.stringify(run)}; GET /api/runs lists them`);
    const now = clock.now();
    const view = async (scope: string): Promise<BudgetAccount> => accountOf(await ledger.account(scope), now);
    const report = async (): Promise<BudgetReport> => {
      if (run !== undefined) return { accounts: [await view(briefScope(run))] };
      if (campaign !== undefined) return { accounts: [await view(`campaign#${campaign}`)] };
      const month = monthScope(now, monthlyCapUsd);
      const account = await ledger.account(month.scope);
      const campaigns = await Promise.all(account.campaigns.map((name) => view(`campaign#${name}`)));
      return { accounts: [accountOf({ ...account, capMicroUsd: month.capMicroUsd }, now), ...campaigns] };
    };
    return json(200, await report());
  };
}

/** `POST /api/budget/resolve`: a person who has looked at the provider's bill says what a lost call cost. */
export function resolveReservation({ ledger, clock }: BudgetPorts): Route {
  return async (request) => {
    const { reservation, spentUsd } = jsonBody(request, BudgetResolution);
    const [runId = '', id = ''] = reservation.split('/');
    const spentMicroUsd = microUsd(spentUsd);
    const resolved = await ledger.resolve(briefScope(runId), id, { spentMicroUsd, by: request.caller ?? 'unknown', at: clock.now().toISOString() });
    if (resolved === null) {
      throw new HttpProblem(409, 'OutcomeKnown', `Expected a call whose outcome is unknown for reservation but received ${reservation}, which is settled, given back, or may still be answered; GET /api/budget lists those that are open`);
    }
    return json(200, { reservation, spentUsd, resolvedBy: resolved.resolvedBy });
  };
}

function accountOf({ scope, capMicroUsd, committedMicroUsd, raise, open }: Account, now: Date): BudgetAccount {
  const reservations = open.map((reservation) => ({
    reservation: `${partsOf(reservation.scope).name}/${reservation.id}`,
    amountMicroUsd: reservation.amountMicroUsd,
    state: reservation.state !== 'calling' ? ('reserved' as const) : outcomeKnown(reservation, now) ? ('calling' as const) : ('unknown' as const),
    calledAt: reservation.calledAt ?? null,
  }));
  const sum = (of: typeof reservations): number => of.reduce((total, { amountMicroUsd }) => total + amountMicroUsd, 0);
  return {
    ...partsOf(scope),
    capMicroUsd,
    raisedBy: raise?.decidedBy ?? null,
    spentMicroUsd: committedMicroUsd - sum(reservations),
    reservedMicroUsd: sum(reservations.filter(({ state }) => state !== 'unknown')),
    unknownMicroUsd: sum(reservations.filter(({ state }) => state === 'unknown')),
    open: reservations,
  };
}
