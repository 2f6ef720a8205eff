import { languageNames, languages } from './language.ts';

const told = {
  en: 'The page could not be fetched. Check the connection and reload it.',
  es: 'No se pudo cargar la página. Conviene comprobar la conexión y recargarla.',
} as const;

/** What is said when the words of the review's language could not be fetched: the same in each. */
export function Unspoken({ onReload }: { readonly onReload: () => void }) {
  return (
    <section className="lonely sheet" role="alert">
      {languages.map((language) => (
        <p key={language} lang={language}>
          {told[language]}
        </p>
      ))}
      <button type="button" className="button" onClick={onReload} aria-label={languages.map((language) => languageNames[language]).join(', ')}>
        ↻
      </button>
    </section>
  );
}
