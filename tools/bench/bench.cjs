'use strict';
/**
 * npm run bench [-- --runs 5 --sizes 5,40,200,1000 --json]: time and memory of a synth, beside the floor of the same
 * run: a process that only loads cdktf. Absolute figures are a machine's own; compare the ratios. On a machine that is shared,
 * compare the processor time: other programs lengthen it less.
 */
const { mkdirSync, mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { parseArgs } = require('node:util');
const { environmentName, generateFleet } = require('./generate.cjs');
const { measure, median } = require('./measure.cjs');

const PHASES = ['load', 'plan', 'constructs', 'write'];
const FLOOR = "floor: require('cdktf')";

const root = resolve(__dirname, '../..');
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    sizes: { type: 'string', default: '5,40,200,1000' },
    json: { type: 'boolean', default: false },
  },
});

const scratch = mkdtempSync(join(tmpdir(), 'mcp-fleet-bench-'));
try {
  const sizes = options.sizes.split(',').map(Number);
  generateFleet(scratch, root, sizes);
  const rows = benchmark(commands(sizes), Number(options.runs));
  console.log(options.json ? JSON.stringify(rows, null, 2) : `${table(rows)}\n${growth(rows, sizes)}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function commands(sizes) {
  const [, ...cdktfApp] = JSON.parse(readFileSync(join(root, 'cdktf.json'), 'utf8')).app.split(' ');
  const own = ['-C', '@mcp-fleet/source', '-r', join(root, 'apps/fleet/typescript-hook.cjs')];
  const synth = (name, ...more) => ({
    args: [
      ...own,
      join(root, 'apps/fleet/src/cli.ts'),
      'synth',
      name,
      '--out',
      outFolder(`own-${name}`),
      ...more,
    ],
    cwd: root,
  });
  return {
    [FLOOR]: { args: ['-e', "require('cdktf')"], cwd: root },
    'dev, app of cdktf.json': {
      args: cdktfApp,
      cwd: root,
      env: { ENVIRONMENT: 'dev', CDKTF_OUTDIR: outFolder('app-dev') },
    },
    'dev, own command': synth('dev'),
    'production, own command': synth('production'),
    ...Object.fromEntries(
      sizes.map((size) => [caseName(size), synth(environmentName(size), '--root', scratch)]),
    ),
  };
}

/** cdktf makes the last folder of a path only. */
function outFolder(name) {
  const folder = join(scratch, 'out', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** All cases once, then all again: a machine that slows down meanwhile slows all of them. */
function benchmark(cases, runs) {
  const samples = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
  for (let i = 0; i < runs; i++) {
    for (const [name, command] of Object.entries(cases)) samples[name].push(measure(command, scratch));
  }
  const medians = Object.entries(samples).map(([name, all]) => ({
    name,
    wallMs: median(all.map((one) => one.wallMs)),
    cpuMs: median(all.map((one) => one.cpuMs)),
    memoryMiB: median(all.map((one) => one.memoryMiB)),
    largestMiB: Math.max(...all.map((one) => one.memoryMiB)),
    phases: Object.fromEntries(PHASES.map((phase) => [phase, median(all.map((one) => one.timings[phase]))])),
  }));
  const floor = medians.find(({ name }) => name === FLOOR);
  return medians.map((row) => ({
    ...row,
    timesFloor: row.wallMs / floor.wallMs,
    cpuTimesFloor: row.cpuMs / floor.cpuMs,
  }));
}

/** How much longer the largest fleet takes than the one before it. */
function growth(rows, sizes) {
  const [smaller, larger] = [...sizes].sort((a, b) => a - b).slice(-2);
  if (larger === undefined) return '';
  const timeOf = (size) => rows.find(({ name }) => name === caseName(size)).wallMs;
  return `${larger} servers take ${(timeOf(larger) / timeOf(smaller)).toFixed(2)} times the time of ${smaller}`;
}

function caseName(size) {
  return `${size} servers, own command`;
}

function table(rows) {
  const round = (number) => (Number.isFinite(number) ? number.toFixed(0) : '');
  const ratio = (number) => `${number.toFixed(2)}×`;
  const lines = [
    [
      'case',
      'median ms',
      '× floor',
      'CPU ms',
      '× floor',
      'peak MiB',
      'largest',
      ...PHASES.map((phase) => `${phase} ms`),
    ],
    ...rows.map((row) => [
      row.name,
      round(row.wallMs),
      ratio(row.timesFloor),
      round(row.cpuMs),
      ratio(row.cpuTimesFloor),
      round(row.memoryMiB),
      round(row.largestMiB),
      ...PHASES.map((phase) => round(row.phases[phase])),
    ]),
  ];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const cell = (text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column]));
  return lines.map((line) => line.map(cell).join('  ').trimEnd()).join('\n');
}
