import { describe, expect, test } from 'vitest';

import { contradictionsIn, reconcile, type Said } from '../../../core/review/contradictions.ts';
import { reviewPresets } from '../../../core/review/presets.ts';
import { wishesOf } from '../../../core/review/wishes.ts';

const say = (note: string, by = 'ana@example.com', tags: Said['tags'] = []): Said => ({ by, note, tags });
const between = (one: string, other: string) => contradictionsIn([say(one), say(other, 'ben@example.com')]).map(({ about }) => about);

describe('two people contradict each other', () => {
  test.each([
    ['Make it brighter', 'darker, please', 'brightness'],
    ['It is too dark', 'Far too bright!', 'brightness'],
    ['More light on it', 'less light', 'brightness'],
    ['not bright enough', 'a bit darker', 'brightness'],
    ['Warmer light', 'the light should be cooler', 'warmth'],
    ['less warm', 'more warm', 'warmth'],
    ['Come closer', 'zoom out a bit', 'distance'],
    ['Make the dog bigger', 'The dog is too big', 'size of the dog'],
    ['Busier', 'much calmer', 'activity'],
    ['more contrast', 'softer', 'contrast'],
    ['Bolder colours', 'desaturate it', 'colour'],
    ['Add a red boat', 'remove the boats', 'boat'],
    ['Keep the leash', 'Remove the leash from the picture', 'leash'],
    ["don't remove the tree", 'no trees', 'tree'],
    ['More people', 'fewer people', 'people'],
    ['Darker background', 'brighten the background', 'brightness of the background'],
    ['Más claro, por favor', 'más oscuro', 'brightness'],
    ['demasiado oscuro', 'menos luz', 'brightness'],
    ['Más cálido', 'más frío', 'warmth'],
    ['Acerca la cámara', 'aléjala un poco', 'distance'],
    ['El perro más grande', 'el perro más pequeño', 'size of the perro'],
    ['añade un barco rojo', 'quita el barco', 'barco'],
    ['sin árboles', 'mantén los árboles', 'arbol'],
    ['Más claro', 'Make it darker', 'brightness'],
    ['bring the exposure down', 'sube un poco el brillo', 'brightness'],
    ['A tighter crop would help', 'it needs a wider crop', 'distance'],
    ['Zoom in on the bottle', 'pull back', 'distance'],
    ['Lighting: soft morning light', 'lighting: hard noon sun', 'lighting'],
    ['A red oar; light: soft, from the left', 'Warm it up\nLighting: hard and low', 'lighting'],
    ['camera: 35 mm', 'Lens: 85 mm', 'camera'],
    ['Background: a white wall', 'setting: a forest', 'setting'],
    ['Lighting: soft', 'Lighting: soft, but not today', 'lighting'],
    ['Lighting: brighter', 'Lighting: darker', 'lighting'],
    ['Lighting: brighter', 'darker, please', 'brightness'],
    ['Style: watercolour', 'Style: watercolours', 'style'],
  ])('"%s" against "%s": %s', (one, other, about) => {
    expect(between(one, other)).toEqual([about]);
    expect(between(other, one)).toEqual([about]);
  });
});

describe('two people do not', () => {
  test.each([
    ['brighter', 'brighter still'],
    ['brighter', 'not darker'],
    ['brighter', 'do not make it darker'],
    ['brighter', 'not too dark'],
    ['brighter', 'a dark car'],
    ['brighter', 'the dark car suits it'],
    ['brighter', 'I like the darker car'],
    ['make the sky darker', 'make the face brighter'],
    ['a bigger dog', 'a smaller frisbee'],
    ['add a boat', 'remove the tree'],
    ['warmer', 'darker'],
    ['keep the leash', 'add a leash'],
    ['más claro', 'no más oscuro'],
    ['más claro', 'un coche oscuro'],
    ['Brighten the sky so the car stands out', 'darken the car'],
    ['Remove the sign on the left', 'keep the sign on the right'],
    ['Quita el cartel de la izquierda', 'mantén el cartel de la derecha'],
    ['I like a darker car', 'brighten the car'],
    ['Lighting: soft, from the left', 'light: From the left and  soft.'],
    ['Lighting: soft', 'Lighting: soft, a rim from behind'],
    ['Lighting: soft', 'Camera: low'],
    ['', 'darker'],
    ['I love it', 'No, start again'],
  ])('"%s" and "%s"', (one, other) => {
    expect(between(one, other)).toEqual([]);
  });

  test('one person who says both', () => {
    expect(contradictionsIn([say('brighter'), say('darker', 'ANA@example.com')])).toEqual([]);
  });
});

test('tags contradict each other as words do, and words of a preset as its tag does', () => {
  expect(contradictionsIn([say('', 'ana@example.com', ['too-dark']), say('', 'ben@example.com', ['too-bright'])])).toEqual([
    { about: 'brightness', sides: [{ by: 'ana@example.com', words: 'too dark' }, { by: 'ben@example.com', words: 'too bright' }] },
  ]);
  const preset = (tag: string): string => reviewPresets.find((each) => each.tag === tag)?.note ?? '';
  expect(between(preset('too-dark'), preset('too-bright'))).toEqual(['brightness']);
  expect(between(preset('too-busy'), 'livelier')).toEqual(['activity']);
});

test('each side keeps its own words, and each pair of people its own contradiction', () => {
  const notes = [say('Warmer light and a blue frisbee'), say('Cooler light; keep the leash', 'ben@example.com'), say('no leash', 'cy@example.com')];
  expect(contradictionsIn(notes)).toEqual([
    { about: 'warmth', sides: [{ by: 'ana@example.com', words: 'Warmer light' }, { by: 'ben@example.com', words: 'Cooler light' }] },
    { about: 'leash', sides: [{ by: 'ben@example.com', words: 'keep the leash' }, { by: 'cy@example.com', words: 'no leash' }] },
  ]);
});

test('what contradicts is left out on both sides, everything else is kept once and in its order', () => {
  const notes = [say('Warmer light and a blue frisbee'), say('Cooler light; crop the sky', 'ben@example.com')];
  expect(reconcile('Warmer light and a blue frisbee', notes).clauses).toEqual(['a blue frisbee', 'crop the sky']);
  expect(reconcile('Warmer light', []).clauses).toEqual(['Warmer light']);
});

test('labelled lines that set one slot to two things are left out whole, others stay whole', () => {
  const notes = [say('Camera: low, wide and close; lighting: soft, and warm. From the left'), say('lighting: hard noon sun\na red oar', 'ben@example.com')];
  const { clauses, contradictions } = reconcile('', notes);
  expect(clauses).toEqual(['Camera: low, wide and close', 'a red oar']);
  expect(contradictions).toEqual([{ about: 'lighting', sides: [{ by: 'ana@example.com', words: 'lighting: soft, and warm. From the left' }, { by: 'ben@example.com', words: 'lighting: hard noon sun' }] }]);
});

test('a clause that asks for nothing is no wish', () => {
  for (const note of ['Lovely', 'the dog looks at us', 'a bright red frisbee', 'Great light!']) expect(wishesOf(note)).toEqual([]);
});
