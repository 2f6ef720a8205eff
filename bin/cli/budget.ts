import { BudgetReport, BudgetResolved } from '../../core/api.ts';
import type { BudgetAccount } from '../../core/api.ts';
import { dollars } from '../../core/budget.ts';
import type { ApiClient } from './api-client.ts';
import { UsageError } from './errors.ts';

type Print = (line: string) => void;

/** Prints this month and its campaigns, or one run's or campaign's account, with every open reservation. */
export async function printBudget({ api, run, campaign, print }: { readonly api: ApiClient; readonly run?: string | undefined; readonly campaign?: string | undefined; readonly print: Print }): Promise<void> {
  const { accounts } = await api.get(BudgetReport, '/api/budget', { ...(run === undefined ? {} : { run }), ...(campaign === undefined ? {} : { campaign }) });
  print(`${''.padEnd(34)}${['cap', 'spent', 'reserved', 'unknown'].map((title) => title.padStart(12)).join('')}`);
  for (const account of accounts) print(accountLine(account));
  const open = new Map(accounts.flatMap((account) => account.open.map((each) => [each.reservation, each] as const)));
  for (const { reservation, amountMicroUsd, state, calledAt } of open.values()) print(`  ${reservation}  ${dollars(amountMicroUsd)}  ${state}${calledAt === null ? '' : ` since ${calledAt}`}`);
  if ([...open.values()].some(({ state }) => state === 'unknown')) print('Look at the provider’s bill, then: npx galley budget resolve RESERVATION --spent USD, or --not-spent');
}

/** Books what a call with an unknown outcome cost. @throws UsageError unless exactly one of `spent` and `notSpent` is given */
export async function resolveBudget({ api, reservation, spent, notSpent, print }: { readonly api: ApiClient; readonly reservation: string; readonly spent?: number | undefined; readonly notSpent: boolean; readonly print: Print }): Promise<void> {
  if ((spent === undefined) !== notSpent) throw new UsageError('Expected either --spent USD or --not-spent but received both or neither; the provider’s bill tells which.');
  const resolved = await api.post(BudgetResolved, '/api/budget/resolve', { text: JSON.stringify({ reservation, spentUsd: spent ?? 0 }), type: 'application/json' });
  print(`${resolved.reservation}: $${resolved.spentUsd.toFixed(2)} spent, says ${resolved.resolvedBy}.`);
}

function accountLine({ kind, name, capMicroUsd, raisedBy, spentMicroUsd, reservedMicroUsd, unknownMicroUsd }: BudgetAccount): string {
  const amounts = [capMicroUsd === null ? 'none' : dollars(capMicroUsd), ...[spentMicroUsd, reservedMicroUsd, unknownMicroUsd].map(dollars)];
  return `${`${kind} ${name}`.padEnd(34)}${amounts.map((amount) => amount.padStart(12)).join('')}${raisedBy === null ? '' : `  raised by ${raisedBy}`}`;
}
