/**
 * Builds web/static/: widget-app.js, desk.js (modules) with desk.html and desk.css, then widget.js (a classic script that knows the hash of
 * widget-app.js, so that a browser never pairs a new loader with an old chunk). Ends with the sizes, and fails when
 * the loader outgrows its budget.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const outDir = fileURLToPath(new URL('../static/', import.meta.url));
const LOADER_BUDGET_BYTES = 15_000;

async function bundle(name, entry, format, define = {}) {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    base: './',
    // Lit picks its build by this; without it a build from a test run would ship the development one.
    mode: 'production',
    define,
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: {
        input: { [name]: `${root}src/${entry}` },
        preserveEntrySignatures: 'strict',
        output: { format, entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
}

async function sizes(file) {
  const bytes = await readFile(outDir + file);
  return { file, bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
}

async function scripts() {
  const files = await readdir(outDir, { recursive: true });
  return files.filter((file) => file.endsWith('.js'));
}

await rm(`${outDir}chunks`, { recursive: true, force: true });
await mkdir(outDir, { recursive: true });
await bundle('widget-app', 'widget/app.ts', 'es');
await bundle('desk', 'desk/main.ts', 'es');
const hash = createHash('sha256').update(await readFile(`${outDir}widget-app.js`)).digest('hex').slice(0, 12);
await bundle('widget', 'widget/loader.ts', 'iife', { __APP_FILE__: JSON.stringify(`widget-app.js?v=${hash}`) });

// The page asks for the desk by its hash too; the file names stay as the server knows them.
const desk = createHash('sha256').update(await readFile(`${outDir}desk.js`)).digest('hex').slice(0, 12);
const page = await readFile(`${root}src/desk/desk.html`, 'utf8');
await writeFile(`${outDir}desk.html`, page.replace('desk.js', `desk.js?v=${desk}`));
await copyFile(`${root}src/desk/desk.css`, `${outDir}desk.css`);

// The server hands these out to whoever takes them; aiohttp looks for them beside the file.
for (const file of await scripts()) await writeFile(`${outDir}${file}.gz`, gzipSync(await readFile(outDir + file), { level: 9 }));

const built = await Promise.all(['widget.js', 'widget-app.js', 'desk.js'].map(sizes));
for (const { file, bytes, gzip } of built) console.log(`${file.padEnd(14)} ${bytes} bytes, ${gzip} gzip`);
if (built[0].bytes > LOADER_BUDGET_BYTES) {
  console.error(`widget.js is over its budget of ${LOADER_BUDGET_BYTES} bytes`);
  process.exitCode = 1;
}
