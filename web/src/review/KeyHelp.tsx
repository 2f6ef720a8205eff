import { useEffect, useRef } from 'react';
import { commandNames, commands } from './keys.ts';
import { useWords } from './language/words.ts';

interface Props {
  readonly letters: boolean;
  readonly onLetters: (on: boolean) => void;
  readonly onClose: () => void;
}

/** What every key does. Single letters can be turned off: a reviewer who dictates types them by speaking. */
export function KeyHelp({ letters, onLetters, onClose }: Props) {
  const { say } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // A dialog gives the focus to its first control, which stands below the list: a small screen would begin at the end of it.
    heading.current?.focus();
  }, []);
  return (
    <dialog ref={dialog} className="sheet key-help" aria-labelledby="key-help" onClose={onClose}>
      <h2 ref={heading} id="key-help" tabIndex={-1}>{say('keys')}</h2>
      <dl>
        {commandNames.map((name) => (
          <div key={name}>
            <dt>
              {commands[name].keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{say(`key.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <label className="switch">
        <input type="checkbox" checked={letters} onChange={(event) => onLetters(event.target.checked)} /> {say('keys.letters')}
      </label>
      <form method="dialog">
        <button className="button">{say('close')}</button>
      </form>
    </dialog>
  );
}
