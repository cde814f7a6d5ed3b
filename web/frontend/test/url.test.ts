import { describe, expect, it } from 'vitest';
import { safeUrl, splitLinks } from '../src/shared/url';

const BASE = 'http://127.0.0.1:8080/';

describe('safeUrl', () => {
  it.each([
    ['/help/returns#refunds', 'http://127.0.0.1:8080/help/returns#refunds'],
    ['help/returns', 'http://127.0.0.1:8080/help/returns'],
    ['https://example.com/x', 'https://example.com/x'],
    ['//example.com/x', null],
    ['http://127.0.0.1:8080/p/tent', 'http://127.0.0.1:8080/p/tent'],
  ])('%s', (address, url) => {
    expect(safeUrl(address, BASE)).toBe(url);
  });

  it.each([
    'javascript:alert(1)',
    ' \tjava\nscript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'blob:http://127.0.0.1:8080/x',
    'file:///etc/passwd',
    'ftp://example.com/x',
    'http://evil.example/x',
    'http://127.0.0.1:8081/x',
    'https://shop.example@evil.example/',
    'https://user:pass@example.com/',
    'http://',
    'https://[',
    '',
    null,
    undefined,
  ])('refuses %s', (address) => {
    expect(safeUrl(address, BASE)).toBeNull();
  });

  it('links to http on the page the widget stands on, when told of it', () => {
    expect(safeUrl('http://shop.local/x', BASE)).toBeNull();
    expect(safeUrl('http://shop.local/x', BASE, ['http://shop.local'])).toBe('http://shop.local/x');
  });
});

describe('splitLinks', () => {
  const urls = (text: string): (string | null)[] => splitLinks(text, BASE).map((part) => part.url);

  it.each([
    'no address',
    '',
    'See https://example.com/a?b=c#d, or (https://example.org/x).',
    'https://example.com',
    'javascript:alert(1) http://evil.example/ <a href="https://example.com/">x</a>',
  ])('loses nothing of: %s', (text) => {
    expect(splitLinks(text, BASE).map((part) => part.text).join('')).toBe(text);
  });

  it('leaves the punctuation outside', () => {
    expect(urls('See https://example.com/a, ok?')).toEqual([null, 'https://example.com/a', null]);
  });

  it('does not link what may not be linked', () => {
    expect(urls('javascript:alert(1) http://evil.example/')).toEqual([null]);
  });
});
