#!/usr/bin/env node
'use strict';
/**
 * Stands for Terraform in tests: answers from the file that FAKE_TERRAFORM names, and writes down each call. A key is
 * `<stack> <command>` or `<command>`; a list of answers is used up one by one, the last one stays.
 */
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');
const { basename, join } = require('node:path');

const folder = process.env.FAKE_TERRAFORM;
const [command, ...args] = process.argv.slice(2);
const stack = basename(process.cwd());
const answersFile = join(folder, 'answers.json');
const answers = JSON.parse(readFileSync(answersFile, 'utf8'));
// Heard from the moment on that the call is written down: a test that sees the call may interrupt.
process.on('SIGINT', () => {
  appendFileSync(join(folder, 'calls'), `${stack} got SIGINT\n`);
  console.log('{"type":"log","@message":"Interrupt received."}');
});
appendFileSync(join(folder, 'calls'), `${[stack, command, ...args].join(' ')}\n`);

const key = [`${stack} ${command}`, command].find((name) => name in answers);
const list = [answers[key] ?? {}].flat();
const answer = list[0];
if (list.length > 1) writeFileSync(answersFile, JSON.stringify({ ...answers, [key]: list.slice(1) }));

for (const [path, text] of Object.entries(answer.files ?? {})) writeFileSync(join(folder, path), text);
for (const line of answer.lines ?? []) console.log(typeof line === 'string' ? line : JSON.stringify(line));
const end = () => process.exit(answer.exit ?? 0);
if (answer.held) setInterval(() => existsSync(join(folder, 'release')) && end(), 20);
else end();
