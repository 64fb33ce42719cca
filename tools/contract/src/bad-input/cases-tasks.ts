import { guarded, json, many, notes, pins, server, settings, tasks } from '@mcp-fleet/testing/fleet';
import type { BadInput } from './case';
import { dedent } from './case';

/** What goes wrong with tasks: sizes, numbers, ports, images. */
export const taskCases: readonly BadInput[] = [
  {
    code: 'fargate-size',
    title: 'A pair that does not exist',
    change: notes({ size: { cpus: 1, memoryMiB: 1024 } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.size
        got   {"cpus":1,"memoryMiB":1024}
        rule  with cpus 1 a Fargate task has a memoryMiB of 2048, 3072, 4096, 5120, 6144, 7168, 8192 [docs:AmazonECS/fargate-tasks-services]
        fix   write one of these, or leave out cpus or memoryMiB: it is fitted to the other
        code  fargate-size
    `,
  },
  {
    code: 'fargate-size',
    title: 'CPUs that do not exist',
    change: notes({ size: { cpus: 3, memoryMiB: 8192 } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.size
        got   {"cpus":3,"memoryMiB":8192}
        rule  a Fargate task has 0.25, 0.5, 1, 2, 4, 8, 16 CPUs [docs:AmazonECS/fargate-tasks-services]
        fix   write one of these, or leave out cpus or memoryMiB: it is fitted to the other
        code  fargate-size
    `,
  },
  {
    code: 'fargate-size',
    title: 'More than a task has',
    change: tasks({
      topology: 'multi-server',
      servers: {
        notes: { size: { cpus: 12 } },
        'notes-eu': { server: 'notes', settings, size: { cpus: 8 } },
      },
    }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers
        got   "20 CPUs, 1152 MiB"
        rule  a Fargate task has at most 16 CPUs and 122,880 MiB [docs:AmazonECS/fargate-tasks-services]
        fix   split the deployment, or use topology 'per-server'
        code  fargate-size
    `,
  },
  {
    code: 'task-too-large',
    change: tasks({ topology: 'multi-server', servers: many(9) }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers
        got   "10 servers"
        rule  a task holds 9 servers and the router in front of them: the number of containers of a task is 1 to 10 [docs:general/ecs-service]
        fix   use topology 'per-server', or split the deployment
        code  task-too-large
    `,
  },
  {
    code: 'spot-only',
    change: { ...tasks({ capacity: 'spot' }), ...guarded },
    files: pins,
    report: dedent`
      environments/dev/environment.ts: deployments.tools.capacity
        got   "spot"
        rule  AWS may stop all Spot tasks at once: a protected environment keeps some on demand
        fix   write capacity: 'mixed' or 'on-demand'
        code  spot-only
    `,
  },
  {
    code: 'exec-refused',
    change: { ...tasks({ debug: { exec: true } }), ...guarded },
    files: pins,
    report: dedent`
      environments/dev/environment.ts: deployments.tools.debug.exec
        got   true
        rule  a shell needs tasks with writable root file systems, which a protected environment never has
        fix   remove it, and look for the fault in another environment
        code  exec-refused
    `,
  },
  {
    code: 'sessions-need-one-task',
    change: notes({ scaling: { max: 4 } }),
    files: server('notes', { sessions: 'per-client' }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.scaling
        got   "up to 4 tasks"
        rule  server notes keeps a process for each MCP session, and a load balancer may send a session's next call to another task
        fix   write scaling: { min: 1, max: 1 }, and no more in its schedules
        code  sessions-need-one-task
    `,
  },
  {
    code: 'invalid-value',
    title: 'More tasks at least than at most',
    change: notes({ scaling: { min: 3, max: 2 } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.scaling
        got   {"min":3,"max":2}
        rule  the lower bound is not above the upper one [API:application-autoscaling.RegisterScalableTarget]
        fix   raise max, or lower min
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'Two schedules of one name in a task',
    change: tasks({
      topology: 'multi-server',
      servers: {
        notes: {
          scaling: { schedules: { night: { schedule: 'cron(0 20 ? * MON-FRI *)', min: 1, max: 1 } } },
        },
        'notes-eu': {
          server: 'notes',
          settings,
          scaling: { schedules: { night: { schedule: 'cron(0 22 ? * MON-FRI *)', min: 1, max: 1 } } },
        },
      },
    }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes-eu.scaling.schedules.night
        got   "cron(0 22 ? * MON-FRI *) UTC, 1 to 1 tasks"
        rule  instances that share a task share its schedules, and deployments.tools.servers.notes.scaling.schedules.night is another one
        fix   give it another name, write the same in both, or use topology 'per-server'
        code  invalid-value
    `,
  },
  {
    code: 'quota-exceeded',
    title: 'Tasks',
    change: notes({ scaling: { max: 6000 } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.scaling
        got   "6000 tasks"
        rule  the number of tasks of an ECS service is 0 to 5,000 [docs:general/ecs-service]
        fix   where AWS has granted more, say so: quotas: { ecsTasksPerService: <granted> }
        code  quota-exceeded
    `,
  },
  {
    code: 'limit-exceeded',
    title: 'Disk',
    change: notes({ size: { ephemeralStorageMiB: 300_000 } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.size.ephemeralStorageMiB
        got   "293 GiB"
        rule  the disk of a Fargate task that asks for more than its 20 GiB is 21 to 200 GiB [API:ecs.EphemeralStorage]
        fix   ask for less
        code  limit-exceeded
    `,
  },
  {
    code: 'port-taken',
    title: 'By the router',
    change: {},
    files: server('notes', { transport: 'http', port: 8080, path: '/mcp' }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        got   8080
        rule  server notes always listens on this port, which is that of the router in front of it
        fix   let the server listen where it is told: with {port} in arguments or variables of its deployment.json
        code  port-taken
    `,
  },
  {
    code: 'port-taken',
    title: 'In one task',
    change: tasks({
      topology: 'multi-server',
      servers: { notes: {}, 'notes-eu': { server: 'notes', settings } },
    }),
    files: server('notes', { transport: 'http', port: 9000, path: '/mcp' }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes-eu
        got   9000
        rule  server notes always listens on this port, as does deployments.tools.servers.notes, and in topology multi-server all have one address
        fix   use topology 'per-server', or move one of them into another deployment
        code  port-taken
    `,
  },
  {
    code: 'image-pin-missing',
    title: 'Of the router in front of several servers',
    change: { ...tasks({ topology: 'multi-server' }), ...guarded },
    files: pins,
    report: dedent`
      environments/dev/environment.ts: deployments.tools
        rule  a protected environment runs pinned images only, and images.json has none for mcp-servers/dev/router
        fix   push the image (tag v0-<build>), which writes its digest into images.json, and commit the file
        code  image-pin-missing
    `,
  },
  {
    code: 'image-contents-differ',
    title: 'Of the router in front of several servers',
    change: tasks({ topology: 'multi-server' }),
    files: {
      'environments/dev/images.json': json({
        'mcp-servers/dev/router': {
          digest: `sha256:${'0'.repeat(64)}`,
          tag: 'v1',
          architecture: 'arm64',
          contents: { notes: '1.2.0', router: '0.1.0' },
        },
      }),
    },
    report: dedent`
      environments/dev/environment.ts: deployments.tools
        got   ["notes"]
        rule  the image pinned for mcp-servers/dev/router has to hold exactly: the router alone
        fix   build and push it again: tag v0-<build>
        code  image-contents-differ
    `,
  },
];
