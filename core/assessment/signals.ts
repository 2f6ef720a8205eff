import type { Brief } from '../brief/schema.ts';
import type { Assessment } from '../documents.ts';
import { contentWords, fold } from '../words.ts';

export type Signal = Assessment['signals'][number];

/** A rule looks at one aspect of a brief and says what it finds, with the way out. A new rule is a new entry. */
export interface Rule {
  readonly id: string;
  find(brief: Brief): Omit<Signal, 'id'> | undefined;
}

/** Every signal of a brief, in the order of the rules. */
export function signalsOf(brief: Brief, rules: readonly Rule[] = shippedRules): Signal[] {
  return rules.flatMap((rule) => {
    const found = rule.find(brief);
    return found === undefined ? [] : [{ id: rule.id, ...found }];
  });
}

const conceptText = ({ concept }: Brief): string => fold([concept.subject, concept.action, concept.environment, concept.background].filter((part) => part !== undefined).join('. '));
const wholeText = (brief: Brief): string => [conceptText(brief), fold([brief.title, brief.objective, brief.message, brief.lighting, brief.style].filter((part) => part !== undefined).join('. '))].join('. ');

const abstractWords = new Set(
  (
    'synergy innovation transformation digitalization digitalisation strategy success excellence quality trust freedom justice truth democracy capitalism consciousness existence essence ' +
    'identity diversity inclusion sustainability resilience growth leadership vision mission values value culture purpose empowerment solution solutions paradigm concept idea ideas ' +
    'knowledge wisdom hope love time future past change progress potential possibility infinity nothingness being meaning agility efficiency productivity complexity simplicity ' +
    'metaphysics epistemology ontology zeitgeist ecosystem governance compliance collaboration alignment disruption feeling emotion'
  ).split(' '),
);

const abstractConcept: Rule = {
  id: 'abstract-concept',
  find: (brief) => {
    const words = contentWords(fold(brief.concept.subject));
    const abstract = words.filter((word) => abstractWords.has(word));
    if (words.length === 0 || abstract.length * 2 < words.length) return undefined;
    return {
      severity: 'doubt',
      field: 'concept.subject',
      message: `The subject "${brief.concept.subject}" is an idea, not a thing to be seen (${abstract.join(', ')}); name the scene, object or gesture that stands for it, or have it illustrated.`,
    };
  },
};

const likeness: Rule = {
  id: 'exact-likeness',
  find: (brief) => {
    const text = wholeText(brief);
    if (/\b(?:exact (?:likeness|resemblance)|(?:exactly|precisely|identical) (?:like|to) (?:the|our|my) (?:real )?(?:person|ceo|founder|customer|employee)|look ?alike of|deep ?fake)\b/u.test(text)) {
      return { severity: 'block', field: 'concept.subject', message: 'An exact likeness of a real person is asked for, and a model invents faces; have the person photographed.' };
    }
    if (/\b(?:(?:our|my) (?:ceo|founder|boss|president|director|employees|staff|customer)|celebrity|famous (?:actor|actress|singer|athlete|person)|head of state|prime minister|the president)\b/u.test(conceptText(brief))) {
      return { severity: 'doubt', field: 'concept.subject', message: 'The subject seems to be a real person; a model can only invent somebody who does not exist. Describe a person by age, role and clothing, or have this one photographed.' };
    }
    return undefined;
  },
};

const proprietaryData: Rule = {
  id: 'proprietary-data',
  find: (brief) => {
    const text = conceptText(brief);
    const chart = /\b(?:(?:bar|pie|line|flow|org) ?charts?|charts?|graphs?|plots?|dashboards?|spreadsheets?|tables? of (?:figures|numbers|data))\b/u.test(text);
    const data = /\b(?:sales|revenue|turnover|quarterly|statistics|survey results|our (?:data|figures|numbers|results)|kpis?|per ?cent(?:ages?)?|\d+ ?%|q[1-4])\b/u.test(text);
    if (chart && data) {
      return { severity: 'block', field: 'concept', message: 'A chart of your own figures is asked for, and a model draws numbers that are wrong; make the chart with a charting tool and generate the background of it.' };
    }
    if (chart) return { severity: 'doubt', field: 'concept', message: 'Charts come out as decoration, their marks mean nothing; ask for the scene around the chart, or draw the chart by hand.' };
    if (/\b(?:our (?:actual|real|exact|existing) (?:product|building|office|store|shop|packaging|logo)|as (?:shown )?in the (?:attached|attachment|enclosed)|see attach(?:ed|ment)|our logo)\b/u.test(text)) {
      return { severity: 'doubt', field: 'concept', message: 'Something that exists only with you is asked for, and the model has never seen it; describe it in full, or photograph it.' };
    }
    return undefined;
  },
};

/** A model sets a few words reliably; a sentence is where spelling begins to slip. */
const mostRenderedWords = 6;

const denseText: Rule = {
  id: 'dense-text',
  find: (brief) => {
    const written = [brief.concept.subject, brief.concept.action, brief.concept.environment, brief.concept.background].filter((part) => part !== undefined).join(' ');
    const quotes = [...written.matchAll(/["“«]([^"”»]{2,})["”»]/gu)].map((match) => match[1] ?? '');
    const words = quotes.reduce((sum, quote) => sum + quote.split(/\s+/u).filter(Boolean).length, 0);
    const asked = /\b(?:paragraphs? of text|full text|list of ingredients|ingredients? list|terms and conditions|fine print|small print|price list|menu with (?:all )?prices|page of text)\b/u.test(fold(written));
    if (!asked && words <= mostRenderedWords) return undefined;
    return { severity: 'doubt', field: 'concept', message: 'Much text is to be drawn in the picture, and letters slip beyond a few words; leave room for it and set it in layout.' };
  },
};

const preciseGeometry: Rule = {
  id: 'precise-geometry',
  find: (brief) => {
    const text = conceptText(brief);
    const drawing = /\b(?:to scale|floor ?plans?|blue ?prints?|technical drawings?|engineering drawings?|cad (?:model|drawing)s?|exploded view with measurements|exact (?:dimensions|measurements|proportions|positions?)|wiring diagram|circuit diagram|accurate map|street map)\b/u.test(text);
    const number = /\bexactly (\d+)\b/u.exec(text)?.[1];
    if (!drawing && !(number !== undefined && Number(number) > 6)) return undefined;
    return { severity: 'doubt', field: 'concept', message: 'Exact measures or counts are asked for, and a model only comes near them; loosen them, or have it drawn.' };
  },
};

const regulated: Rule = {
  id: 'regulated-subject',
  find: (brief) => {
    const text = wholeText(brief);
    if (/\b(?:counterfeit|forged?|fake) (?:banknotes?|money|passports?|id(?:entity)? cards?|certificates?|documents?|driving licen[cs]es?)\b/u.test(text)) {
      return { severity: 'block', field: 'concept', message: 'A forged document or banknote is asked for; Galley does not make these.' };
    }
    const subject = /\b(?:cigarettes?|vap(?:e|ing)|tobacco|cannabis|prescription (?:drug|medicine)s?|before[- ]and[- ]after|medical treatment results?|gambling|casino|firearms?|ballot|election|politician|children drinking|banknotes?|passports?)\b/u.exec(conceptText(brief))?.[0];
    if (subject === undefined) return undefined;
    return { severity: 'doubt', field: 'concept', message: `The subject (${subject}) is regulated in many places; have it cleared before it is generated.` };
  },
};

export const shippedRules: readonly Rule[] = [abstractConcept, likeness, proprietaryData, denseText, preciseGeometry, regulated];
