import { beforeAll, describe, expect, test } from 'vitest';
import { decode } from '../../../core/imaging/decode.ts';
import { duplicateMeasure, type Fingerprint } from '../../../core/inspection/duplicates.ts';
import { frameSides } from '../../../core/inspection/frame.ts';
import { inspectSubject, inspectTechnically } from '../../../core/inspection/inspect.ts';
import { limitsOf, type Limits } from '../../../core/inspection/limits.ts';
import { copySpaceIn, copySpaceWords } from '../../../core/inspection/copy-space.ts';
import { deliveryMeasures, measureIds, pixelMeasureOf, pixelMeasures, readableMeasure, type TechnicalMeasure } from '../../../core/inspection/measures.ts';
import { questionName, questions } from '../../../core/inspection/questions.ts';
import { samplesOf, type Samples } from '../../../core/inspection/samples.ts';
import { answersOf, control } from '../../../core/inspection/vision-answers.ts';
import { english, speakerIn } from '../../../core/language/catalogues.ts';
import { photographs, readPhotograph } from '../../fixtures/photographs.ts';
import { plain } from '../imaging/pictures.ts';
import { englishIn } from '../support/english.ts';

/** The check in Spanish: what it says, and that it says the same of the same picture. */

const spanish = speakerIn('es');
const copySpace = { x: 0, y: 0.1, width: 0.4, height: 0.5 } as const;
const palette = ['#00ff00'];

/** Limits that every picture passes, and limits that none does. */
const wide = limitsOf({ nearlyBlank: 0, clippedShadows: 1, clippedHighlights: 1, blur: 20, subjectBlur: 20, motionBlur: 40, noise: 64, banding: 1, frame: 0.25, palette: 100, copySpace: 1 });
const none = Object.fromEntries(Object.entries(wide).map(([name, limit]) => [name, { ...limit, value: name === 'nearlyBlank' ? 1e6 : -1 }])) as Limits;

let samples: Samples;
let flat: Samples;
beforeAll(async () => {
  samples = await samplesOf(await decode(await readPhotograph(photographs[0]!)));
  flat = await samplesOf(await decode(await plain(300, 200, '#808080')));
});

