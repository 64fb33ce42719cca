'use strict';
const { cpSync, mkdirSync, symlinkSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const SERVERS_PER_DEPLOYMENT = 40;

/** Some of the servers are slower than an HTTP API waits; only the synthesis is measured. */
const acknowledge = { 'slow-server': 'nobody calls these servers' };

/** Servers that run on Lambda, with the settings that their manifests require. */
const KINDS = [
  ['gitlab', { GITLAB_API_URL: 'https://gitlab.example.com/api/v4' }],
  ['pagerduty', {}],
  ['servicenow', { SERVICENOW_INSTANCE_URL: 'https://acme.service-now.com' }],
];

/**
 * Makes a folder with one environment for each size, `bench5` for 5 servers, and the manifests of this repository.
 *
 * @param {string} folder an empty folder
 * @param {string} repository root of this repository
 * @param {number[]} sizes how many servers each environment has
 */
function generateFleet(folder, repository, sizes) {
  cpSync(join(repository, 'servers'), join(folder, 'servers'), { recursive: true });
  // Environment files import @mcp-fleet/environment; Node looks for it above them.
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  for (const size of sizes) {
    const environment = join(folder, 'environments', environmentName(size));
    mkdirSync(environment, { recursive: true });
    writeFileSync(join(environment, 'environment.ts'), environmentText(size));
  }
}

function environmentName(size) {
  return `bench${size}`;
}

function environmentText(size) {
  const environment = {
    name: environmentName(size),
    aws: { account: '111122223333', region: 'us-east-1' },
    state: 'local',
    access: 'token',
    acknowledge,
    deployments: deployments(size),
  };
  const data = JSON.stringify(environment, null, 2);
  return `import { defineEnvironment } from '@mcp-fleet/environment';\n\nexport default defineEnvironment(${data});\n`;
}

function deployments(size) {
  const count = Math.ceil(size / SERVERS_PER_DEPLOYMENT);
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const first = i * SERVERS_PER_DEPLOYMENT;
      const servers = instances(first, Math.min(size, first + SERVERS_PER_DEPLOYMENT));
      return [`group-${i + 1}`, { target: 'lambda', topology: 'per-server', edge: 'http-api', servers }];
    }),
  );
}

function instances(from, to) {
  return Object.fromEntries(
    Array.from({ length: to - from }, (_, i) => {
      const [server, settings] = KINDS[(from + i) % KINDS.length];
      return [`${server}-${from + i + 1}`, { server, settings }];
    }),
  );
}

module.exports = { environmentName, generateFleet };
