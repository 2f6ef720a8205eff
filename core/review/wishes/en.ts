import type { WishWords } from './words.ts';

const list = (text: string): string[] => text.split(' ');

export const en: WishWords = {
  qualities: {
    brightness: {
      names: ['light', 'brightness', 'exposure'],
      more: { wish: ['brighter', 'brighten', 'lighter', 'lighten', 'lift the shadows'], adjective: ['bright'] },
      less: { wish: ['darker', 'darken', 'dimmer', 'bring back detail in the highlights'], adjective: ['dark', 'dim'] },
    },
    warmth: {
      names: ['warmth'],
      more: { wish: ['warmer', 'warm up'], adjective: ['warm'] },
      less: { wish: ['cooler', 'colder', 'cool down'], adjective: ['cool', 'cold'] },
    },
    distance: {
      names: [],
      more: { wish: ['wider', 'farther', 'further away', 'further back', 'room around'], whole: ['zoom out', 'pull back', 'step back'], adjective: ['wide', 'far'] },
      less: { wish: ['closer', 'nearer', 'tighter'], whole: ['zoom in', 'move in'], adjective: ['close', 'near', 'tight'] },
    },
    size: {
      names: ['size'],
      more: { wish: ['bigger', 'larger', 'enlarge'], adjective: ['big', 'large'] },
      less: { wish: ['smaller', 'shrink'], adjective: ['small', 'little'] },
    },
    activity: {
      names: [],
      more: { wish: ['busier', 'livelier', 'more going on', 'more objects'], adjective: ['busy', 'lively'] },
      less: { wish: ['calmer', 'quieter', 'simpler', 'calm', 'declutter', 'simplify', 'fewer objects', 'more empty space'], adjective: ['calm', 'quiet'] },
    },
    contrast: {
      names: ['contrast'],
      more: { wish: ['punchier'], adjective: ['contrasty'] },
      less: { wish: ['softer', 'flatter', 'soften'], adjective: ['soft', 'flat'] },
    },
    colour: {
      names: ['colour', 'color', 'colours', 'colors', 'saturation'],
      more: { wish: ['bolder colour', 'bolder color', 'bolder colours', 'bolder colors'], adjective: ['colourful', 'colorful', 'vivid', 'saturated'] },
      less: { wish: ['desaturate', 'oversaturated', 'mute'], adjective: ['muted', 'pale'] },
    },
  },
  raise: ['more _', 'raise _', 'increase _', 'lift _', 'boost _', 'turn up _', 'turn _ up', 'bring up _', 'bring _ up'],
  lower: ['less _', 'lower _', 'reduce _', 'decrease _', 'tone down _', 'tone _ down', 'turn down _', 'turn _ down', 'bring down _', 'bring _ down'],
  fillers: list('the its of a little bit some much overall'),
  degree: { more: ['more'], less: ['too', 'less'] },
  notEnough: { denials: ['not', "isn't", 'no'], before: [], after: ['enough'] },
  denials: ['not', 'no', 'never', "don't", 'dont', 'do not', "doesn't", 'doesnt', 'without', 'nor'],
  turns: ['but'],
  verbDenials: ['not', 'never', "don't", 'dont', 'do not', 'no'],
  articles: { definite: ['the'], indefinite: ['a', 'an'] },
  asking: list('would should could need needs want prefer please'),
  have: ['add', 'insert', 'include', 'keep', 'leave', 'bring back', 'more'],
  lose: ['remove', 'delete', 'erase', 'lose', 'drop', 'take out', 'take away', 'get rid of', 'without', 'less', 'fewer', 'no'],
  determiners: list('bit lot few more the all any some a an of this that these those'),
  prepositions: list('of from in on at to with behind near under over as'),
  sides: list('left right top bottom upper lower'),
  reasons: ['would', 'so', 'because', 'since', 'than'],
  general: list(
    'd m ll picture image photo photograph scene light lighting shadow exposure highlight detail tone palette colour color overall whole everything anything thing all it bit touch little slightly much far lot way somewhat please make made keep want like need should would could must look feel better ' +
      'shot frame framing camera version candidate again very really general lift raise increase lower reduce bring back up down more less too so be is are reframe crop subject room around empty space object enough come get go step',
  ),
  conjunctions: ['and', 'but'],
};
