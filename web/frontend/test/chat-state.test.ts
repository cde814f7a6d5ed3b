import { describe, expect, it } from 'vitest';
import type { Frame } from '../src/shared/types';
import { applyConnection, applyFrame, applyHistory, applyMode, EMPTY, expectsReply, liveMessage, mergeMessages, type ChatState } from '../src/widget/chat-state';
import { message } from './helpers';

const frames = (state: ChatState, ...list: Frame[]): ChatState => list.reduce(applyFrame, state);

describe('mergeMessages', () => {
  it('sorts by place and keeps each message once', () => {
    const merged = mergeMessages([message(1, 'shopper'), message(3, 'assistant')], [message(3, 'assistant', 'again'), message(2, 'assistant'), message(2, 'assistant')]);
    expect(merged.map(({ seq, text }) => [seq, text])).toEqual([[1, 'm1'], [2, 'm2'], [3, 'm3']]);
  });

  it('gives back the same list when nothing is new', () => {
    const known = [message(1, 'shopper')];
    expect(mergeMessages(known, [message(1, 'shopper')])).toBe(known);
    expect(mergeMessages(known, [])).toBe(known);
  });

  it('drops what has no place', () => {
    expect(mergeMessages([], [{ ...message(1, 'shopper'), seq: NaN }])).toEqual([]);
  });
});

describe('deltas', () => {
  const asked = frames(EMPTY, { type: 'message', message: message(1, 'shopper') });

  it('append while an answer is owed', () => {
    expect(frames(asked, { type: 'delta', text: 'a' }, { type: 'delta', text: 'b' }).draft).toBe('ab');
  });

  it('outlive the end of typing, which comes before the message', () => {
    const state = frames(asked, { type: 'delta', text: 'a' }, { type: 'typing', from: 'assistant', on: false });
    expect(state.draft).toBe('a');
  });

  it('are dropped when nothing was asked, or it is answered', () => {
    expect(frames(EMPTY, { type: 'delta', text: 'a' }).draft).toBe('');
    const answered = frames(asked, { type: 'message', message: message(2, 'assistant') }, { type: 'delta', text: 'late' });
    expect(answered.draft).toBe('');
    expect(expectsReply(answered)).toBe(false);
  });

  it.each<Frame>([
    { type: 'message', message: message(2, 'assistant') },
    { type: 'handoff', state: 'waiting', agent: null },
    { type: 'error', error: { code: 'unavailable', message: '' } },
  ])('give way to %o', (frame) => {
    expect(frames(asked, { type: 'delta', text: 'a' }, frame).draft).toBe('');
  });

  it('do not outlive their connection', () => {
    const writing = frames({ ...asked, connection: 'online' }, { type: 'delta', text: 'a' });
    expect(applyConnection(writing, 'connecting').draft).toBe('');
  });
});

describe('who answers', () => {
  it('is told by handoff frames, and the return is remembered until the shopper writes', () => {
    const agent = applyMode(EMPTY, 'agent', { name: 'Ada' });
    expect(agent).toMatchObject({ mode: 'agent', agent: { name: 'Ada' }, returned: false });
    const back = applyMode(agent, 'assistant', null);
    expect(back).toMatchObject({ mode: 'assistant', agent: null, returned: true });
    expect(frames(back, { type: 'message', message: message(1, 'shopper') }).returned).toBe(false);
  });

  it('changes nothing when it is told twice', () => {
    const waiting = applyMode(EMPTY, 'waiting', null);
    expect(applyMode(waiting, 'waiting', null)).toBe(waiting);
  });

  it('comes with the history', () => {
    const state = applyHistory(EMPTY, { messages: [message(1, 'agent')], state: 'agent', agent: { name: 'Ada' } });
    expect(state).toMatchObject({ loaded: true, mode: 'agent', agent: { name: 'Ada' } });
  });
});

describe('buttons', () => {
  const offer = { ...message(1, 'assistant'), buttons: [{ title: 'Yes', payload: '/affirm' }] };
  const offered = frames(EMPTY, { type: 'message', message: offer });

  it('can be pressed on the newest message only', () => {
    expect(liveMessage(offered)).toBe(offer);
    expect(liveMessage(frames(offered, { type: 'message', message: message(2, 'shopper') }))).toBeNull();
    expect(liveMessage(frames(offered, { type: 'message', message: message(2, 'assistant') }))).toBeNull();
  });

  it('stay under a note of the system', () => {
    expect(liveMessage(frames(offered, { type: 'message', message: message(2, 'system') }))).toBe(offer);
  });

  it('cannot be pressed twice', () => {
    const entry = { clientId: 'a', text: '/affirm', label: 'Yes', status: 'queued' as const };
    expect(liveMessage({ ...offered, outgoing: [entry] })).toBeNull();
    expect(liveMessage({ ...offered, outgoing: [{ ...entry, status: 'failed' }] })).toBe(offer);
  });
});
