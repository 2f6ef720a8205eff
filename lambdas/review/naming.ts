import { Brief } from '../../core/brief/schema.ts';
import { namingProblems, peopleAfter, type NamedPeople } from '../../core/review/naming.ts';
import type { Naming } from '../../core/workflow.ts';
import { HttpProblem } from '../shared/http.ts';
import type { Objects } from '../shared/objects.ts';
import type { ReviewRecord } from '../shared/review-record.ts';

/**
 * The people whom an answer to the question whether to reopen names, held against the brief's policy before anything changes.
 *
 * @returns undefined when it names nobody
 * @throws HttpProblem 422, by field, with the way out
 */
export async function namingOf(objects: Objects, { refs, expired }: ReviewRecord, asked: NamedPeople, named: Pick<Naming, 'by' | 'at'>): Promise<Naming | undefined> {
  const [field] = Object.entries(asked).flatMap(([name, people]) => (people === undefined ? [] : [name]));
  if (field === undefined) return undefined;
  const refuse = (problems: HttpProblem['problems']): HttpProblem => new HttpProblem(422, 'InvalidNaming', 'The review was not opened again; each problem names its field.', problems);
  if (expired?.naming === undefined) {
    throw refuse([{ field, message: `Expected no ${field} for a run that began before others could be named but received some; open it again with hours alone, or hand the brief in anew with other approvers` }]);
  }
  const brief = await objects.readJson(refs.brief, Brief);
  const problems = namingProblems(brief, asked, expired.naming);
  if (problems.length > 0) throw refuse(problems);
  return { ...peopleAfter(brief, asked, expired.naming), ...named };
}
