import { lazy, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { BriefFacts } from '../shared/BriefFacts.tsx';
import { LazyPart } from './LazyPart.tsx';
import { BriefDrawer } from './BriefPanel.tsx';
import { CandidateStrip } from './CandidateStrip.tsx';
import { allCandidates, firstPair } from './candidates.ts';
import type { Pair } from './candidates.ts';
import { ContactSheet } from './ContactSheet.tsx';
import { CandidateForm } from './CandidateForm.tsx';
import { ToolBar } from './draw/ToolBar.tsx';
import type { Tool } from './draw/tools.ts';
import { Findings } from './form/Findings.tsx';
import { HandOn } from './HandOn.tsx';
import { KeyHelp } from './KeyHelp.tsx';
import type { Command } from './keys.ts';
import { useWords } from './language/words.ts';
import { ModeBar } from './ModeBar.tsx';
import type { Mode } from './ModeBar.tsx';
import { placesOf } from './places.ts';
import type { ReviewProps } from './ReviewPage.tsx';
import { RoundTree } from './rounds/RoundTree.tsx';
import { SingleView } from './SingleView.tsx';
import { Standing } from './Standing.tsx';
import type { OpenPin } from './stage/PinsLayer.tsx';
import type { StageHandle } from './stage/Stage.tsx';
import { fitted, zoomStep } from './stage/viewport.ts';
import type { View } from './stage/viewport.ts';
import { useKeys } from './useKeys.ts';

const loadCompare = () => import('./compare/CompareView.tsx');
const CompareView = lazy(loadCompare);
/** Ahead of time; if it does not come, it is said when it is asked for. */
const nearCompare = (): void => void loadCompare().catch(() => undefined);

/** The candidates of a round: contact sheet, one large or two compared; beside them the brief, the checklist and the four decisions. */
export function CandidatesReview({ view, token, hand, onReload, onVoted }: ReviewProps) {
  const words = useWords();
  const { left, number } = words;
  const { work, change } = hand;
  const all = useMemo(() => allCandidates(view, words), [view, words]);
  const current = all.filter(({ earlier }) => !earlier);
  const placed = all.find(({ candidate }) => candidate.sha256 === work.shown) ?? null;
  const [mode, setMode] = useState<Mode>(placed ? 'single' : 'sheet');
  const [pair, setPair] = useState<Pair | null>(null);
  const [zoom, setZoom] = useState(fitted);
  const [tool, setTool] = useState<Tool>('hand');
  const [openPin, setOpenPin] = useState<OpenPin | null>(null);
  const [placesShown, setPlacesShown] = useState(true);
  const [lit, setLit] = useState<string | null>(null);
  const [briefOpen, setBriefOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const [letters, setLetters] = useState(true);
  const [said, say] = useState('');
  const stage = useRef<StageHandle>(null);
  const places = useMemo(() => (placed ? placesOf(placed.candidate) : []), [placed]);

  useEffect(() => {
    // When the candidates are there the rest of the page's code may come, and is there when it is asked for.
    const idle = setTimeout(nearCompare, 1500);
    return () => clearTimeout(idle);
  }, []);

  const onZoom = useCallback((next: (view: View) => View) => setZoom(next), []);

  function pickUp(next: Tool): void {
    setOpenPin(null);
    setTool(next);
  }
  function open(sha256: string | undefined): void {
    const next = all.find(({ candidate }) => candidate.sha256 === sha256);
    if (!next) return;
    if (next.candidate.sha256 !== work.shown) {
      setZoom(fitted);
      pickUp('hand');
    }
    change({ do: 'open', sha256: next.candidate.sha256 });
    setMode('single');
    say(words.say('candidate.scored', { candidate: next.name, score: number(next.candidate.score, 2) }));
  }
  function step(by: number): void {
    const index = current.findIndex(({ candidate }) => candidate.sha256 === work.shown);
    open(current[index < 0 ? 0 : (index + by + current.length) % current.length]?.candidate.sha256);
  }
  function show(next: Mode): void {
    if (next === 'single' && !placed) {
      open(current[0]?.candidate.sha256);
      return;
    }
    if (next === 'compare') {
      const chosen = pair ?? firstPair(view, all, work.shown);
      if (!chosen) return;
      setPair(chosen);
    }
    setZoom(fitted);
    pickUp('hand');
    setMode(next);
    say({ sheet: words.say('view.sheet'), single: placed?.name ?? '', compare: words.say('view.comparison') }[next]);
  }
  function goTo(id: string): void {
    const target = document.getElementById(id);
    target?.scrollIntoView({ block: 'center' });
    (target?.querySelector<HTMLElement>('input:checked, input') ?? target)?.focus({ preventScroll: true });
    setLit(id);
  }
  /** Puts down what is in hand, one thing a press. */
  function leave(): boolean {
    if (openPin) setOpenPin(null);
    else if (tool !== 'hand') pickUp('hand');
    else if (briefOpen) setBriefOpen(false);
    else if (mode !== 'sheet') show('sheet');
    else return false;
    return true;
  }
  function use(next: Tool): boolean {
    if (mode !== 'single') show('single');
    pickUp(next);
    return true;
  }

  function run(command: Command): boolean {
    if (helpOpen) return false;
    switch (command.name) {
      case 'candidate':
        open(current[command.index]?.candidate.sha256);
        return command.index < current.length;
      case 'previous':
      case 'next':
        if (mode === 'compare') return false;
        step(command.name === 'next' ? 1 : -1);
        return true;
      case 'sheet':
      case 'single':
      case 'compare':
        show(command.name);
        return true;
      case 'pan':
        stage.current?.pan(command.dx, command.dy);
        return true;
      case 'zoomIn':
        stage.current?.zoom(zoomStep);
        return true;
      case 'zoomOut':
        stage.current?.zoom(1 / zoomStep);
        return true;
      case 'fit':
        stage.current?.fit();
        return true;
      case 'pixels':
        stage.current?.pixels();
        return true;
      case 'places':
        setPlacesShown(!placesShown);
        return true;
      case 'pin':
      case 'pen':
      case 'brush':
        return use(command.name);
      case 'undo':
      case 'redo':
        if (placed) change({ do: command.name, sha256: placed.candidate.sha256 });
        return placed !== null;
      case 'brief':
        setBriefOpen(!briefOpen);
        return true;
      case 'checklist':
        goTo('checklist');
        return true;
      case 'decide':
        goTo('decision');
        return true;
      case 'leave':
        return leave();
      case 'help':
        setHelpOpen(true);
        return true;
    }
  }
  useKeys({ zoomed: zoom.scale > 1 && mode !== 'sheet', letters }, run);

  if (current.length === 0) return <p className="lonely">{words.say('candidates.none')}</p>;
  return (
    <div className="bench">
      <div className="bench-head">
        <h1>{view.title}</h1>
        <p className="soft">
          {[words.say('head.round', { round: view.round, limit: view.roundLimit }), words.say('head.for', { person: view.approver }), words.say('head.left', { left: left(view.dueAt, Date.now()) })].join(' · ')}
        </p>
      </div>
      <section className="bench-pictures" aria-label={words.say('candidates')}>
        <div className="bar">
          <ModeBar mode={mode} onMode={show} comparable={all.length > 1} onNear={nearCompare} onBrief={() => setBriefOpen(!briefOpen)} onHelp={() => setHelpOpen(true)} />
          {mode === 'single' && <ToolBar tool={tool} onTool={pickUp} placesShown={placesShown} placesCount={places.length} onPlaces={() => setPlacesShown(!placesShown)} />}
        </div>
        {mode === 'sheet' && <ContactSheet candidates={current} shown={work.shown} onOpen={open} />}
        {mode === 'single' && placed && (
          <>
            <SingleView
              key={placed.candidate.sha256}
              stage={stage}
              placed={placed}
              view={view}
              work={work}
              onChange={change}
              zoom={zoom}
              onZoom={onZoom}
              tool={tool}
              onTool={pickUp}
              openPin={openPin}
              onOpenPin={setOpenPin}
              places={placesShown ? places : []}
              lit={lit}
              onLight={setLit}
              onGo={goTo}
              onTakeUp={() => {
                change({ do: 'decide', decision: 'changes' });
                goTo('decision');
              }}
              say={say}
            />
            <CandidateStrip candidates={current} shown={work.shown} onOpen={open} label={words.say('candidates.all')} />
            <Findings candidate={placed.candidate} name={placed.inline} places={places} lit={lit} onLight={setLit} />
          </>
        )}
        {mode === 'compare' && pair && (
          <LazyPart fallback={<div className="stage" />}>
            <CompareView stage={stage} all={all} pair={pair} onPair={setPair} view={view} zoom={zoom} onZoom={onZoom} onOpen={open} />
          </LazyPart>
        )}
        <RoundTree view={view} all={all} shown={work.shown} onOpen={open} />
      </section>
      <section className="bench-brief sheet" aria-label={words.say('brief.title')}>
        <h2>{words.say('brief.title')}</h2>
        <BriefFacts brief={view.brief} speaker={words} />
      </section>
      <div className="bench-side">
        <Standing view={view} />
        <CandidateForm
          view={view}
          token={token}
          hand={hand}
          placed={placed}
          places={places}
          lit={lit}
          onLight={setLit}
          onReload={onReload}
          onVoted={onVoted}
          onOpenPin={(at) => {
            const pin = placed ? work.pins[placed.candidate.sha256]?.[at] : undefined;
            if (!pin) return;
            setMode('single');
            setOpenPin({ ...pin, at });
          }}
        />
        {view.standing?.closedForYou === null && !hand.sent && <HandOn reviewId={view.reviewId} token={token} />}
      </div>
      <nav className="reach" aria-label={words.say('reach')}>
        <button type="button" className="button" aria-expanded={briefOpen} onClick={() => setBriefOpen(!briefOpen)}>
          {words.say('reach.brief')}
        </button>
        <button type="button" className="button" onClick={() => window.scrollTo({ top: 0 })}>
          {words.say('reach.picture')}
        </button>
        <button type="button" className="button" onClick={() => goTo('checklist')}>
          {words.say('reach.checklist')}
        </button>
        <button type="button" className="button" onClick={() => goTo('decision')}>
          {words.say('reach.decide')}
        </button>
      </nav>
      {briefOpen && <BriefDrawer brief={view.brief} onClose={() => setBriefOpen(false)} />}
      {helpOpen && <KeyHelp letters={letters} onLetters={setLetters} onClose={() => setHelpOpen(false)} />}
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </div>
  );
}
