import { useEffect, useRef } from 'react';
import { commands } from './keys.ts';

interface Props {
  readonly letters: boolean;
  readonly onLetters: (on: boolean) => void;
  readonly onClose: () => void;
}

/** What every key does. Single letters can be turned off: a reviewer who dictates types them by speaking. */
export function KeyHelp({ letters, onLetters, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="sheet key-help" aria-labelledby="key-help" onClose={onClose}>
      <h2 id="key-help">Keys</h2>
      <dl>
        {Object.entries(commands).map(([name, { keys, does }]) => (
          <div key={name}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label className="switch">
        <input type="checkbox" checked={letters} onChange={(event) => onLetters(event.target.checked)} /> Single letters and digits are commands
      </label>
      <form method="dialog">
        <button className="button">Close</button>
      </form>
    </dialog>
  );
}
