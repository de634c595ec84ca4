/**
 * Fills the gaps of package-lock.json. Where a registry holds a tool's binaries for some platforms only, `npm install` leaves the
 * others out of the lock, and `npm ci` then refuses it on every platform. Run after `npm install`, by `npm run lock:complete`;
 * an entry made here has a version and a platform, and npm adds the rest where it is installed.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const LOCK = new URL('../package-lock.json', import.meta.url);

const SYSTEMS = {
  darwin: 'darwin',
  fsevents: 'darwin',
  win32: 'win32',
  windows: 'win32',
  linux: 'linux',
  linuxmusl: 'linux',
  android: 'android',
  freebsd: 'freebsd',
  openbsd: 'openbsd',
  netbsd: 'netbsd',
  sunos: 'sunos',
  aix: 'aix',
  openharmony: 'openharmony',
};
const PROCESSORS = {
  x64: 'x64',
  64: 'x64',
  arm64: 'arm64',
  arm: 'arm',
  ia32: 'ia32',
  riscv64: 'riscv64',
  ppc64: 'ppc64',
  s390x: 's390x',
  loong64: 'loong64',
  mips64el: 'mips64el',
  wasm32: 'wasm32',
};

const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
const gaps = findGaps(lock.packages);
for (const { path, entry } of gaps) lock.packages[path] = entry;
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([one], [other]) => one.localeCompare(other, 'en')));
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${gaps.length === 0 ? 'The lock is complete.' : `Added to the lock: ${gaps.map(({ path }) => path).join(', ')}`}\n`);

function findGaps(packages) {
  return Object.entries(packages).flatMap(([parentPath, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => !isLocked(packages, parentPath, name))
      .map(([name, wanted]) => ({
        path: `node_modules/${name}`,
        entry: { version: exactVersion(wanted), ...(parent.dev ? { dev: true } : {}), optional: true, ...platformOf(name) },
      })),
  );
}

/** As Node looks for a module: beside its parent, then further up. */
function isLocked(packages, parentPath, name) {
  for (let folder = parentPath; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]?.version) return true;
    if (folder === '') return false;
  }
}

/** The binaries of a tool have its own version; those who write a range mean the version that it starts with. */
function exactVersion(wanted) {
  const version = /\d+\.\d+\.\d+(-[\w.]+)?/.exec(wanted)?.[0];
  if (!version) throw new Error(`No version can be read from ${wanted}.`);
  return version;
}

function platformOf(name) {
  const words = name.split(/[/@-]/);
  const system = words.map((word) => SYSTEMS[word]).find(Boolean);
  const processor = words.map((word) => PROCESSORS[word]).find(Boolean);
  if (!system && !processor) throw new Error(`No platform can be read from the name ${name}.`);
  const libc = words.some((word) => /musl/.test(word)) ? 'musl' : words.some((word) => /^gnu/.test(word)) && 'glibc';
  return {
    ...(processor ? { cpu: [processor] } : {}),
    ...(libc && system === 'linux' ? { libc: [libc] } : {}),
    ...(system ? { os: [system] } : {}),
  };
}
