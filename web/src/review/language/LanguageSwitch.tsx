import type { Language } from '../../../../core/brief/schema.ts';
import { languageNames, languages } from './language.ts';
import { useWords } from './words.ts';

/** The page's other languages, each by its own name. */
export function LanguageSwitch({ onLanguage }: { readonly onLanguage: (language: Language) => void }) {
  const { language, say } = useWords();
  return (
    <div className="language-switch" role="group" aria-label={say('page.language')}>
      {languages
        .filter((other) => other !== language)
        .map((other) => (
          <button key={other} type="button" className="link" lang={other} onClick={() => onLanguage(other)}>
            {languageNames[other]}
          </button>
        ))}
    </div>
  );
}
