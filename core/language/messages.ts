import type { en } from './en.ts';

/** A sentence with `{places}`; where its form follows `{count}`, one sentence for each form that the language has. */
export type Message = string | Plural;
export type Plural = { readonly [Form in Intl.LDMLPluralRule]?: string } & { readonly other: string };

export type MessageKey = keyof typeof en.messages;

/** Everything that Galley says in one language: a key that is missing, or one too many, is a type error. */
export interface Catalogue {
  /** BCP 47 tags that dates and numbers are written by. */
  readonly dates: string;
  readonly numbers: string;
  readonly messages: { readonly [Key in MessageKey]: (typeof en.messages)[Key] extends string ? string : Plural };
}

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** The names between braces of an English message: what a call has to give. */
export type PlacesOf<Key extends MessageKey> = (typeof en.messages)[Key] extends infer Said
  ? Said extends string
    ? Names<Said>
    : 'count' | { [Form in keyof Said]: Said[Form] extends string ? Names<Said[Form]> : never }[keyof Said]
  : never;

/** What fills the places of a message; `count` is a number, and is written as one. */
export type ValuesOf<Key extends MessageKey> = [PlacesOf<Key>] extends [never] ? [] : [values: { readonly [Name in PlacesOf<Key>]: Name extends 'count' ? number : string | number }];
