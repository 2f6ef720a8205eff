import { describe, expect, test } from 'vitest';

import { compilePattern } from '../../../local/events/pattern.ts';
import type { JsonObject } from '../../../local/types.ts';

const event: JsonObject = {
  source: 'aws.s3',
  'detail-type': 'Object Created',
  detail: {
    bucket: { name: 'briefs' },
    object: { key: 'inbox/Teal Sneaker.yaml', size: 812 },
    tags: ['spring', 'Shoe'],
    none: null,
    empty: '',
    done: false,
    parts: [
      { id: 1, kind: 'a' },
      { id: 2, kind: 'b' },
    ],
  },
};

describe('a pattern', () => {
  test.each<[string, JsonObject, boolean]>([
    ['an exact value', { source: ['aws.s3'] }, true],
    ['one of several values', { source: ['aws.ec2', 'aws.s3'] }, true],
    ['another value', { source: ['aws.ec2'] }, false],
    ['all fields together', { source: ['aws.s3'], detail: { bucket: { name: ['other'] } } }, false],
    ['a nested field', { detail: { bucket: { name: ['briefs'] } } }, true],
    ['a number by its value', { detail: { object: { size: [812.0] } } }, true],
    ['a number is no text', { detail: { object: { size: ['812'] } } }, false],
    ['null', { detail: { none: [null] } }, true],
    ['an absent field is not null', { detail: { missing: [null] } }, false],
    ['an empty text', { detail: { empty: [''] } }, true],
    ['a boolean', { detail: { done: [false] } }, true],
    ['an element of a list', { detail: { tags: ['spring'] } }, true],
    ['prefix', { detail: { object: { key: [{ prefix: 'inbox/' }] } } }, true],
    ['prefix elsewhere', { detail: { object: { key: [{ prefix: 'outbox/' }] } } }, false],
    ['prefix in any case', { detail: { object: { key: [{ prefix: { 'equals-ignore-case': 'INBOX/t' } }] } } }, true],
    ['suffix', { detail: { object: { key: [{ suffix: '.yaml' }] } } }, true],
    ['wildcard', { detail: { object: { key: [{ wildcard: 'in*/*.yaml' }] } } }, true],
    ['wildcard takes a dot literally', { detail: { object: { key: [{ wildcard: 'inbox/*?yaml' }] } } }, false],
    ['equals-ignore-case', { detail: { tags: [{ 'equals-ignore-case': 'SHOE' }] } }, true],
    ['anything-but a value', { source: [{ 'anything-but': 'aws.ec2' }] }, true],
    ['anything-but the value itself', { source: [{ 'anything-but': ['aws.s3', 'x'] }] }, false],
    ['anything-but does not match an absent field', { detail: { missing: [{ 'anything-but': 'x' }] } }, false],
    ['anything-but a prefix', { detail: { object: { key: [{ 'anything-but': { prefix: 'inbox/' } }] } } }, false],
    ['anything-but several suffixes', { detail: { object: { key: [{ 'anything-but': { suffix: ['.json', '.md'] } }] } } }, true],
    ['exists', { detail: { object: { key: [{ exists: true }] } } }, true],
    ['exists of an absent field', { detail: { missing: [{ exists: true }] } }, false],
    ['absence', { detail: { missing: [{ exists: false }] } }, true],
    ['absence of a field that is there', { detail: { done: [{ exists: false }] } }, false],
    ['absence below an absent object', { detail: { missing: { key: [{ exists: false }] } } }, true],
    ['numeric range', { detail: { object: { size: [{ numeric: ['>', 0, '<=', 812] }] } } }, true],
    ['numeric outside', { detail: { object: { size: [{ numeric: ['<', 812] }] } } }, false],
    ['numeric equality', { detail: { object: { size: [{ numeric: ['=', 812] }] } } }, true],
    ['$or, second option', { $or: [{ source: ['x'] }, { detail: { bucket: { name: ['briefs'] } } }] }, true],
    ['$or, none', { $or: [{ source: ['x'] }, { source: ['y'] }] }, false],
    ['$or beside another field', { source: ['x'], $or: [{ source: ['aws.s3'] }, { source: ['y'] }] }, false],
    ['one element of a list of objects', { detail: { parts: { id: [2], kind: ['b'] } } }, true],
    ['never two elements of a list mixed', { detail: { parts: { id: [1], kind: ['b'] } } }, false],
  ])('%s', (_, pattern, matches) => {
    expect(compilePattern(pattern, 'Rule')(event)).toBe(matches);
  });

  test.each<[JsonObject, RegExp]>([
    [{ detail: { ip: [{ cidr: '10.0.0.0/8' }] } }, /Rule\.detail\.ip but received "cidr"/],
    [{ source: 'aws.s3' }, /list of matchers or a nested pattern for Rule\.source/],
    [{ detail: { size: [{ numeric: ['~', 1] }] } }, /received "~"/],
    [{ detail: { size: [{ 'anything-but': { numeric: ['~', 1] } }] } }, /anything-but/],
  ])('%j is refused when it is loaded', (pattern, message) => {
    expect(() => compilePattern(pattern, 'Rule')).toThrow(message);
  });
});
