/** Hands a file to the shopper. */

export function save(bytes: Blob, name: string): void {
  const link = document.createElement('a');
  const address = URL.createObjectURL(bytes);
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function saveJson(content: object, name: string): void {
  save(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }), name);
}
