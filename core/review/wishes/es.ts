import type { WishWords } from './words.ts';

const list = (text: string): string[] => text.split(' ');

export const es: WishWords = {
  qualities: {
    brightness: {
      names: ['luz', 'brillo', 'exposicion'],
      more: { wish: ['aclara*', 'ilumina*'], adjective: list('claro clara claros claras luminoso luminosa luminosos luminosas brillante brillantes') },
      less: { wish: ['oscurec*', 'oscurez*'], adjective: list('oscuro oscura oscuros oscuras') },
    },
    warmth: {
      names: ['calidez'],
      more: { wish: ['calienta*'], adjective: list('calido calida calidos calidas') },
      less: { wish: ['enfria*'], adjective: list('frio fria frios frias') },
    },
    distance: {
      names: [],
      more: { wish: ['aleja*', 'mas lejos'], whole: ['alejate', 'alejaos', 'aleja la camara', 'aleja un poco la camara', 'plano mas abierto', 'encuadre mas abierto'], adjective: list('lejos abierto abierta abiertos abiertas') },
      less: { wish: ['acerca*', 'mas cerca'], whole: ['acercate', 'acercaos', 'acerca la camara', 'acerca un poco la camara', 'plano mas cerrado', 'encuadre mas cerrado'], adjective: list('cerca cerrado cerrada cerrados cerradas') },
    },
    size: {
      names: [],
      more: { wish: ['agranda*'], adjective: ['grande', 'grandes'] },
      less: { wish: ['achica*', 'empequenec*'], adjective: list('pequeno pequena pequenos pequenas') },
    },
    activity: {
      names: [],
      more: { wish: ['mas objetos', 'mas movimiento'], adjective: list('recargado recargada recargados recargadas animado animada animados animadas') },
      less: { wish: ['menos objetos', 'despeja*', 'simplifica*', 'calma*'], adjective: list('tranquilo tranquila tranquilos tranquilas sencillo sencilla sencillos sencillas simple simples') },
    },
    contrast: {
      names: ['contraste'],
      more: { wish: [], adjective: list('contrastado contrastada contrastados contrastadas') },
      less: { wish: ['suaviza*'], adjective: list('suave suaves plano plana planos planas') },
    },
    colour: {
      names: ['color', 'colores', 'saturacion'],
      more: { wish: [], adjective: list('vivo viva vivos vivas saturado saturada saturados saturadas colorido colorida coloridos coloridas') },
      less: { wish: ['desatura*'], adjective: list('apagado apagada apagados apagadas palido palida palidos palidas') },
    },
  },
  raise: ['mas _', 'sube _', 'subid _', 'subir _', 'suba _', 'aumenta _', 'aumentad _', 'aumentar _'],
  lower: ['menos _', 'baja _', 'bajad _', 'bajar _', 'baje _', 'reduce _', 'reducid _', 'reducir _'],
  fillers: list('el la los las su un poco de algo'),
  degree: { more: ['mas'], less: ['menos', 'demasiado'] },
  notEnough: { denials: ['no'], before: ['suficientemente', 'bastante'], after: [] },
  denials: ['no', 'nunca', 'sin', 'ni', 'jamas'],
  turns: ['pero'],
  verbDenials: ['no', 'nunca'],
  articles: { definite: ['el', 'la', 'los', 'las'], indefinite: ['un', 'una'] },
  asking: list('quiero querria prefiero necesita necesitamos deberia podria'),
  have: ['anad*', 'agreg*', 'incluy*', 'incluir', 'manten*', 'conserv*', 'deja*', 'deje*', 'mas'],
  lose: ['quit*', 'elimin*', 'borr*', 'saca', 'sacar', 'sacad', 'saque', 'sin', 'menos'],
  determiners: list('poco pizca el la los las un una unos unas de del ese esa esos esas este esta estos estas todo toda todos todas'),
  prepositions: list('de del en con sobre detras junto tal'),
  sides: list('izquierda derecha izquierdo derecho arriba abajo superior inferior'),
  reasons: ['que', 'porque'],
  general: list(
    'imagen foto fotografia escena luz iluminacion sombra exposicion tono paleta color conjunto poco mucho favor hacer haz haria quiero querria general algo bastante plano encuadre toma mas menos demasiado suficientemente camara lente ' +
      'puede pueden podemos podria iria mejor incluso estan',
  ),
  conjunctions: ['y', 'e', 'pero'],
};
