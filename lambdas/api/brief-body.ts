import { briefFormatOf, type BriefFormat } from '../../core/brief/parse.ts';
import { InvalidBrief } from '../../core/errors.ts';
import { HttpProblem, type HttpRequest } from '../shared/http.ts';
import { utf8Text } from '../shared/text.ts';

const largestBytes = 1_000_000;

/**
 * The brief in the body of a request, as text, and its format.
 *
 * @throws HttpProblem for one that is too large or of another type, InvalidBrief for other bytes than UTF-8
 */
export function briefBodyOf(request: HttpRequest): { readonly text: string; readonly format: BriefFormat } {
  const { body } = request;
  if (body.byteLength > largestBytes) throw new HttpProblem(413, 'TooLarge', `Expected a brief of at most ${String(largestBytes)} bytes but received ${String(body.byteLength)}`);
  const format = formatOf(request);
  const text = utf8Text(body);
  if (text === null) throw new InvalidBrief([{ field: '', message: 'Expected a brief as UTF-8 text but received other bytes; save the file as UTF-8' }]);
  return { text, format };
}

function formatOf(request: HttpRequest): BriefFormat {
  try {
    return briefFormatOf({ contentType: request.header('content-type') ?? '' });
  } catch (error) {
    if (error instanceof InvalidBrief) throw new HttpProblem(415, 'UnknownFormat', error.message.replace(/^: /, ''));
    throw error;
  }
}
