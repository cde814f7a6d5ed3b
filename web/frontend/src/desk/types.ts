/** The desk API's JSON, as `web` sends it. */
import type { Message, Mode } from '../shared/types';

export interface Me {
  id: number;
  email: string;
  name: string;
}

export interface Summary {
  who?: string | null;
  what?: string | null;
  order?: string | null;
  language?: string | null;
  tried?: string[] | null;
}

export interface Entry {
  id: string;
  state: Mode;
  waiting_since: string | null;
  reason: string | null;
  shopper: { name?: string | null; email?: string | null } | null;
  summary: Summary | null;
  last: { text: string; at: string } | null;
  agent: { id: number; name: string } | null;
  unread: number;
}

export type Filter = 'waiting' | 'mine' | 'all';

export interface TypingFrame {
  type: 'typing';
  conversation: string;
  from: 'shopper' | 'agent';
  on: boolean;
}

export type DeskFrame =
  | { type: 'queue'; conversations: Entry[] }
  | { type: 'message'; conversation: string; message: Message }
  | TypingFrame;
