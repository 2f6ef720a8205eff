import type { FieldProblem } from '../errors.ts';
import { isBarred, type Ballot } from './policy.ts';
import { peopleOf } from './seats.ts';
import { sameAddress, type Delegation } from './vote.ts';

/** A seat may change hands by hand so often: further on, nobody knows who was asked. */
const mostHandOns = 2;

/** Why a review cannot be handed on to this address; null when it can. */
export function handOnProblem(ballot: Ballot, from: string, to: string): FieldProblem | null {
  const refuse = (reason: string, expected: string, wayOut: string): FieldProblem => ({ field: 'to', reason, message: `Expected ${expected} for to but received "${to}"; ${wayOut}` });
  const asked = [...peopleOf(ballot.seats), ...ballot.escalatedTo];
  if (sameAddress(from, to)) return refuse('self', 'somebody else', 'decide yourself, or name a delegate');
  if (asked.some((address) => sameAddress(address, to))) return refuse('has-vote', 'somebody who does not decide in this review already', 'nobody has two votes');
  if (isBarred(ballot, to)) return refuse('owner', "somebody other than the brief's owner", 'the policy does not let owners approve their own briefs');
  if (ballot.delegations.some((delegation) => sameAddress(delegation.from, to))) return refuse('circle', 'somebody who has not handed this review on', 'it would go round in a circle');
  if (handOnsBefore(ballot.delegations, from) >= mostHandOns) return refuse('too-often', `a review that was handed on fewer than ${String(mostHandOns)} times`, 'decide yourself, or ask the owner of the brief');
  return null;
}

/** How often the seat that this person holds was handed on by hand. */
function handOnsBefore(delegations: readonly Delegation[], holder: string): number {
  const before = delegations.find(({ to }) => sameAddress(to, holder));
  return before === undefined ? 0 : (before.byHand ? 1 : 0) + handOnsBefore(delegations.filter((each) => each !== before), before.from);
}
