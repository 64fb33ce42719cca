/** A query over the lines of the router. */
export interface RouterQuery {
  /** Name of the query below its folder. */
  readonly name: string;
  /** Query in the language of Logs Insights. */
  readonly query: string;
}

/**
 * Queries over the lines of mcp-fleet's router, by keys that stay. A test holds their fields against the router's
 * sources. An inner router of a task writes `kind` `inner` about what its front writes `access`, so nothing counts twice.
 */
export const routerQueries: Readonly<Record<string, RouterQuery>> = {
  slowest: {
    name: 'slowest requests',
    query: `fields @timestamp, Instance, method, status, Latency, requestId
| filter kind = "access" and ispresent(Latency)
| sort Latency desc
| limit 50`,
  },
  errors: {
    name: 'errors by instance and kind',
    query: `filter kind = "access" and ispresent(class)
| stats count(*) as errors by Instance, class
| sort errors desc`,
  },
  request: {
    name: 'one request by its id',
    query: `fields @timestamp, kind, Instance, server, stream, status, class, message, @message
| filter requestId = "REQUEST-ID"
| sort @timestamp asc
| limit 1000`,
  },
  restarts: {
    name: 'restarts, open circuits, unread secrets',
    query: `fields @timestamp, Instance, server, kind, message, reason
| filter kind in ["restart", "circuit", "secrets"] or ispresent(reason)
| sort @timestamp desc
| limit 200`,
  },
  refused: {
    name: 'refused requests',
    query: `filter kind = "access" and class in ["auth", "throttled"]
| stats count(*) as refused by bin(5m), Instance, class, status
| sort refused desc`,
  },
  methods: {
    name: 'calls by method',
    query: `filter kind = "access" and ispresent(method)
| stats count(*) as calls, pct(Latency, 95) as p95, sum(ErrorsTool) as toolErrors by Instance, method
| sort calls desc`,
  },
};