describe.each(Object.entries(pixelMeasureOf))('the measure "%s"', (id, measure) => {
  test('says in Spanish what it says in English, whether passed or failed', () => {
    const told = [wide, none].map((limits) => {
      const of = (speaker: typeof english): TechnicalMeasure => measure(limits === none && id === 'blank' ? flat : samples, { limits, palette, copySpace, speaker })!;
      const [here, there] = [of(spanish), of(english)];
      expect({ ...here, message: '' }).toEqual({ ...there, message: '' });
      expect(englishIn(here.message)).toEqual([]);
      expect(here.message).not.toMatch(/\{|\d\.\d/u);
      expect(here.message).not.toBe(there.message);
      return here;
    });
    expect(told.map(({ passed }) => passed)).toEqual([true, false]);
    expect(told[0]?.message).not.toBe(told[1]?.message);
  });
});

test('English is spoken where nobody asks for a language', () => {
  expect(pixelMeasures(samples, { limits: none, palette, copySpace })).toEqual(pixelMeasures(samples, { limits: none, palette, copySpace, speaker: english }));
});

test('numbers are written as the language writes them', async () => {
  const noise = pixelMeasureOf.noise(samples, { limits: none, palette, speaker: spanish })!;
  expect(noise.message).toContain(`Un grano de ${noise.value.toFixed(1).replace('.', ',')} niveles`);
  const subject = await inspectSubject(await readPhotograph(photographs[0]!), { x: 0.2, y: 0.2, width: 0.5, height: 0.5 }, none, spanish);
  expect(subject.message).toMatch(/^El motivo está desenfocado: .+ de \d+,\d píxeles \(en una copia de 1024 píxeles de largo\); pedir/u);
});

test('format and size, and a file that is no picture', () => {
  const expected = { width: 480, height: 320, format: 'png' } as const;
  const asAsked = deliveryMeasures({ ...expected, pages: 1 }, expected, spanish);
  const other = deliveryMeasures({ format: 'jpeg', width: 100, height: 50, pages: 1 }, expected, spanish);
  expect([...asAsked, ...other].map(({ message }) => message)).toEqual(['El formato es png, como se pidió', 'El tamaño es 480x320, como se pidió', 'Se pidió png, pero se recibió jpeg', 'Se pidió 480x320, pero se recibió 100x50']);
  expect(readableMeasure(null, spanish).message).toBe('La imagen se puede decodificar');
  // What the decoder found stays as it is: it is for whoever runs Galley.
  expect(readableMeasure('Expected a picture but received 0 bytes', spanish).message).toBe('La imagen no se puede decodificar (mensaje técnico: Expected a picture but received 0 bytes)');
});

test('a frame names its sides', async () => {
  const framed = await samplesOf(await decode(await plain(300, 200, '#808080')));
  const inner = { ...framed.large, data: Buffer.from(framed.large.data) };
  for (let y = 20; y < 180; y += 1) for (let x = 30; x < 270; x += 1) inner.data.fill((x * y) % 256, (y * 300 + x) * 3, (y * 300 + x) * 3 + 3);
  const { message } = pixelMeasureOf.frame({ ...framed, large: inner }, { limits: wide, palette: [], speaker: spanish })!;
  expect(message).toBe('Ningún marco ni banda recorre un borde');
  const failed = pixelMeasureOf.frame({ ...framed, large: inner }, { limits: none, palette: [], speaker: spanish })!;
  expect(failed.message).toContain('(respecto al lado corto: arriba 10 %, a la derecha 15 %, abajo 10 %, a la izquierda 15 %)');
  expect(frameSides.map((side) => english.say(`check.side.${side}`))).toEqual([...frameSides]);
});

const own: Fingerprint = { sha256: 'a', pixels: 'p', perceptualHash: 'ffff0000ffff0000', name: 'la propuesta 1' };
test.each([
  ['duplicate', { sha256: 'a' }, 'Es exactamente la misma imagen que la propuesta 2: elegir entre dos iguales no es elegir'],
  ['earlier-duplicate', { perceptualHash: 'ffff0000ffff0001' }, 'Es casi la misma imagen que la propuesta 2: la ronda apenas cambió nada'],
  ['archive-duplicate', { pixels: 'p' }, 'Es exactamente la misma imagen que la propuesta 2: usar la imagen archivada, o pedir otra vista'],
] as const)('a twin by "%s"', (id, changes, message) => {
  const other = { sha256: 'b', pixels: 'q', perceptualHash: '0000ffff0000ffff', name: 'la propuesta 2' };
  expect(duplicateMeasure(id, own, [{ ...other, ...changes }], limitsOf(), spanish).message).toBe(message);
  expect(englishIn(duplicateMeasure(id, own, [other], limitsOf(), spanish).message)).toEqual([]);
});

test('a whole inspection speaks the language, down to how candidates are named', async () => {
  const bytes = await readPhotograph(photographs[0]!);
  const candidates = ['a', 'b'].map((sha256) => ({ sha256, bytes }));
  const inspected = await inspectTechnically({ candidates, expected: { width: 1, height: 1, format: 'png' }, palette, copySpace, limits: none, earlier: [own], archived: () => Promise.resolve([]), speaker: spanish });
  const measures = inspected.flatMap((each) => each.measures);
  expect(new Set(measures.map(({ id }) => id))).toEqual(new Set(measureIds.filter((id) => id !== 'subject-blur')));
  for (const { id, message } of measures) expect(englishIn(message), `${id}: ${message}`).toEqual([]);
  expect(measures.find(({ id }) => id === 'duplicate')?.message).toContain('que la propuesta 2:');
});

test('the room for text, by its side or as a box, and in English as the prompt has it', () => {
  expect(copySpaceIn('left', spanish)).toBe('el tercio izquierdo');
  expect(copySpaceIn(copySpace, spanish)).toBe('el recuadro del 0 % al 40 % del ancho y del 10 % al 60 % de la altura');
  for (const space of ['left', 'right', 'top', 'bottom', copySpace] as const) expect(copySpaceIn(space, english)).toBe(copySpaceWords(space));
});

test('what a model left open, and one that is not believed', () => {
  const [skipped] = answersOf({ answers: [], subject: null }, questions.map(({ id, text }) => ({ id, text, own: false, required: false })), spanish);
  expect(skipped?.evidence).toBe('El modelo de visión no respondió a esta pregunta.');
  const credulous = { question: control.id, answer: 'pass' as const, confidence: 1, evidence: '', region: null, suggestion: null };
  expect(answersOf({ answers: [credulous], subject: null }, [{ id: 'style', text: '', own: false, required: false }], spanish)[0]?.evidence).toMatch(/falló una pregunta de respuesta conocida/u);
});

test('questions go by their ids in English and by their names in Spanish', () => {
  const ids = [...questions.map(({ id }) => id), 'own-helmet'];
  expect(ids.map((id) => questionName(id, english))).toEqual(ids);
  expect(ids.map((id) => questionName(id, spanish))).toEqual(['concepto', 'estructura', 'iluminación', 'estilo', 'emoción', 'pregunta «helmet»']);
});
