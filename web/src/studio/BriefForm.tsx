import { useId, useState } from 'react';
import type { ChangeEvent, SubmitEvent } from 'react';
import { BriefAccepted } from '../../../core/api.ts';
import { RequestRefused, requestJson } from '../shared/http.ts';

const fiveLines = `title: Park launch
owner: ana@example.com
concept: { subject: a golden retriever, action: catching a red frisbee mid-air, environment: a sunlit urban park }
lighting: soft morning light
mood: joyful
`;

/** Guesses the format of a brief from its text: JSON starts with a brace, Markdown with front matter. */
function mediaTypeOf(text: string): string {
  const start = text.trimStart();
  if (start.startsWith('{')) return 'application/json';
  return start.startsWith('---') ? 'text/markdown' : 'application/yaml';
}

/** Takes a brief as text or file and hands it in; what is wrong with it is shown by field. */
export function BriefForm() {
  const [text, setText] = useState(fiveLines);
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<RequestRefused | null>(null);
  const textId = useId();

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setSending(true);
    setRefusal(null);
    try {
      const accepted = await requestJson(BriefAccepted, '/api/briefs', { method: 'POST', headers: { 'content-type': mediaTypeOf(text) }, body: text });
      window.location.hash = `#/runs/${accepted.runId}`;
    } catch (error) {
      setRefusal(error instanceof RequestRefused ? error : new RequestRefused(0, 'Unreadable', 'The answer of the server could not be read.'));
    } finally {
      setSending(false);
    }
  }

  async function readFile(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = event.target.files?.[0];
    if (file) setText(await file.text());
  }

  return (
    <form className="sheet brief-form" onSubmit={(event) => void submit(event)}>
      <label htmlFor={textId}>
        <h2>A brief</h2>
        <span className="soft small">YAML, JSON, or Markdown with front matter. Five lines are enough.</span>
      </label>
      <textarea
        id={textId}
        spellCheck={false}
        rows={10}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      {refusal && (
        <div className="notice" role="alert">
          <p>{refusal.problems.length > 0 ? 'This brief needs a change before it can start:' : refusal.message}</p>
          <ul>
            {refusal.problems.map((problem) => (
              <li key={problem.field + problem.message}>
                {problem.field && <code>{problem.field}</code>} {problem.message}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="row">
        <button className="button primary" type="submit" disabled={sending || text.trim() === ''}>
          {sending ? 'Handing in…' : 'Hand in the brief'}
        </button>
        <label className="button">
          Choose a file
          <input className="visually-hidden" type="file" accept=".yaml,.yml,.json,.md,.markdown" onChange={(event) => void readFile(event)} />
        </label>
      </div>
    </form>
  );
}
