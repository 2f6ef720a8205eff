import type { en } from './en.ts';

/** A sentence with `{places}`; where its form follows `{count}`, one sentence for each form that the language has. */
export type Message = string | Plural;
export type Plural = { readonly [Form in Intl.LDMLPluralRule]?: string } & { readonly other: string };

/** Messages by their keys. The English ones are the form that all others take. */
export type Messages = Readonly<Record<string, Message>>;

/** The same messages in another language: a key that is missing, or one too many, is a type error. */
export type MessagesOf<English extends Messages> = { readonly [Key in keyof English]: English[Key] extends string ? string : Plural };

/** Everything that is said in one language. */
export interface CatalogueOf<English extends Messages> {
  /** BCP 47 tags that dates and numbers are written by. */
  readonly dates: string;
  readonly numbers: string;
  readonly messages: MessagesOf<English>;
}

/** What mails and terminals say; the pages have catalogues of their own. */
export type Catalogue = CatalogueOf<typeof en.messages>;
export type MessageKey = keyof typeof en.messages;

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** The names between braces of an English message: what a call has to give. */
export type PlacesIn<Said> = Said extends string ? Names<Said> : 'count' | { [Form in keyof Said]: Said[Form] extends string ? Names<Said[Form]> : never }[keyof Said];

/** What fills the places of a message; `count` is a number, and is written as one. */
export type ValuesIn<Said> = [PlacesIn<Said>] extends [never] ? [] : [values: { readonly [Name in PlacesIn<Said>]: Name extends 'count' ? number : string | number }];
