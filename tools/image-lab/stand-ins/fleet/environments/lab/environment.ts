import { defineEnvironment } from '@mcp-fleet/environment';

const atlassian = { JIRA_URL: 'https://jira.example.test', JIRA_USERNAME: 'lab' };
// Called when it starts, and any answer will do: that of its own router.
const dynatrace = { DT_ENVIRONMENT: 'http://127.0.0.1:8080' };
const servicenow = { SERVICENOW_INSTANCE_URL: 'https://servicenow.example.test' };

/** One deployment for each shape of image that the lab proves something about. */
export default defineEnvironment({
  name: 'lab',
  aws: { account: '111122223333', region: 'us-east-1' },
  state: 'local',
  access: 'token',
  acknowledge: { 'slow-server': 'nothing is deployed: the images are what is tried' },
  deployments: {
    one: {
      target: 'lambda',
      topology: 'per-server',
      architecture: 'x86_64',
      servers: { gitlab: {}, everything: {}, 'aws-documentation': {}, foreign: {} },
    },
    mixed: {
      target: 'lambda',
      topology: 'multi-server',
      architecture: 'x86_64',
      servers: {
        'mixed-go': { server: 'gitlab' },
        'mixed-npm': { server: 'everything' },
        'mixed-pypi': { server: 'aws-documentation' },
      },
    },
    five: {
      target: 'lambda',
      topology: 'multi-server',
      architecture: 'x86_64',
      servers: {
        gitlabof5: { server: 'gitlab' },
        atlassianof5: { server: 'atlassian', settings: atlassian },
        dynatraceof5: { server: 'dynatrace', settings: dynatrace },
        pagerdutyof5: { server: 'pagerduty' },
        servicenowof5: { server: 'servicenow', settings: servicenow },
      },
    },
  },
});
